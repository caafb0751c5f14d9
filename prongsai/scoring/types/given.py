"""What is known of one agency before it is scored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Counts:
    """One answer sheet, counted: how often each choice of each line was picked."""

    respondents: int
    lines: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Given:
    """Everything handed in; an absent key is not known, which differs from zero.

    Points are weighted (0-30, 0-40); items, indicators and instruments are 0-100.
    """

    code: str | None = None
    agency_class: str | None = None
    headcount: int | None = None
    sheets: Mapping[str, Counts] = field(default_factory=dict)
    items: Mapping[str, Fraction] = field(default_factory=dict)
    indicators: Mapping[str, Fraction] = field(default_factory=dict)
    instruments: Mapping[str, Fraction] = field(default_factory=dict)
    points: Mapping[str, Fraction] = field(default_factory=dict)
    total: Fraction | None = None
    adjustments: Mapping[str, Fraction] = field(default_factory=dict)

    @cached_property
    def keys(self) -> frozenset[tuple[str, str]]:
        """Which nodes of the framework something is known of."""
        found: list[tuple[str, str]] = [
            ("sheet", code) for code, counts in self.sheets.items() if counts.respondents
        ]
        found += [("item", code) for code in self.items]
        found += [("indicator", code) for code in self.indicators]
        found += [("instrument", code) for code in self.instruments]
        found += [("instrument", code) for code in self.points]
        return frozenset(found)
