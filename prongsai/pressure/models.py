"""The door to the schema of reports; its tables are in migration 0001."""

from contextlib import AbstractContextManager

from django.db.backends.utils import CursorWrapper

from prongsai.core.database_roles import acting_as

ROLE = "prongsai_pressure"


def acting_as_desk() -> AbstractContextManager[CursorWrapper]:
    """Give a cursor that sees reports, and nothing else of the database."""
    return acting_as(ROLE)
