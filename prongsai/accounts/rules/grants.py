"""Who may hand out which role where, who may take it back, and what needs a second person.

The only such rules: grants, invitations, substitutes and the yearly hand-over all ask here.
"""

from enum import StrEnum

from prongsai.core.actor import Actor
from prongsai.organizations.types.units import NOT_ASSESSED, UnitClass
from prongsai.permissions.matrix import MATRIX
from prongsai.permissions.roles import NATIONAL, Role
from prongsai.permissions.rules import Scope, can

_OF_AGENCY = frozenset({Role.AGENCY_EXECUTIVE, Role.AGENCY_ADMIN, Role.DIVISION_CONTACT})
_OF_DISTRICT = frozenset({Role.DISTRICT_CHIEF, Role.DISTRICT_OFFICER, Role.TAMBON_OFFICER})
_OF_PROVINCE = frozenset({Role.GOVERNOR, Role.DEPUTY_GOVERNOR, Role.PROVINCE_COORDINATOR})

# What each role hands out in its own unit and below; nothing above itself, and nothing at all
# where a role is not named. How far it reaches is the matrix' business (person.invite).
HANDS_OUT: dict[Role, frozenset[Role]] = {
    Role.COMMISSION_OWNER: frozenset(Role),
    Role.DEPARTMENT_CENTRE: frozenset({Role.DEPARTMENT_CENTRE})
    | _OF_PROVINCE
    | _OF_DISTRICT
    | _OF_AGENCY,
    Role.PROVINCE_COORDINATOR: frozenset({Role.PROVINCE_COORDINATOR}) | _OF_DISTRICT | _OF_AGENCY,
    Role.PROVINCIAL_COMMISSION: frozenset({Role.INTERVIEWER}),
    Role.DISTRICT_CHIEF: frozenset({Role.DISTRICT_OFFICER, Role.TAMBON_OFFICER}) | _OF_AGENCY,
    Role.DISTRICT_OFFICER: frozenset({Role.TAMBON_OFFICER}) | _OF_AGENCY,
    Role.AGENCY_ADMIN: frozenset({Role.AGENCY_ADMIN, Role.DIVISION_CONTACT}),
}
# Roles that look beyond one district, or at everybody: two people give them.
SENSITIVE = (
    NATIONAL | _OF_PROVINCE | {Role.ASSESSOR, Role.DEPARTMENT_CENTRE, Role.PROVINCIAL_COMMISSION}
)
# Posts that their holders may lend to a substitute.
DELEGATED = frozenset(MATRIX["role.delegate"])
# Heads agree to what their own offices ask for, beside those who hand the role out.
AGREES_TO: dict[Role, frozenset[Role]] = {
    Role.GOVERNOR: frozenset({Role.DEPUTY_GOVERNOR, Role.PROVINCE_COORDINATOR})
    | _OF_DISTRICT
    | _OF_AGENCY,
}

_PROVINCIAL = frozenset({UnitClass.PROVINCE, UnitClass.PROVINCIAL_OFFICE, UnitClass.BANGKOK})
_DISTRICT = frozenset({UnitClass.DISTRICT})
_ASSESSED = frozenset(UnitClass) - NOT_ASSESSED
# At which kinds of units a role exists; a role that is not named exists everywhere.
PLACES: dict[Role, frozenset[UnitClass]] = {
    Role.DEPARTMENT_CENTRE: frozenset({UnitClass.MINISTRY, UnitClass.DEPARTMENT}),
    **dict.fromkeys(_OF_PROVINCE, _PROVINCIAL),
    Role.PROVINCIAL_COMMISSION: _PROVINCIAL,
    Role.INTERVIEWER: _PROVINCIAL,
    Role.DISTRICT_CHIEF: _DISTRICT,
    Role.DISTRICT_OFFICER: _DISTRICT,
    **dict.fromkeys(_OF_AGENCY, _ASSESSED),
}


class Refusal(StrEnum):
    """Why a role is not given or taken."""

    OUT_OF_REACH = "out_of_reach"
    SELF = "self"
    ABOVE_OWN = "above_own"
    WRONG_PLACE = "wrong_place"


def why_not_hand_out(
    actor: Actor, *, role: Role, scope: Scope, unit_class: str | None, person_id: int | None = None
) -> Refusal | None:
    """Return what keeps ACTOR from giving ROLE over the unit of SCOPE to a person.

    UNIT_CLASS is None for the nation; PERSON_ID is None for somebody who has no account yet.
    """
    if _is_system(actor):
        return None
    if not can(actor, "person.invite", scope):
        return Refusal.OUT_OF_REACH
    if person_id is not None and person_id == actor.user_id:
        return Refusal.SELF
    if role not in _get_handed_out(actor):
        return Refusal.ABOVE_OWN
    return None if exists_at(role, unit_class) else Refusal.WRONG_PLACE


def why_not_revoke(
    actor: Actor, *, role: Role, scope: Scope, person_id: int | None
) -> Refusal | None:
    """Return what keeps ACTOR from taking ROLE away: who may give a role may take it."""
    if _is_system(actor):
        return None
    if not can(actor, "role.revoke", scope):
        return Refusal.OUT_OF_REACH
    if person_id is not None and person_id == actor.user_id:
        return Refusal.SELF
    return None if role in _get_handed_out(actor) else Refusal.ABOVE_OWN


def may_delegate(actor: Actor, *, role: Role, scope: Scope, person_id: int) -> bool:
    """Return whether ACTOR lends the own post: the same role at the same unit, to somebody else."""
    own = actor.role == role.value and actor.unit_id == scope.unit_id
    return own and actor.user_id != person_id and can(actor, "role.delegate", scope)


def may_agree(actor: Actor, *, role: Role, scope: Scope, person_id: int) -> bool:
    """Return whether ACTOR may be the second person for a grant of ROLE to somebody else."""
    if _is_system(actor) or not can(actor, "role.approve", scope) or actor.user_id == person_id:
        return False
    return role in _get_handed_out(actor) | AGREES_TO.get(Role(str(actor.role)), frozenset())


def needs_second_person(role: Role) -> bool:
    return role in SENSITIVE


def exists_at(role: Role, unit_class: str | None) -> bool:
    """Return whether a unit of this class (None: the nation) has such a role."""
    if unit_class is None:
        return role in NATIONAL
    return unit_class in PLACES.get(role, frozenset(UnitClass))


def list_roles_to_hand_out(actor: Actor, *, scope: Scope, unit_class: str | None) -> list[Role]:
    """Return the roles that ACTOR may give to somebody else at a unit, the widest first."""
    return [
        role
        for role in Role
        if why_not_hand_out(actor, role=role, scope=scope, unit_class=unit_class) is None
    ]


def _get_handed_out(actor: Actor) -> frozenset[Role]:
    return HANDS_OUT.get(Role(str(actor.role)), frozenset())


def _is_system(actor: Actor) -> bool:
    return actor.role == "system"
