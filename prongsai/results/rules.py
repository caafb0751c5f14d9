"""What may be compared, and how a level looks."""

from collections.abc import Sequence
from decimal import Decimal

# The years in which the questions or the points changed so much that a line between two totals
# would mislead: the first year of each new instrument.
FIRST_YEARS = frozenset({2562, 2567, 2568, 2569})

TONES = {
    "excellent": "ok",
    "AA": "ok",
    "good": "ok",
    "A": "ok",
    "pass": "info",
    "B": "warn",
    "C": "warn",
    "improve": "warn",
    "D": "bad",
    "E": "bad",
    "F": "bad",
    "urgent": "bad",
}
PASS_MARK = Decimal(85)


def breaks_series(year: int, *, before: int | None) -> bool:
    """Return whether YEAR cannot be compared with the year before it."""
    return before is None or any(before < first <= year for first in FIRST_YEARS)


def get_change(totals: Sequence[Decimal | None]) -> Decimal | None:
    """Return the signed difference between two totals, the earlier first."""
    earlier, later = totals
    return None if earlier is None or later is None else later - earlier


def get_tone(level: str) -> str:
    return TONES.get(level, "neutral")
