"""What scoring says: the tree of reasons, the level, the state and the notices."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from prongsai.scoring.types.framework import Framework, Level, Text
from prongsai.scoring.types.given import Given

if TYPE_CHECKING:
    from prongsai.scoring.tree import Spec


class State(StrEnum):
    """How far a score can be relied on."""

    SCORED = "scored"
    PROVISIONAL = "provisional"
    SAMPLE_TOO_SMALL = "sample too small"
    NO_RESULT = "no result"


class Source(StrEnum):
    """Where the value of a node comes from."""

    BELOW = "computed"
    GIVEN = "given"
    ANSWERS = "answers"
    NONE = "none"


class Node(NamedTuple):
    """One node of the explanation; shares say how much of it each child makes up."""

    spec: "Spec"
    value: Fraction | None
    source: Source
    children: tuple["Node", ...] = ()
    shares: tuple[int, ...] = ()
    whole: int = 1
    rules: tuple[str, ...] = ()
    counts: tuple[int, ...] = ()


class Shared(Node):
    """A node that many agencies have: known by identity, so that what is told of it is kept."""

    __slots__ = ()
    __eq__ = object.__eq__
    __hash__ = object.__hash__


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the reader of a score must know."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class Grade:
    """The level, or why none can be told."""

    level: Level | None
    possible: tuple[Level, ...] = ()
    unknown_gates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """The result of one agency under one framework."""

    framework: Framework
    given: Given
    instruments: tuple[Node, ...]
    subtotal: Fraction | None  # before deductions and factors
    unrounded: Fraction | None
    total: Fraction | None
    total_given: bool
    grade: Grade
    state: State
    notices: tuple[Notice, ...]
