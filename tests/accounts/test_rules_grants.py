"""Who may hand out which role where."""

import pytest

from prongsai.accounts.rules.grants import (
    HANDS_OUT,
    SENSITIVE,
    Refusal,
    exists_at,
    list_roles_to_hand_out,
    may_agree,
    needs_second_person,
    why_not_hand_out,
    why_not_revoke,
)
from prongsai.core.actor import NOBODY, SYSTEM, Actor, Grant
from prongsai.permissions.roles import NATIONAL, Role
from prongsai.permissions.rules import NATION, Scope

PROVINCE, DISTRICT, AGENCY, ELSEWHERE = 10, 20, 30, 99
AT_AGENCY = Scope(AGENCY, frozenset({PROVINCE, DISTRICT}))
AT_DISTRICT = Scope(DISTRICT, frozenset({PROVINCE}))
AT_PROVINCE = Scope(PROVINCE)
CLASSES = {PROVINCE: "province", DISTRICT: "district", AGENCY: "tambon_body"}

# From the widest to the narrowest; roles beside the line stand where their sight ends.
RANK = {
    Role.COMMISSION_OWNER: 0,
    Role.AUDITOR: 0,
    Role.DATA_PROTECTION_OFFICER: 0,
    Role.SYSTEM_OPERATOR: 0,
    Role.ASSESSOR: 1,
    Role.DEPARTMENT_CENTRE: 1,
    Role.GOVERNOR: 2,
    Role.DEPUTY_GOVERNOR: 3,
    Role.PROVINCE_COORDINATOR: 4,
    Role.PROVINCIAL_COMMISSION: 4,
    Role.DISTRICT_CHIEF: 5,
    Role.DISTRICT_OFFICER: 6,
    Role.TAMBON_OFFICER: 7,
    Role.AGENCY_EXECUTIVE: 8,
    Role.AGENCY_ADMIN: 9,
    Role.DIVISION_CONTACT: 10,
    Role.INTERVIEWER: 10,
}


def acting(role: Role, unit_id: int | None = None, *, user_id: int = 1) -> Actor:
    grant = Grant(id=1, role=role.value, unit_id=unit_id)
    return Actor(user_id=user_id, name="ผู้ทดสอบ", grants=(grant,), acting=grant)


@pytest.mark.parametrize("role", Role)
def test_nobody_hands_out_a_role_above_the_own(role):
    for given in HANDS_OUT.get(role, frozenset()):
        assert RANK[given] >= RANK[role], f"{role} gives {given}"


@pytest.mark.parametrize(
    ("role", "at", "given", "where", "refusal"),
    [
        (Role.COMMISSION_OWNER, None, Role.ASSESSOR, AT_PROVINCE, None),
        (Role.COMMISSION_OWNER, None, Role.AUDITOR, NATION, None),
        (Role.PROVINCE_COORDINATOR, PROVINCE, Role.DISTRICT_CHIEF, AT_DISTRICT, None),
        (Role.PROVINCE_COORDINATOR, PROVINCE, Role.AGENCY_ADMIN, AT_AGENCY, None),
        (Role.PROVINCE_COORDINATOR, PROVINCE, Role.GOVERNOR, AT_PROVINCE, Refusal.ABOVE_OWN),
        (Role.PROVINCE_COORDINATOR, PROVINCE, Role.AUDITOR, NATION, Refusal.OUT_OF_REACH),
        (Role.PROVINCE_COORDINATOR, ELSEWHERE, Role.AGENCY_ADMIN, AT_AGENCY, Refusal.OUT_OF_REACH),
        (Role.DISTRICT_CHIEF, DISTRICT, Role.AGENCY_EXECUTIVE, AT_AGENCY, None),
        (Role.DISTRICT_CHIEF, DISTRICT, Role.DISTRICT_OFFICER, AT_DISTRICT, None),
        (Role.DISTRICT_CHIEF, DISTRICT, Role.DISTRICT_CHIEF, AT_DISTRICT, Refusal.ABOVE_OWN),
        (Role.DISTRICT_CHIEF, DISTRICT, Role.DISTRICT_OFFICER, AT_PROVINCE, Refusal.OUT_OF_REACH),
        (Role.DISTRICT_OFFICER, DISTRICT, Role.AGENCY_ADMIN, AT_AGENCY, None),
        (Role.DISTRICT_CHIEF, DISTRICT, Role.DISTRICT_OFFICER, AT_AGENCY, Refusal.WRONG_PLACE),
        (Role.AGENCY_ADMIN, AGENCY, Role.DIVISION_CONTACT, AT_AGENCY, None),
        (Role.AGENCY_ADMIN, AGENCY, Role.AGENCY_ADMIN, AT_AGENCY, None),
        (Role.AGENCY_ADMIN, AGENCY, Role.AGENCY_EXECUTIVE, AT_AGENCY, Refusal.ABOVE_OWN),
        (Role.AGENCY_ADMIN, AGENCY, Role.DISTRICT_OFFICER, AT_DISTRICT, Refusal.OUT_OF_REACH),
        (Role.AGENCY_EXECUTIVE, AGENCY, Role.AGENCY_ADMIN, AT_AGENCY, Refusal.OUT_OF_REACH),
        (Role.DIVISION_CONTACT, AGENCY, Role.DIVISION_CONTACT, AT_AGENCY, Refusal.OUT_OF_REACH),
        (Role.SYSTEM_OPERATOR, None, Role.AGENCY_ADMIN, AT_AGENCY, Refusal.OUT_OF_REACH),
        (Role.GOVERNOR, PROVINCE, Role.DISTRICT_CHIEF, AT_DISTRICT, Refusal.OUT_OF_REACH),
    ],
)
def test_each_parent_hands_out_in_its_own_subtree_only(role, at, given, where, refusal):
    unit_class = CLASSES[where.unit_id] if where.unit_id else None

    found = why_not_hand_out(
        acting(role, at), role=given, scope=where, unit_class=unit_class, person_id=2
    )

    assert found == refusal


