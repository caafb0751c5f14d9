"""Shapes that apps with four-eyes actions share."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any


class State(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody wants done, and who may agree to it.

    ACTION is a key of the setting APPROVAL_ACTIONS. PAYLOAD holds JSON values only, and all that
    the action needs, names included: it is frozen, and the approver reads nothing but it.
    VERB is the permission that the approver must hold in the scope of the unit (None: the nation).
    BARRED are further people who may not approve, such as the one who would gain.
    """

    action: str
    subject: str
    payload: dict[str, Any]
    verb: str
    scope_unit_id: int | None = None
    expires_in: timedelta = timedelta(days=14)
    barred: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of what an approver reads; BEFORE is given where something changes."""

    label: str
    text: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A payload in plain words, in the language of the reader: what will happen on approval."""

    title: str
    lines: tuple[Line, ...] = ()
    # A path of this site where more can be read.
    url: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """One request as other apps and pages see it."""

    id: int
    action: str
    subject: str
    payload: dict[str, Any] = field(repr=False)
    verb: str
    scope_unit_id: int | None
    barred: tuple[int, ...]
    requested_by_id: int
    requested_by_name: str
    created_at: datetime
    expires_at: datetime
    state: State
    decided_by_id: int | None
    decided_by_name: str
    decided_at: datetime | None
    reason: str
