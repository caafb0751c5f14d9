"""The ledger of spent codes, rewritten at every mixing so that its order says nothing."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.backends.utils import CursorWrapper

from prongsai.surveys.models import DatabaseRole, acting_as

# A proof of work counts for the running key and the one before; older ones cannot come back.
KEPT_PERIODS = 2


def merge_spends() -> None:
    """Move the day's marks into the rest, in the order of their hashes, into fresh pages.

    The lock makes sure that no code can be spent between the reading and the emptying.
    """
    with acting_as(DatabaseRole.MIXER) as cursor:
        cursor.execute("LOCK TABLE ledger.spends IN ACCESS EXCLUSIVE MODE")
        cursor.execute("SELECT coalesce(max(id), 0) FROM sealed.keys")
        oldest = cursor.fetchone()[0] - KEPT_PERIODS
        cursor.execute(
            "INSERT INTO ledger.spent (hash, period) SELECT hash, period FROM ledger.spends"
            " WHERE period = 0 OR period > %s ORDER BY hash ON CONFLICT DO NOTHING",
            [oldest],
        )
        cursor.execute("TRUNCATE ledger.spends")
        cursor.execute("DELETE FROM ledger.spent WHERE period > 0 AND period <= %s", [oldest])


def replace_tallies(
    cursor: CursorWrapper, *, closed: Sequence[int], arrived: Mapping[tuple[int, int], int]
) -> None:
    """Put the exact counts of mixed days in the place of the running estimates."""
    cursor.execute("SELECT id, opened_on FROM sealed.keys WHERE id = ANY(%s)", [list(closed)])
    days: dict[int, date] = dict(cursor.fetchall())
    cursor.execute("DELETE FROM ledger.tallies WHERE key_id = ANY(%s)", [list(closed)])
    rows = sorted((channel_id, days[key_id], n) for (key_id, channel_id), n in arrived.items())
    cursor.executemany(
        "INSERT INTO ledger.counts (channel_id, day, answers) VALUES (%s, %s, %s)"
        " ON CONFLICT (channel_id, day) DO UPDATE"
        " SET answers = ledger.counts.answers + excluded.answers",
        rows,
    )