@pytest.mark.parametrize("role", HANDS_OUT)
def test_nobody_hands_a_role_to_oneself(role):
    at = None if role in NATIONAL else AGENCY

    refusal = why_not_hand_out(
        acting(role, at),
        role=Role.DIVISION_CONTACT,
        scope=AT_AGENCY,
        unit_class="tambon_body",
        person_id=1,
    )

    assert refusal is Refusal.SELF


def test_strangers_hand_out_nothing_and_the_system_everything():
    where = {"scope": AT_AGENCY, "unit_class": "tambon_body"}

    assert list_roles_to_hand_out(NOBODY, **where) == []
    assert list_roles_to_hand_out(SYSTEM, **where) == list(Role)


def test_an_admin_may_choose_between_two_roles():
    roles = list_roles_to_hand_out(
        acting(Role.AGENCY_ADMIN, AGENCY), scope=AT_AGENCY, unit_class="tambon_body"
    )

    assert roles == [Role.AGENCY_ADMIN, Role.DIVISION_CONTACT]


@pytest.mark.parametrize(
    ("role", "taken", "person_id", "refusal"),
    [
        (Role.AGENCY_ADMIN, Role.DIVISION_CONTACT, 2, None),
        (Role.AGENCY_ADMIN, Role.AGENCY_ADMIN, 1, Refusal.SELF),
        (Role.AGENCY_ADMIN, Role.AGENCY_EXECUTIVE, 2, Refusal.ABOVE_OWN),
        (Role.AGENCY_EXECUTIVE, Role.AGENCY_ADMIN, 2, Refusal.OUT_OF_REACH),
    ],
)
def test_who_gives_a_role_may_take_it(role, taken, person_id, refusal):
    found = why_not_revoke(acting(role, AGENCY), role=taken, scope=AT_AGENCY, person_id=person_id)

    assert found == refusal


def test_the_system_may_take_any_role():
    assert why_not_revoke(SYSTEM, role=Role.COMMISSION_OWNER, scope=NATION, person_id=None) is None


@pytest.mark.parametrize(
    ("actor", "role", "scope", "agrees"),
    [
        (acting(Role.GOVERNOR, PROVINCE), Role.PROVINCE_COORDINATOR, AT_PROVINCE, True),
        (acting(Role.GOVERNOR, PROVINCE), Role.GOVERNOR, AT_PROVINCE, False),
        (acting(Role.GOVERNOR, ELSEWHERE), Role.PROVINCE_COORDINATOR, AT_PROVINCE, False),
        (acting(Role.GOVERNOR, PROVINCE, user_id=7), Role.DEPUTY_GOVERNOR, AT_PROVINCE, False),
        (acting(Role.PROVINCE_COORDINATOR, PROVINCE), Role.GOVERNOR, AT_PROVINCE, False),
        (acting(Role.COMMISSION_OWNER), Role.AUDITOR, NATION, True),
        (acting(Role.AGENCY_ADMIN, AGENCY), Role.AGENCY_ADMIN, AT_AGENCY, False),
        (SYSTEM, Role.AGENCY_ADMIN, AT_AGENCY, False),
        (NOBODY, Role.AGENCY_ADMIN, AT_AGENCY, False),
    ],
)
def test_the_second_person_is_somebody_who_could_answer_for_the_role(actor, role, scope, agrees):
    assert may_agree(actor, role=role, scope=scope, person_id=7) is agrees


def test_roles_within_one_agency_or_district_need_no_second_person():
    alone = {role for role in Role if not needs_second_person(role)}

    assert alone == {
        Role.DISTRICT_CHIEF,
        Role.DISTRICT_OFFICER,
        Role.TAMBON_OFFICER,
        Role.AGENCY_EXECUTIVE,
        Role.AGENCY_ADMIN,
        Role.DIVISION_CONTACT,
        Role.INTERVIEWER,
    }
    assert set(Role) - alone == SENSITIVE


@pytest.mark.parametrize(
    ("role", "unit_class", "exists"),
    [
        (Role.AUDITOR, None, True),
        (Role.AGENCY_ADMIN, None, False),
        (Role.AGENCY_ADMIN, "province", True),
        (Role.AGENCY_ADMIN, "ministry", False),
        (Role.GOVERNOR, "district", False),
        (Role.TAMBON_OFFICER, "tambon_body", True),
    ],
)
def test_roles_exist_where_such_posts_exist(role, unit_class, exists):
    assert exists_at(role, unit_class) is exists
