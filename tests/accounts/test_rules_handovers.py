"""Which year is handed over, by whom, and what is missing."""

from datetime import date

import pytest

from prongsai.accounts.rules.handovers import (
    Choice,
    Decided,
    Obstacle,
    get_earliest_change,
    get_handover_year,
    get_last_day,
    is_day_of_change,
    is_handed_over,
    list_obstacles,
    may_hand_over,
    may_settle,
)
from prongsai.core.actor import NOBODY, SYSTEM
from prongsai.permissions.roles import Role
from tests.accounts.test_rules_grants import AGENCY, AT_AGENCY, DISTRICT, ELSEWHERE, acting


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 8, 31), 2569),
        (date(2026, 9, 1), 2570),
        (date(2026, 10, 1), 2570),
        (date(2027, 8, 31), 2570),
    ],
)
def test_the_next_year_is_handed_over_from_september(day, year):
    assert get_handover_year(day) == year


def test_changes_lie_within_the_year_and_not_in_the_past():
    today = date(2026, 11, 21)

    assert get_last_day(2570) == date(2027, 9, 30)
    assert get_earliest_change(2570, today) == today
    assert get_earliest_change(2570, date(2026, 9, 5)) == date(2026, 10, 1)
    assert is_day_of_change(today, year=2570, today=today)
    assert not is_day_of_change(date(2026, 11, 20), year=2570, today=today)
    assert not is_day_of_change(date(2027, 10, 1), year=2570, today=today)


@pytest.mark.parametrize(
    ("actor", "has_admin", "allowed"),
    [
        (acting(Role.AGENCY_ADMIN, AGENCY), True, True),
        (acting(Role.AGENCY_ADMIN, ELSEWHERE), True, False),
        (acting(Role.AGENCY_EXECUTIVE, AGENCY), True, False),
        (acting(Role.DISTRICT_CHIEF, DISTRICT), True, False),
        (acting(Role.DISTRICT_CHIEF, DISTRICT), False, True),
        (acting(Role.DISTRICT_CHIEF, ELSEWHERE), False, False),
        (acting(Role.COMMISSION_OWNER), False, True),
        (SYSTEM, True, True),
        (NOBODY, False, False),
    ],
)
def test_the_unit_hands_over_itself_and_others_only_while_it_has_no_admin(
    actor, has_admin, allowed
):
    assert may_hand_over(actor, scope=AT_AGENCY, has_admin=has_admin) is allowed


def test_guests_are_not_handed_over_by_the_unit():
    assert {role for role in Role if not is_handed_over(role)} == {
        Role.COMMISSION_OWNER,
        Role.AUDITOR,
        Role.DATA_PROTECTION_OFFICER,
        Role.SYSTEM_OPERATOR,
        Role.ASSESSOR,
        Role.TAMBON_OFFICER,
    }


def test_an_admin_settles_what_it_hands_out():
    admin = acting(Role.AGENCY_ADMIN, AGENCY)

    assert may_settle(admin, role=Role.DIVISION_CONTACT)
    assert not may_settle(admin, role=Role.AGENCY_EXECUTIVE)
    assert may_settle(SYSTEM, role=Role.AGENCY_EXECUTIVE)


ADMIN, CONTACT = Role.AGENCY_ADMIN, Role.DIVISION_CONTACT


@pytest.mark.parametrize(
    ("decided", "obstacles"),
    [
        ([], []),
        ([(ADMIN, None)], [Obstacle.UNDECIDED]),
        ([(ADMIN, Choice.STAYS), (CONTACT, None)], [Obstacle.UNDECIDED]),
        ([(ADMIN, Choice.ENDS), (CONTACT, Choice.STAYS)], [Obstacle.NO_ADMIN]),
        ([(ADMIN, Choice.ENDS), (CONTACT, None)], [Obstacle.UNDECIDED, Obstacle.NO_ADMIN]),
        ([(ADMIN, Choice.ENDS), (ADMIN, Choice.STAYS)], []),
        ([(ADMIN, Choice.REPLACED)], []),
        ([(CONTACT, Choice.ENDS)], []),
    ],
)
def test_what_is_missing_is_named(decided, obstacles):
    rows = [Decided(number, role, choice) for number, (role, choice) in enumerate(decided)]

    assert list_obstacles(rows) == obstacles
