"""Counting: what the ledger knows of channels, day by day, for boards; never an answer."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from prongsai.surveys.models import DatabaseRole, acting_as

TOTALS = """
SELECT channel_id, sum(answers)::int, coalesce(sum(answers) FILTER (WHERE is_settled), 0)::int
FROM (
    SELECT channel_id, answers, true AS is_settled FROM ledger.counts
    WHERE channel_id = ANY(%(ids)s)
    UNION ALL
    SELECT channel_id, answers, false FROM ledger.tallies WHERE channel_id = ANY(%(ids)s)
) AS both_kinds GROUP BY channel_id
"""
DAYS = """
SELECT channel_id, day, answers FROM ledger.counts
WHERE channel_id = ANY(%(ids)s) AND day >= %(since)s
"""


@dataclass(slots=True)
class Counted:
    """The answers of one channel: all of them, those of whole days, and those day by day."""

    total: int = 0
    settled: int = 0
    days: dict[date, int] = field(default_factory=dict)


def count_channels(channel_ids: Iterable[int], *, since: date) -> dict[int, Counted]:
    """Return the counts of each channel, in two queries; the days from SINCE on."""
    found: dict[int, Counted] = defaultdict(Counted)
    asked: dict[str, Any] = {"ids": list(channel_ids), "since": since}
    with acting_as(DatabaseRole.ISSUER) as cursor:
        cursor.execute(TOTALS, asked)
        for channel_id, answers, settled in cursor.fetchall():
            found[channel_id].total, found[channel_id].settled = answers, settled
        cursor.execute(DAYS, asked)
        for channel_id, day, answers in cursor.fetchall():
            found[channel_id].days[day] = answers
    return found


def list_whole_days(
    counted: Sequence[Counted], *, first: date, today: date, most: int
) -> list[int]:
    """Return the answers of the last MOST whole days since FIRST, oldest first; none is zero."""
    start = max(first, today - timedelta(days=most))
    days = [start + timedelta(days=n) for n in range((today - start).days)]
    return [sum(each.days.get(day, 0) for each in counted) for day in days]
