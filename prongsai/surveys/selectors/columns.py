"""Released answers of a year as columns: for the integrity report and scoring, never for a page."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from prongsai.surveys.models import Channel, DatabaseRole, acting_as

NOTHING = 255
_BATCH = 50_000


@dataclass(frozen=True, eq=False)
class SheetColumns:
    """All sheets of one framework and part, one row each; 255 means left out or not known."""

    framework: str
    part: str
    unit: NDArray[np.int64]
    answers: NDArray[np.uint8]
    told: NDArray[np.uint8]
    pace: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many answers a link brought on a day, and how many at most from one network (0: few)."""

    unit_id: int
    part: str
    kind: str
    day: date
    answers: int
    most: int


def read_columns(*, fiscal_year: int) -> list[SheetColumns]:
    """Return the released answers of a year, part by part, in a few bytes per answer."""
    chunks: defaultdict[tuple[str, str], list[tuple[NDArray[np.generic], ...]]] = defaultdict(list)
    with acting_as(DatabaseRole.READER), connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT framework, part, octet_length(answers) FROM answers.sheets"
            " WHERE fiscal_year = %s ORDER BY 1, 2",
            [fiscal_year],
        )
        kinds = cursor.fetchall()
    for framework, part, width in kinds:
        with acting_as(DatabaseRole.READER), connection.chunked_cursor() as cursor:
            cursor.execute(
                "SELECT unit_id, coalesce(told, 255), coalesce(pace, 255), answers"
                " FROM answers.sheets WHERE fiscal_year = %s AND framework = %s AND part = %s"
                " AND octet_length(answers) = %s",
                [fiscal_year, framework, part, width],
            )
            while rows := cursor.fetchmany(_BATCH):
                units, told, pace, answers = zip(*rows, strict=True)
                chunks[framework, part].append(
                    (
                        np.array(units, np.int64),
                        np.frombuffer(b"".join(answers), np.uint8).reshape(-1, width),
                        np.array(told, np.uint8),
                        np.array(pace, np.uint8),
                    )
                )
    return [
        SheetColumns(
            framework, part, *(np.concatenate(column) for column in zip(*parts, strict=True))
        )
        for (framework, part), parts in chunks.items()
    ]


def list_day_counts(*, fiscal_year: int) -> list[DayCount]:
    """Return counts by link and day of a year: never more than how many."""
    channels = {
        channel_id: (unit_id, part, kind)
        for channel_id, unit_id, part, kind in Channel.objects.filter(
            fiscal_year=fiscal_year
        ).values_list("id", "unit_id", "part", "kind")
    }
    with acting_as(DatabaseRole.ISSUER) as cursor:
        cursor.execute(
            "SELECT c.channel_id, c.day, c.answers, coalesce(n.most, 0) FROM ledger.counts c"
            " LEFT JOIN ledger.networks n USING (channel_id, day)"
            " WHERE c.channel_id = ANY(%s) ORDER BY c.channel_id, c.day",
            [list(channels)],
        )
        return [DayCount(*channels[row[0]], *row[1:]) for row in cursor.fetchall()]
