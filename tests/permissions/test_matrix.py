"""What the table must never say."""

import pytest

from prongsai.permissions.matrix import MATRIX, Reach
from prongsai.permissions.roles import NATIONAL, ROLE_NAMES, SECOND_FACTOR, Role

# Verbs whose holders may change what others rely on: a stolen password must not be enough.
GRAVE = ("unit.reorganise", "unit.import", "season.edit", "season.approve", "account.recover")
READING = {"person.contact", "pressure.count"}
OPEN_TO_ALL = {"season.view", "framework.view"}


def test_every_role_has_names_in_both_languages():
    assert set(ROLE_NAMES) == set(Role)
    assert len({name for names in ROLE_NAMES.values() for name in names}) == 2 * len(Role)


@pytest.mark.parametrize("verb", GRAVE)
def test_grave_verbs_need_a_second_factor(verb):
    assert set(MATRIX[verb]) <= SECOND_FACTOR


@pytest.mark.parametrize("role", sorted(set(Role) - NATIONAL))
def test_only_national_roles_reach_the_nation(role):
    far = {verb for verb, reaches in MATRIX.items() if reaches.get(role) is Reach.NATION}

    assert far <= OPEN_TO_ALL


def test_the_operator_reads_no_people_and_no_trail():
    assert Role.SYSTEM_OPERATOR not in MATRIX["person.view"]
    assert Role.SYSTEM_OPERATOR not in MATRIX["audit.view"]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.DATA_PROTECTION_OFFICER])
def test_those_who_watch_change_nothing(role):
    verbs = {verb for verb, reaches in MATRIX.items() if role in reaches}

    assert {verb for verb in verbs if not verb.endswith(".view")} <= READING


def test_everybody_may_do_something():
    assert {role for reaches in MATRIX.values() for role in reaches} == set(Role)
