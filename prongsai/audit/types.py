"""What the verifier finds, and the words for every verb that is ever recorded."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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


@dataclass(frozen=True, slots=True)
class Verdict:
    checked: int
    head: Head
    fault: Fault | None
