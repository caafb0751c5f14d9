"""Log lines that say what failed and nothing about who was there or what was sent."""

import logging
import traceback

# Where people answer, get a token or report pressure: no path, no value, no words of an error.
PRIVATE_PATHS = ("/s/", "/tokens/me/", "/pressure/")
PRIVATE_LOGGERS = ("prongsai.surveys.intake", "prongsai.tokens", "prongsai.pressure")
# Below these a long last part is a one-time secret.
SECRET_LENGTH = 30


class Discreet(logging.Filter):
    """Shortens paths to their first part and errors to their names and places in the code."""

    def filter(self, record: logging.LogRecord) -> bool:
        arguments = record.args if isinstance(record.args, tuple) else ()
        is_private = record.name.startswith(PRIVATE_LOGGERS) or any(
            isinstance(each, str) and each.startswith(PRIVATE_PATHS) for each in arguments
        )
        if arguments:
            record.args = tuple(map(_shorten, arguments))
        if is_private and record.exc_info and record.exc_info[0]:
            kind, _error, trace = record.exc_info
            places = traceback.format_list(traceback.extract_tb(trace))
            record.exc_info, record.exc_text = None, "".join([*places, kind.__name__])
        return True


def _shorten(value: object) -> object:
    if not isinstance(value, str) or not value.startswith("/"):
        return value
    for prefix in PRIVATE_PATHS:
        if value.startswith(prefix):
            return f"{prefix}…"
    parts = ("…" if len(part) >= SECRET_LENGTH else part for part in value.split("/"))
    return "/".join(parts)
