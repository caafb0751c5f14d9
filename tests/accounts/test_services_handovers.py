"""The yearly hand-over: kept choice by choice, carried out at once."""

from datetime import date, timedelta

import pytest
import time_machine

from prongsai.accounts.models import Handover, Invitation, RoleGrant
from prongsai.accounts.rules.handovers import Choice, Obstacle
from prongsai.accounts.selectors.handovers import get_handover_for
from prongsai.accounts.services.handovers import NewChoice, choose, finish_handover
from prongsai.approvals.selectors import list_own
from prongsai.approvals.services.requests import approve
from prongsai.audit.models import Entry
from prongsai.core import clock
from prongsai.core.errors import Conflict, Invalid, NotFound
from prongsai.permissions.roles import Role

TODAY = date(2026, 11, 21)
LAST_DAY = date(2027, 9, 30)


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel("2026-11-21 09:00+07:00"):
        yield


@pytest.fixture
def admin(area, make_person):
    return make_person(Role.AGENCY_ADMIN, area.agency, full_name="ก ผู้ดูแล")


@pytest.fixture
def contact(area, make_person):
    return make_person(Role.DIVISION_CONTACT, area.agency, full_name="ข ผู้ประสาน")


def get_grant(person, role: Role | None = None) -> RoleGrant:
    rows = person.user.grants.all()
    return rows.get(role=role) if role else rows.get()


def pick(admin, person, choice: Choice, *, code: str = "L1", **fields):
    new = NewChoice(get_grant(person).pk, choice, **fields)
    return choose(admin.actor, code=code, new=new)


def test_choices_are_kept_and_nothing_happens_before_the_end(admin, contact):
    view = pick(admin, contact, Choice.ENDS, on=TODAY)

    assert (view.decided, view.next_role.person) == (1, "ก ผู้ดูแล")
    assert get_grant(contact).ends is None
    again = get_handover_for(admin.actor, "L1")
    assert again.get_role(get_grant(contact).pk).choice is Choice.ENDS


def test_a_choice_may_be_made_anew(admin, contact):
    pick(admin, contact, Choice.ENDS, on=TODAY)

    view = pick(admin, contact, Choice.STAYS)

    role = view.get_role(get_grant(contact).pk)
    assert (role.choice, role.on, view.decided) == (Choice.STAYS, None, 1)


def test_it_is_finished_only_when_all_is_chosen(admin, contact):
    pick(admin, contact, Choice.STAYS)

    with pytest.raises(Conflict):
        finish_handover(admin.actor, code="L1")

    assert Handover.objects.get().finished_at is None


def test_what_stays_is_renewed_to_the_end_of_the_year(admin, contact):
    RoleGrant.objects.filter(person=contact.user).update(ends=TODAY)
    pick(admin, contact, Choice.STAYS)
    pick(admin, admin, Choice.STAYS)

    waiting = finish_handover(admin.actor, code="L1")

    assert waiting == 0
    assert {get_grant(person).ends for person in (admin, contact)} == {LAST_DAY}
    verbs = list(Entry.objects.order_by("id").values_list("verb", flat=True))
    assert verbs[-5:] == [
        "handover.choose",
        "handover.choose",
        "role.renew",
        "role.renew",
        "handover.finish",
    ]


def test_what_passes_on_ends_for_one_and_begins_for_the_other(area, admin, contact, make_person):
    successor = make_person(Role.AGENCY_EXECUTIVE, area.agency)
    day = TODAY + timedelta(days=10)
    pick(admin, contact, Choice.REPLACED, on=day, successor_id=successor.user.pk)
    pick(admin, successor, Choice.STAYS)
    pick(admin, admin, Choice.STAYS)

    finish_handover(admin.actor, code="L1")

    new = get_grant(successor, Role.DIVISION_CONTACT)
    assert (get_grant(contact).ends, new.starts, new.ends) == (day, day, LAST_DAY)
    assert new.granted_by == admin.user


def test_an_admin_leaves_by_naming_a_successor_but_not_alone(admin, contact):
    alone = pick(admin, contact, Choice.STAYS)
    alone = pick(admin, admin, Choice.ENDS, on=TODAY)
    assert alone.obstacles == (Obstacle.NO_ADMIN,)

    view = pick(admin, admin, Choice.REPLACED, on=TODAY, successor_id=contact.user.pk)
    finish_handover(admin.actor, code="L1")

    assert view.obstacles == ()
    assert get_grant(contact, Role.AGENCY_ADMIN).starts == TODAY


def test_a_role_above_the_own_is_passed_on_by_a_second_person(area, admin, contact, make_person):
    executive = make_person(Role.AGENCY_EXECUTIVE, area.agency)
    chief = make_person(Role.DISTRICT_CHIEF, area.district)
    for person in (admin, contact):
        pick(admin, person, Choice.STAYS)
    pick(admin, executive, Choice.REPLACED, on=TODAY, successor_id=contact.user.pk)

    assert finish_handover(admin.actor, code="L1") == 1
    assert get_grant(executive).ends is None
    for request in list_own(admin.actor):
        approve(chief.actor, request_id=request.pk)

    assert get_grant(executive).ends == TODAY
    assert get_grant(contact, Role.AGENCY_EXECUTIVE).ends == LAST_DAY


def test_a_finished_hand_over_is_closed_and_still_readable(admin, contact):
    for person in (admin, contact):
        pick(admin, person, Choice.STAYS)
    finish_handover(admin.actor, code="L1")

    with pytest.raises(Conflict):
        finish_handover(admin.actor, code="L1")
    with pytest.raises(Conflict):
        pick(admin, contact, Choice.STAYS)
    view = get_handover_for(admin.actor, "L1")
    assert (view.decided, view.finished_by) == (2, "ก ผู้ดูแล")


