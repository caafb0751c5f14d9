"""Shapes of the issuer that other apps may see."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TokenLink:
    """The survey link of a round: its code, and from when to when it takes answers."""

    code: str
    opens_on: date
    closes_on: date


@dataclass(frozen=True, slots=True)
class RoundSpec:
    """What somebody wants a round of tokens for."""

    unit_id: int
    fiscal_year: int
    opens_on: date
    closes_on: date
    answers_from: date


@dataclass(frozen=True, slots=True)
class RoundCard:
    """One round: when tokens are given out, when answers with them are taken, and its key."""

    id: int
    unit_id: int
    fiscal_year: int
    channel_code: str
    opens_on: date
    closes_on: date
    follows_survey: bool
    answers_from: date
    answers_until: date
    public_key: bytes
    issued: int | None = None


@dataclass(frozen=True, slots=True)
class Invitee:
    """A person of the list, as the page behind the personal link needs it."""

    member_id: int
    unit_id: int
    fiscal_year: int
