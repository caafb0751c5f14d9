"""The kinds of nodes of which a framework is made, and the fields that each is edited by."""

from dataclasses import dataclass, field
from enum import StrEnum


class Sort(StrEnum):
    """What a field holds."""

    WORD = "word"  # a short text
    WORDS = "words"  # a long text
    CODE = "code"
    NUMBER = "number"  # exact
    WHOLE = "whole"
    CHOICE = "choice"
    YESNO = "yesno"
    DAY = "day"
    NAMES = "names"  # several of what the document holds elsewhere
    CODES = "codes"  # several codes, written one after the other
    NUMBERS = "numbers"
    ROWS = "rows"  # a list of small records


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a node; NAME is the way to it inside the node ("name.th").

    CHOICES are fixed words, or "@scales", "@sources", "@sheets": what the document holds.
    COLUMNS are the fields of each row of a list.
    """

    name: str
    sort: Sort
    required: bool = True
    choices: tuple[str, ...] = ()
    columns: tuple["Field", ...] = ()

    @property
    def steps(self) -> tuple[str, ...]:
        return tuple(self.name.split("."))


@dataclass(frozen=True, slots=True)
class Branch:
    """Where nodes of another kind hang; KEYED ones have a code for a key instead of a place."""

    way: str
    kind: str
    keyed: bool = False

    @property
    def steps(self) -> tuple[str, ...]:
        return tuple(self.way.split("."))


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of node."""

    name: str
    fields: tuple[Field, ...]
    branches: tuple[Branch, ...] = field(default=())
