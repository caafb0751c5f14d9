"""The yearly hand-over: which year, which roles, who confirms, and what is still missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from prongsai.accounts.rules.grants import HANDS_OUT
from prongsai.core.actor import Actor
from prongsai.core.thai_dates import fiscal_year, fiscal_year_bounds
from prongsai.permissions.roles import NATIONAL, Role
from prongsai.permissions.rules import Scope, can

# The hand-over of a year may begin this long before its first day.
EARLY = timedelta(days=30)
# Given from outside to look at the unit: not for the unit to hand over.
_GUESTS = NATIONAL | {Role.ASSESSOR, Role.TAMBON_OFFICER}


class Choice(StrEnum):
    """What becomes of a role."""

    STAYS = "stays"
    ENDS = "ends"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Decided:
    """A role of the unit and what was chosen for it, as far as the rules ask."""

    grant_id: int
    role: Role
    choice: Choice | None


class Obstacle(StrEnum):
    """Why a hand-over cannot be finished yet."""

    UNDECIDED = "undecided"
    NO_ADMIN = "no_admin"


def get_handover_year(day: date) -> int:
    """Return the fiscal year whose hand-over is due on DAY: the next one in its last month."""
    return fiscal_year(day + EARLY)


def get_last_day(year: int) -> date:
    return fiscal_year_bounds(year)[1]


def get_earliest_change(year: int, day: date) -> date:
    """Return the first day on which a role may change hands: no change reaches into the past."""
    return max(day, fiscal_year_bounds(year)[0])


def is_handed_over(role: Role) -> bool:
    """Return whether ROLE belongs to the unit itself."""
    return role not in _GUESTS


def may_hand_over(actor: Actor, *, scope: Scope, has_admin: bool) -> bool:
    """Return whether ACTOR confirms for the unit: its own people, others while it has no admin."""
    if not can(actor, "role.handover", scope):
        return False
    return actor.unit_id == scope.unit_id or actor.role == "system" or not has_admin


def may_settle(actor: Actor, *, role: Role) -> bool:
    """Return whether ACTOR ends or passes ROLE on alone; otherwise a second person is asked."""
    return actor.role == "system" or role in HANDS_OUT.get(Role(str(actor.role)), frozenset())


def is_day_of_change(day: date, *, year: int, today: date) -> bool:
    """Return whether a role may change hands on DAY: not in the past, and within the year."""
    return today <= day <= get_last_day(year)


def list_obstacles(decided: Iterable[Decided]) -> list[Obstacle]:
    """Return what is missing; a unit that has an admin must keep one."""
    rows = list(decided)
    obstacles = []
    if any(row.choice is None for row in rows):
        obstacles.append(Obstacle.UNDECIDED)
    admins = [row for row in rows if row.role is Role.AGENCY_ADMIN]
    if admins and all(row.choice is Choice.ENDS for row in admins):
        obstacles.append(Obstacle.NO_ADMIN)
    return obstacles
