"""Released answers, for scoring, the integrity report and response rates: never for a page."""

from collections.abc import Iterator, Sequence

from django.db import connection

from prongsai.surveys.models import DatabaseRole, acting_as
from prongsai.surveys.types import Sheet


def list_sheets(*, fiscal_year: int, unit_id: int | None = None) -> Iterator[Sheet]:
    """Yield the released answers of a year, agency by agency, in little memory."""
    with acting_as(DatabaseRole.READER), connection.chunked_cursor() as cursor:
        cursor.execute(
            "SELECT unit_id, fiscal_year, framework, part, channel_id, answers, told, pace"
            " FROM answers.sheets WHERE fiscal_year = %s AND (%s::bigint IS NULL OR unit_id = %s)"
            " ORDER BY unit_id, part, answers",
            [fiscal_year, unit_id, unit_id],
        )
        for unit, year, framework, part, channel_id, answers, told, pace in cursor:
            yield Sheet(*(unit, year, framework, part, channel_id, bytes(answers), told, pace))


def list_answers_through(channels: Sequence[tuple[int, int]], *, fiscal_year: int) -> list[bytes]:
    """Return released answers that still name their link; CHANNELS are pairs of unit and link."""
    units, ids = zip(*channels, strict=True) if channels else ((), ())
    with acting_as(DatabaseRole.READER) as cursor:
        cursor.execute(
            "SELECT answers FROM answers.sheets"
            " WHERE fiscal_year = %s AND unit_id = ANY(%s) AND channel_id = ANY(%s)",
            [fiscal_year, [*units], [*ids]],
        )
        return [bytes(answers) for (answers,) in cursor.fetchall()]


def list_answered_units(*, fiscal_year: int, framework: str) -> list[int]:
    """Return the agencies of which answers to this framework have been released."""
    with acting_as(DatabaseRole.READER) as cursor:
        cursor.execute(
            "SELECT DISTINCT unit_id FROM answers.sheets"
            " WHERE fiscal_year = %s AND framework = %s ORDER BY unit_id",
            [fiscal_year, framework],
        )
        return [row[0] for row in cursor.fetchall()]


def has_sheets(*, fiscal_year: int) -> bool:
    """Return whether any answer of a year has been released."""
    with acting_as(DatabaseRole.READER) as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM answers.sheets WHERE fiscal_year = %s)", [fiscal_year]
        )
        found: bool = cursor.fetchone()[0]
        return found


def find_latest_released_year() -> int | None:
    """Return the latest year of which any answer has been released."""
    with acting_as(DatabaseRole.READER) as cursor:
        cursor.execute("SELECT max(fiscal_year) FROM answers.sheets")
        found: int | None = cursor.fetchone()[0]
        return found
