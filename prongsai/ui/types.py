"""What callers hand to the components: small frozen records, words already translated."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

Tone = Literal["ok", "warn", "bad", "info", "neutral"]
Number = int | float | Decimal


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the path to this page; the last one has no address."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """One of several pages about the same thing."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a task that takes several pages."""

    label: str
    state: Literal["done", "current", "todo"] = "todo"
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, for the timeline."""

    when: date | datetime
    title: str
    text: str = ""
    who: str = ""
    tone: Tone = "neutral"
    icon: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Badge:
    """A state in a word, with a tone and an icon; never a colour alone."""

    tone: Tone
    text: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar chart; TEXT replaces the number that is written beside the bar."""

    label: str
    value: Number
    tone: Literal["accent", "ok", "warn", "bad", "info", "neutral"] = "accent"
    text: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a series; None is a gap, BREAK a new series that must not be joined."""

    label: str
    value: Number | None
    breaks: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """One line of a tree; CHILDREN_URL loads its children when it is opened."""

    label: str
    url: str = ""
    note: str = ""
    children: Sequence["Node"] = field(default=())
    children_url: str = ""
    open: bool = False
    badge: Badge | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One value before and after; None where there was or will be nothing."""

    label: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value, for lists of properties."""

    label: str
    value: object
    url: str = ""