def test_if_one_choice_fails_nothing_takes_effect(area, admin, contact):
    pick(admin, admin, Choice.STAYS)
    pick(admin, contact, Choice.STAYS)
    RoleGrant.objects.filter(person=contact.user).update(ends=TODAY)
    RoleGrant.objects.create(
        person=contact.user,
        role=Role.DIVISION_CONTACT.value,
        unit_id=area.agency,
        starts=TODAY + timedelta(days=30),
    )
    later = RoleGrant.objects.get(person=contact.user, ends=None)
    choose(admin.actor, code="L1", new=NewChoice(later.pk, Choice.STAYS))

    with pytest.raises(Conflict):
        finish_handover(admin.actor, code="L1")

    assert get_grant(admin).ends is None
    assert Handover.objects.get().finished_at is None


def test_roles_that_ended_with_the_last_year_can_begin_anew(area, contact, make_person):
    chief = make_person(Role.DISTRICT_CHIEF, area.district)
    RoleGrant.objects.filter(person=contact.user).update(
        starts=date(2025, 10, 1), ends=date(2026, 9, 30)
    )
    long_gone = make_person(
        Role.DIVISION_CONTACT, area.agency, starts=date(2024, 10, 1), ends=date(2025, 9, 30)
    )

    view = pick(chief, contact, Choice.STAYS)
    finish_handover(chief.actor, code="L1")

    assert long_gone.user.pk not in {role.person_id for role in view.roles}
    new = contact.user.grants.get(starts=TODAY)
    assert new.ends == LAST_DAY


def test_substitutes_and_guests_are_not_asked_about(area, admin, make_person):
    make_person(Role.ASSESSOR, area.agency)
    make_person(Role.TAMBON_OFFICER, area.agency)
    make_person(Role.AGENCY_ADMIN, area.neighbour)

    view = get_handover_for(admin.actor, "L1")

    assert [role.person for role in view.roles] == ["ก ผู้ดูแล"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"choice": Choice.ENDS}, "on"),
        ({"choice": Choice.ENDS, "on": TODAY - timedelta(days=1)}, "on"),
        ({"choice": Choice.ENDS, "on": LAST_DAY + timedelta(days=1)}, "on"),
        ({"choice": Choice.REPLACED, "on": TODAY}, "successor"),
        ({"choice": Choice.REPLACED, "on": TODAY, "successor_id": 999_999}, "successor"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(admin, contact, fields, field):
    with pytest.raises(Invalid) as refused:
        pick(admin, contact, **fields)

    assert refused.value.field == field


def test_a_successor_is_somebody_else_without_the_role(area, admin, contact, make_person):
    second = make_person(Role.DIVISION_CONTACT, area.agency)
    stranger = make_person(Role.DIVISION_CONTACT, area.neighbour)

    for person in (contact, second, stranger, admin):
        with pytest.raises(Invalid):
            pick(admin, contact, Choice.REPLACED, on=TODAY, successor_id=person.user.pk)


def test_only_the_unit_itself_hands_over_while_it_has_an_admin(area, admin, contact, make_person):
    chief = make_person(Role.DISTRICT_CHIEF, area.district)
    stranger = make_person(Role.AGENCY_ADMIN, area.neighbour)

    for person in (chief, stranger, contact):
        with pytest.raises(NotFound):
            get_handover_for(person.actor, "L1")
    with pytest.raises(NotFound):
        get_handover_for(admin.actor, "nowhere")


def test_a_role_of_another_unit_is_not_part_of_it(area, admin, make_person):
    other = make_person(Role.AGENCY_ADMIN, area.neighbour)

    with pytest.raises(NotFound):
        pick(admin, other, Choice.STAYS)


def test_a_day_that_has_passed_meanwhile_becomes_today(admin, contact):
    pick(admin, contact, Choice.ENDS, on=TODAY)
    pick(admin, admin, Choice.STAYS)

    with time_machine.travel("2026-12-01 09:00+07:00"):
        finish_handover(admin.actor, code="L1")
        assert get_grant(contact).ends == clock.today()


def test_somebody_new_is_invited_when_the_hand_over_is_finished(area, admin, contact):
    pick(admin, admin, Choice.STAYS)
    new = {"on": TODAY, "invited_email": "New.Person@demo.invalid", "invited_name": "นายใหม่ มา"}
    view = pick(admin, contact, Choice.REPLACED, **new)
    assert view.get_role(get_grant(contact).pk).successor == "นายใหม่ มา"
    assert not Invitation.objects.exists()

    finish_handover(admin.actor, code="L1")

    row = Invitation.objects.get()
    assert (row.email, row.role, row.unit_id, row.ends) == (
        "new.person@demo.invalid",
        "division_contact",
        area.agency,
        LAST_DAY,
    )
    assert get_grant(contact).ends == TODAY


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"invited_name": " "}, "invited_name"), ({"successor_id": 1}, "successor")],
)
def test_an_invitation_needs_a_name_and_nobody_beside(admin, contact, fields, field):
    new = {"invited_email": "new@demo.invalid", "invited_name": "นายใหม่ มา", **fields}

    with pytest.raises(Invalid) as refused:
        pick(admin, contact, Choice.REPLACED, on=TODAY, **new)

    assert refused.value.field == field


def test_nobody_is_invited_into_a_role_above_the_own(area, admin, make_person):
    executive = make_person(Role.AGENCY_EXECUTIVE, area.agency)
    new = {"invited_email": "new@demo.invalid", "invited_name": "นายใหม่ มา"}

    with pytest.raises(Invalid):
        pick(admin, executive, Choice.REPLACED, on=TODAY, **new)
