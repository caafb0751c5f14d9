"""The one decision, as tables of cases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.actor import NOBODY, SYSTEM, Actor, Grant
from prongsai.permissions.matrix import MATRIX, Reach
from prongsai.permissions.roles import NATIONAL, Role
from prongsai.permissions.rules import NATION, Scope, can, can_anywhere, get_reach

PROVINCE, DISTRICT, AGENCY, NEIGHBOUR, OTHER_DISTRICT = 1, 2, 3, 4, 5
AT_AGENCY = Scope(AGENCY, frozenset({PROVINCE, DISTRICT}))
AT_NEIGHBOUR = Scope(NEIGHBOUR, frozenset({PROVINCE, OTHER_DISTRICT}))
AT_DISTRICT = Scope(DISTRICT, frozenset({PROVINCE}))
AT_PROVINCE = Scope(PROVINCE)


def act(role, unit_id=None):
    grant = Grant(id=1, role=role, unit_id=unit_id)
    return Actor(user_id=1, name="สมมติ ใจดี", grants=(grant,), acting=grant)


@pytest.mark.parametrize(
    ("actor", "verb", "scope", "allowed"),
    [
        # The unit itself, and nothing beside, above or of the nation.
        (act("agency_admin", AGENCY), "unit.edit_profile", AT_AGENCY, True),
        (act("agency_admin", AGENCY), "unit.edit_profile", AT_NEIGHBOUR, False),
        (act("agency_admin", AGENCY), "unit.edit_profile", AT_DISTRICT, False),
        (act("agency_admin", AGENCY), "unit.edit_profile", NATION, False),
        # OWN stops at the unit although it lies above others.
        (act("agency_admin", DISTRICT), "unit.edit_profile", AT_AGENCY, False),
        # TREE reaches down, never up or sideways.
        (act("district_chief", DISTRICT), "unit.view", AT_DISTRICT, True),
        (act("district_chief", DISTRICT), "unit.view", AT_AGENCY, True),
        (act("district_chief", DISTRICT), "unit.view", AT_NEIGHBOUR, False),
        (act("district_chief", DISTRICT), "unit.view", AT_PROVINCE, False),
        (act("governor", PROVINCE), "unit.view", AT_NEIGHBOUR, True),
        # A role may see and yet not change.
        (act("district_chief", DISTRICT), "unit.edit_profile", AT_AGENCY, False),
        (act("agency_executive", AGENCY), "unit.edit_profile", AT_AGENCY, False),
        # The nation.
        (act("commission_owner"), "unit.reorganise", AT_AGENCY, True),
        (act("commission_owner"), "unit.import", NATION, True),
        (act("auditor"), "audit.view", AT_AGENCY, True),
        (act("auditor"), "unit.edit_profile", AT_AGENCY, False),
        # A national role bound to a unit reaches no further than below it.
        (act("auditor", DISTRICT), "audit.view", AT_AGENCY, True),
        (act("auditor", DISTRICT), "audit.view", AT_NEIGHBOUR, False),
        (act("auditor", DISTRICT), "audit.view", NATION, False),
        # A role of a unit without a unit reaches nothing.
        (act("agency_admin"), "unit.edit_profile", AT_AGENCY, False),
        (act("governor"), "unit.view", AT_AGENCY, False),
        (act("governor"), "unit.view", NATION, False),
        # The operator keeps machines, not secrets.
        (act("system_operator"), "unit.view", AT_AGENCY, True),
        (act("system_operator"), "person.view", AT_AGENCY, False),
        (act("system_operator"), "audit.view", AT_AGENCY, False),
        # Calendars are for everybody with a role.
        (act("division_contact", AGENCY), "season.view", NATION, True),
        (act("division_contact", AGENCY), "season.edit", NATION, False),
        # Nobody, and the product itself.
        (NOBODY, "season.view", NATION, False),
        (NOBODY, "unit.view", AT_AGENCY, False),
        (SYSTEM, "unit.reorganise", NATION, True),
    ],
)
def test_can(actor, verb, scope, allowed):
    assert can(actor, verb, scope) is allowed


def test_only_the_acting_grant_counts():
    owner = Grant(id=2, role="commission_owner")
    contact = Grant(id=1, role="division_contact", unit_id=AGENCY)
    somebody = Actor(user_id=1, name="สมมติ ใจดี", grants=(owner, contact), acting=contact)

    assert not can(somebody, "unit.reorganise", AT_AGENCY)
    assert can(somebody.under(owner), "unit.reorganise", AT_AGENCY)


@pytest.mark.parametrize(
    ("actor", "verb", "somewhere"),
    [
        (act("agency_admin", AGENCY), "unit.edit_profile", True),
        (act("agency_admin", AGENCY), "unit.import", False),
        (NOBODY, "season.view", False),
        (SYSTEM, "unit.import", True),
    ],
)
def test_can_anywhere(actor, verb, somewhere):
    assert can_anywhere(actor, verb) is somewhere


def test_an_unknown_verb_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        can(act("commission_owner"), "unit.destroy", AT_AGENCY)


@pytest.mark.parametrize("role", ["", "superuser", "System", "Commission_Owner"])
def test_a_role_nobody_knows_may_nothing(role):
    assert not any(can(act(role), verb, AT_AGENCY) for verb in MATRIX)


roles = st.sampled_from(sorted(Role))
verbs = st.sampled_from(sorted(MATRIX))
units = st.none() | st.integers(1, 6)
scopes = st.builds(Scope, units, st.frozensets(st.integers(1, 6)))


@given(roles, units, verbs, scopes)
def test_what_is_allowed_here_is_allowed_somewhere(role, unit, verb, scope):
    actor = act(role, unit)

    assert can_anywhere(actor, verb) or not can(actor, verb, scope)


@given(roles, st.integers(1, 6), verbs, scopes)
def test_beyond_its_unit_and_what_is_below_only_the_nation_reaches(role, unit, verb, scope):
    within = scope.unit_id == unit or unit in scope.above
    reach = get_reach(Grant(id=1, role=role, unit_id=unit), verb)

    if not within and reach is not Reach.NATION:
        assert not can(act(role, unit), verb, scope)


@given(st.sampled_from(sorted(NATIONAL)), st.integers(1, 6), verbs)
def test_a_national_role_with_a_unit_never_reaches_the_nation(role, unit, verb):
    assert get_reach(Grant(id=1, role=role, unit_id=unit), verb) is not Reach.NATION
