"""How a grant stands on a day."""

from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """Where a grant is in its life."""

    IN_FORCE = "in_force"
    TO_COME = "to_come"
    ENDED = "ended"
    REVOKED = "revoked"


def get_standing(
    day: date, *, starts: date, ends: date | None, is_revoked: bool = False
) -> Standing:
    """Return how a grant stands on DAY; its last day still counts."""
    if is_revoked:
        return Standing.REVOKED
    if ends is not None and ends < day:
        return Standing.ENDED
    return Standing.TO_COME if starts > day else Standing.IN_FORCE
