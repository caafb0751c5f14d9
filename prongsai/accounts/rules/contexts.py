"""Under which grant a person acts."""

from collections.abc import Iterable, Sequence

from prongsai.core.actor import Grant
from prongsai.permissions.roles import Role

# The widest view first, for it shows most of what is due; watchers last, for they change nothing.
_WATCHERS = (Role.AUDITOR, Role.DATA_PROTECTION_OFFICER, Role.SYSTEM_OPERATOR)
_ORDER = {
    role.value: place
    for place, role in enumerate([r for r in Role if r not in _WATCHERS] + list(_WATCHERS))
}


def choose_acting(grants: Sequence[Grant], wanted: Iterable[int | None]) -> Grant | None:
    """Return the first of WANTED that is in force, else the grant with the widest view."""
    by_id = {grant.id: grant for grant in grants}
    for grant_id in wanted:
        if grant_id in by_id:
            return by_id[grant_id]
    return min(grants, key=lambda grant: (_ORDER[grant.role], grant.id), default=None)
