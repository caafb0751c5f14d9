"""Which links have a publicity kit, and whose."""

import re
from datetime import date

from prongsai.core.actor import Grant
from prongsai.core.thai_text import drop_invisible
from prongsai.organizations.types.units import UnitName
from prongsai.permissions.roles import Role
from prongsai.surveys.types import ChannelCard, ChannelKind

# What no file system takes in a name, and a length that leaves room for the rest of a path.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
MOST_LETTERS = 80
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


def name_folder(agency: UnitName, code: str) -> str:
    """Return a name for the files of an agency's link that every file system takes."""
    name = _FORBIDDEN.sub("-", drop_invisible(agency.name_th))[:MOST_LETTERS].strip(" .")
    return f"{agency.code} {name} {code}"
