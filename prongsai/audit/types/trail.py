"""What the verifier finds, and the words for every verb that is ever recorded."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class FaultKind(StrEnum):
    CHANGED = "changed"  # the content is not what was sealed
    REMOVED = "removed"  # an entry or its place is missing
    INSERTED = "inserted"  # an entry came in without a seal
    MOVED = "moved"  # an entry does not follow the one that it was sealed after
    REWRITTEN = "rewritten"  # whole in itself, but an anchor kept outside is not in it


@dataclass(frozen=True, slots=True)
class Fault:
    """The first place where the trail is not what was written."""

    kind: FaultKind
    number: int | None
    entry_id: int | None
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The newest seal: kept elsewhere, it proves later that nothing before it changed."""

    number: int
    hash: str
    at: datetime | None

    @property
    def text(self) -> str:
        """The anchor: time, number and hash on one line."""
        moment = self.at.isoformat(timespec="seconds") if self.at else "-"
        return f"{moment} {self.number} {self.hash}"


@dataclass(frozen=True, slots=True)
class Verdict:
    checked: int
    head: Head
    fault: Fault | None


@dataclass(frozen=True, slots=True)
class Search:
    """What an auditor looks for; everything empty means everything."""

    person: str = ""
    unit_id: int | None = None
    verb: str = ""
    target: str = ""
    # From the first moment of FIRST to the last moment of LAST, in Bangkok.
    first: date | None = None
    last: date | None = None

    @property
    def is_narrow(self) -> bool:
        return self != Search()


@dataclass(frozen=True, slots=True)
class Line:
    """One entry with its place in the chain."""

    id: int
    number: int | None
    hash: str
    at: datetime
    user_id: int | None
    user_name: str
    role: str
    unit_id: int | None
    verb: str
    target: str
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """Some lines, newest first, and the places from which to go on."""

    lines: tuple[Line, ...]
    newer: str
    older: str
