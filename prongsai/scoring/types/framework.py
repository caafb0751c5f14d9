"""The shape of one year's rules: instruments, indicators, items, lines, levels and quotas."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any


class Basis(StrEnum):
    """How sure we are of a rule."""

    SOURCED = "S"
    VERIFIED = "V"
    VERIFIED_WEAKLY = "V-weak"
    INFERRED = "I"
    RECOLLECTED = "R"
    NOT_FOUND = "N"

    @property
    def provisional(self) -> bool:
        return self in _PROVISIONAL


_PROVISIONAL = frozenset({Basis.INFERRED, Basis.RECOLLECTED, Basis.NOT_FOUND})


class Aggregate(StrEnum):
    """How a node is made of the nodes below it."""

    MEAN = "mean"  # plain mean of its children
    FLAT = "flat"  # plain mean of all items below it, whatever the groups
    WEIGHTED = "weighted"  # mean of its children by their weights


class Join(StrEnum):
    """How the parts of one instrument become one score."""

    MEAN_OF_PARTS = "mean-of-parts"
    POOLED = "pooled"


class RoundingMode(StrEnum):
    """Where the one rounding of a total happens."""

    ONCE = "once"  # the total, once
    PARTS = "parts"  # each instrument's points; the total adds the rounded points


@dataclass(frozen=True, slots=True)
class Text:
    """Words in both languages."""

    th: str
    en: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One step of the calculation, with how certain it is and where it was read."""

    code: str
    text: Text
    basis: Basis
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer a respondent may pick; no points means no opinion, which is left out."""

    text: Text
    points: Fraction | None


@dataclass(frozen=True, slots=True)
class Line:
    """One question as the respondent sees it."""

    code: str
    text: Text
    scale: str
    direction: str
    choices: tuple[Choice, ...]
    basis: Basis


@dataclass(frozen=True, slots=True)
class Component:
    """Something the published evidence must show."""

    text: Text
    basis: Basis
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a disclosure item asks of the agency's website."""

    components: tuple[Component, ...] = ()
    covers: str | None = None  # "assessed-year", "year-before" or None
    window_months: int | None = None
    own_domain: bool = True
    machine_readable: bool = False
    basis: Basis = Basis.NOT_FOUND


@dataclass(frozen=True, slots=True)
class Item:
    """A question of a survey (with its lines) or an item of the disclosure check."""

    code: str
    key: str
    label: Text
    text: Text
    basis: Basis
    lines: tuple[Line, ...] = ()
    marks: tuple[Fraction, ...] = ()
    sources: tuple[str, ...] = ()
    evidence: Evidence | None = None
    weight: Fraction | None = None
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A sub-indicator."""

    code: str
    name: Text
    items: tuple[Item, ...]
    basis: Basis
    weight: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One of the ten indicators; its items hang on it or on its sub-indicators."""

    code: str
    name: Text
    aggregate: Aggregate
    groups: tuple[Group, ...] = ()
    items: tuple[Item, ...] = ()
    weight: Fraction | None = None

    @property
    def all_items(self) -> tuple[Item, ...]:
        return self.items + tuple(item for group in self.groups for item in group.items)


@dataclass(frozen=True, slots=True)
class Part:
    """One of several samples that fill the same form."""

    code: str
    name: Text
    respondents: Text


@dataclass(frozen=True, slots=True)
class Instrument:
    """IIT, EIT or OIT. Loose items belong to no known indicator."""

    code: str
    name: Text
    weight: Fraction
    aggregate: Aggregate
    indicators: tuple[Indicator, ...]
    items: tuple[Item, ...] = ()
    complete: bool = True  # False: the list of loose items is known to have holes
    parts: tuple[Part, ...] = ()
    join: Join = Join.MEAN_OF_PARTS
    respondents: Text | None = None

    @property
    def all_items(self) -> tuple[Item, ...]:
        return tuple(i for ind in self.indicators for i in ind.all_items) + self.items

    @property
    def lines(self) -> tuple[Line, ...]:
        """The questions in the order of an answer row."""
        return tuple(line for item in self.all_items for line in item.lines)

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names under which answer rows are handed in."""
        return tuple(part.code for part in self.parts) or (self.code,)


@dataclass(frozen=True, slots=True)
class Level:
    """A band of the total; a gate asks the same of every instrument."""

    code: str
    text: Text
    minimum: Fraction
    gate: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Levels:
    """The bands in force, from the top, and the other vocabulary that people still use."""

    bands: tuple[Level, ...]
    pass_mark: Fraction
    also: tuple[Level, ...] = ()


@dataclass(frozen=True, slots=True)
class Quota:
    """The smallest sample of one answer sheet: a share of the headcount or a number by class."""

    sheet: str
    text: Text
    basis: Basis
    sources: tuple[str, ...] = ()
    percent: Fraction | None = None
    at_least: int | None = None
    at_most: int | None = None
    by_class: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A deduction from the total (in points) or a factor upon it, where a programme has them."""

    code: str
    text: Text
    kind: str  # "deduction" or "factor"
    most: Fraction


@dataclass(frozen=True, slots=True, eq=False)
class Framework:
    """Everything that turns answers and evidence into a score and a level."""

    name: str
    programme: str
    form: str
    fiscal_year: int
    title: Text
    digest: str
    rules: Mapping[str, Rule]
    instruments: tuple[Instrument, ...]
    levels: Levels
    rounding: RoundingMode
    quotas: Mapping[str, Quota]
    adjustments: tuple[Adjustment, ...] = ()
    attributes: tuple[Mapping[str, Any], ...] = ()
    calendar: tuple[Mapping[str, Any], ...] = ()
    notes: tuple[Text, ...] = ()

    def get_instrument(self, code: str) -> Instrument:
        return next(i for i in self.instruments if i.code == code)

    @property
    def items(self) -> Mapping[str, Item]:
        return {item.code: item for i in self.instruments for item in i.all_items}

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        return tuple(ind for i in self.instruments for ind in i.indicators)
