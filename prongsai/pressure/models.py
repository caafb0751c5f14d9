"""The door to the schema of reports; its tables are in migration 0001."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

ROLE = "prongsai_pressure"


@contextmanager
def acting_as_desk() -> Iterator[CursorWrapper]:
    """Give a cursor that sees reports, and nothing else of the database."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
        yield cursor
        cursor.execute("RESET ROLE")
