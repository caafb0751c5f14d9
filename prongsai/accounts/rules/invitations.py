"""The life of an invitation."""

from datetime import datetime, timedelta
from enum import StrEnum

LIFETIME = timedelta(days=14)
# How soon the same letter may be sent again.
PAUSE = timedelta(minutes=2)


class InvitationState(StrEnum):
    WAITING = "waiting"  # a second person has not agreed yet
    SENT = "sent"
    EXPIRED = "expired"
    ACCEPTED = "accepted"
    REVOKED = "revoked"


def get_state(
    now: datetime,
    *,
    expires_at: datetime | None,
    accepted_at: datetime | None,
    revoked_at: datetime | None,
) -> InvitationState:
    """Return the state; an end is final, whatever the clock says."""
    if accepted_at is not None:
        return InvitationState.ACCEPTED
    if revoked_at is not None:
        return InvitationState.REVOKED
    if expires_at is None:
        return InvitationState.WAITING
    return InvitationState.EXPIRED if now >= expires_at else InvitationState.SENT


def may_send_again(state: InvitationState, *, now: datetime, sent_at: datetime | None) -> bool:
    """Return whether a new link may go out: to somebody who has not answered, not in a row."""
    if state not in {InvitationState.SENT, InvitationState.EXPIRED}:
        return False
    return sent_at is None or now - sent_at >= PAUSE
