"""What may be compared, and how a level looks."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

# The years in which the questions or the points changed so much that a line between two totals
# would mislead: the first year of each new instrument.
FIRST_YEARS = frozenset({2562, 2567, 2568, 2569})

# From best to worst, across both vocabularies.
LEVEL_ORDER = (
    *("excellent", "AA", "good", "A", "pass", "B", "C", "improve", "D", "E", "F", "urgent"),
)
PASSING = frozenset({"excellent", "good", "pass", "AA", "A"})
PASS_MARK = Decimal(85)


def breaks_series(year: int, *, before: int | None) -> bool:
    """Return whether YEAR cannot be compared with the year before it."""
    return before is None or any(before < first <= year for first in FIRST_YEARS)


def get_change(earlier: Decimal | None, later: Decimal | None) -> Decimal | None:
    """Return the signed difference between two totals."""
    return None if earlier is None or later is None else later - earlier


def get_tone(level: str) -> Literal["ok", "warn", "bad", "info", "neutral"]:
    """Return how a level looks everywhere; unknown levels look like no level."""
    if level in {"excellent", "AA", "good", "A"}:
        return "ok"
    if level == "pass":
        return "info"
    if level in {"B", "C", "improve"}:
        return "warn"
    return "bad" if level in {"D", "E", "F", "urgent"} else "neutral"


def sort_levels(levels: Iterable[str]) -> list[str]:
    return sorted(levels, key=LEVEL_ORDER.index)
