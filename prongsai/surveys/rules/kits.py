"""Which links have a publicity kit, and whose."""

from datetime import date

from prongsai.core.actor import Grant
from prongsai.permissions.roles import Role
from prongsai.surveys.types import ChannelCard, ChannelKind

# A kiosk, an interviewer and a sheet of paper are not advertised.
ADVERTISED = frozenset({ChannelKind.LINK, ChannelKind.DIVISION, ChannelKind.COUNTER})


def has_kit(card: ChannelCard, *, today: date) -> bool:
    """Return whether a link may be shown to people: it works or will, and is meant for phones."""
    return card.kind in ADVERTISED and not card.is_revoked and card.closes_on >= today


def is_own_link(grant: Grant | None, card: ChannelCard) -> bool:
    """Return whether a grant may advertise the link: a division its own, others every one."""
    if grant is None:
        return False
    if grant.role != Role.DIVISION_CONTACT:
        return True
    return grant.division_id is not None and grant.division_id == card.division_id
