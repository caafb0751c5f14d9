"""Roles of the database that may see one room each, and a server log that is silent about them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

import psycopg
from django.db import DatabaseError, connection, transaction
from django.db.backends.utils import CursorWrapper

Error = TypeVar("Error", bound=BaseException)

# What the server must not write down of these rooms: no statement, no value, no line of a COPY.
# Only whoever may set these can set them; see `prongsai survey roles`.
SILENCE = {
    "log_statement": "none",
    "log_duration": "off",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
_VALUES = ", ".join(f"('{name}', '{value}')" for name, value in SILENCE.items())
BE_SILENT = (
    "SELECT set_config(name, value, {is_local}) FROM (VALUES "  # noqa: S608 - our own words
    + _VALUES
    + ") AS wanted(name, value) WHERE has_parameter_privilege(current_user, name, 'SET')"
)
# Who this thread is in the database; PostgreSQL calls its own login "none".
_role = ContextVar("database role", default="none")


@contextmanager
def acting_as(role: str) -> Iterator[CursorWrapper]:
    """Give a cursor that may do what ROLE may do, and nothing else, inside one transaction.

    Until that transaction ends the server's log repeats nothing of it, and neither do its errors.
    """
    outer, token = _role.get(), _role.set(role)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"{BE_SILENT.format(is_local='true')}; SET LOCAL ROLE {role}")
            yield cursor
            cursor.execute(f"SET LOCAL ROLE {outer}")
    except psycopg.Error as error:
        raise _without_values(error) from None
    except DatabaseError as error:
        cause = error.__cause__
        raise _without_values(error) from (cause and _without_values(cause))
    finally:
        _role.reset(token)


def _without_values(error: Error) -> Error:
    """Return the same error without the lines that repeat the row it is about.

    Whoever catches it may log it: a release that finds no space would show somebody's answers.
    """
    return type(error)(str(error).partition("\n")[0])
