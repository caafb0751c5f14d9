"""Where log lines go, and what is taken out of them first."""

from typing import Any

# Django shows these by a handler of its own when it debugs, so they are shortened at once.
SHORTENED = ("django.request", "django.security.csrf")


def describe(*, level: str) -> dict[str, Any]:
    """Return the setting LOGGING: everything to the standard error, discreetly."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"discreet": {"()": "prongsai.core.discreet_logs.Discreet"}},
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["discreet"],
            }
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {name: {"filters": ["discreet"]} for name in SHORTENED},
    }
