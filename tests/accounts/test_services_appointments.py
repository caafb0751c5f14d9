"""Substitutes: appointing, signing and stopping."""

from datetime import timedelta

import pytest
import time_machine

from prongsai.accounts.models import Appointment, RoleGrant
from prongsai.accounts.rules.appointments import Phrase
from prongsai.accounts.selectors.actors import build_actor
from prongsai.accounts.selectors.signatures import get_signature_block
from prongsai.accounts.services.appointments import (
    NewAppointment,
    begin_appointment,
    end_appointment,
)
from prongsai.accounts.services.grants import revoke_role
from prongsai.accounts.services.proposals import describe_appointment
from prongsai.approvals.services.requests import approve
from prongsai.approvals.types import Request
from prongsai.audit.models import Entry
from prongsai.core import clock
from prongsai.core.errors import Conflict, Invalid, NotAllowed, NotFound
from prongsai.permissions.roles import Role


def describe(person, unit_id: int, role: Role, **fields) -> NewAppointment:
    values = {
        "phrase": Phrase.DELEGATED,
        "own_position": "ปลัดองค์การบริหารส่วนตำบล",
        "for_position": "นายกองค์การบริหารส่วนตำบล",
        "starts": clock.today(),
        "ends": clock.today() + timedelta(days=9),
        **fields,
    }
    return NewAppointment(person.user.pk, role, unit_id, **values)


@pytest.fixture
def executive(area, make_person):
    return make_person(Role.AGENCY_EXECUTIVE, area.agency)


@pytest.fixture
def clerk(area, make_person):
    return make_person(
        Role.AGENCY_ADMIN, area.agency, full_name="นางสมมติ ใจเย็น", position="ปลัด อบต."
    )


@pytest.fixture
def appointment(area, executive, clerk) -> Appointment:
    return begin_appointment(
        executive.actor, new=describe(clerk, area.agency, Role.AGENCY_EXECUTIVE)
    )


def test_a_holder_lends_the_post_and_the_substitute_gets_the_role(appointment, executive, clerk):
    assert "agency_executive" in {grant.role for grant in build_actor(clerk.user).grants}
    assert appointment.for_person == executive.user
    assert Entry.objects.order_by("id").last().verb == "appointment.begin"


def test_the_role_ends_with_the_period(appointment, clerk):
    with time_machine.travel(clock.now() + timedelta(days=10)):
        assert {grant.role for grant in build_actor(clerk.user).grants} == {"agency_admin"}


def test_the_signature_names_the_phrase_and_the_post(appointment, area, clerk):
    block = get_signature_block(clerk.user.pk, area.agency)

    assert block.lines == (
        "(นางสมมติ ใจเย็น)",
        "ปลัดองค์การบริหารส่วนตำบล ปฏิบัติราชการแทน",
        "นายกองค์การบริหารส่วนตำบล",
    )


def test_outside_the_period_and_the_unit_everybody_signs_alone(appointment, area, clerk):
    later = clock.today() + timedelta(days=10)
    before = clock.today() - timedelta(days=1)

    for unit_id, day in ((area.agency, later), (area.agency, before), (area.neighbour, None)):
        block = get_signature_block(clerk.user.pk, unit_id, on=day)
        assert block.lines == ("(นางสมมติ ใจเย็น)", "ปลัด อบต.")
    with pytest.raises(NotFound):
        get_signature_block(999_999, area.agency)


def test_ending_takes_the_role_and_the_phrase_but_not_the_past(appointment, area, executive, clerk):
    with time_machine.travel(clock.now() + timedelta(days=3)):
        end_appointment(executive.actor, appointment_id=appointment.pk, reason="กลับจากราชการ")
        today = get_signature_block(clerk.user.pk, area.agency)
        yesterday = get_signature_block(
            clerk.user.pk, area.agency, on=clock.today() - timedelta(days=1)
        )

    appointment.refresh_from_db()
    assert appointment.ended_reason == "กลับจากราชการ"
    assert (today.phrase, yesterday.phrase) == ("", "ปฏิบัติราชการแทน")
    assert Entry.objects.order_by("id").last().verb == "appointment.end"
    with pytest.raises(Conflict):
        end_appointment(executive.actor, appointment_id=appointment.pk, reason="อีกครั้ง")


def test_revoking_the_role_ends_the_appointment(appointment, area, make_person):
    chief = make_person(Role.DISTRICT_CHIEF, area.district)

    revoke_role(chief.actor, grant_id=appointment.grant_id, reason="คำสั่งถูกยกเลิก")

    appointment.refresh_from_db()
    assert appointment.ended_by == chief.user


def test_strangers_and_the_substitute_do_not_end_it(appointment, area, make_person, clerk):
    stranger = make_person(Role.AGENCY_EXECUTIVE, area.neighbour)

    with pytest.raises(NotFound):
        end_appointment(stranger.actor, appointment_id=appointment.pk, reason="ลอง")
    with pytest.raises(NotAllowed):
        end_appointment(clerk.actor, appointment_id=appointment.pk, reason="ลอง")
    with pytest.raises(NotFound):
        end_appointment(clerk.actor, appointment_id=appointment.pk + 99, reason="ลอง")


def test_nobody_lends_a_post_that_is_not_the_own(area, executive, clerk, make_person):
    elsewhere = describe(clerk, area.neighbour, Role.AGENCY_EXECUTIVE)
    higher = describe(clerk, area.district, Role.DISTRICT_CHIEF)
    to_oneself = describe(executive, area.agency, Role.AGENCY_EXECUTIVE)
    nowhere = describe(clerk, 999_999, Role.AGENCY_EXECUTIVE)

    for new in (elsewhere, higher, to_oneself, nowhere):
        with pytest.raises(NotFound):
            begin_appointment(executive.actor, new=new)


def test_whoever_hands_the_role_out_fills_a_vacant_post(area, clerk, make_person):
    chief = make_person(Role.DISTRICT_CHIEF, area.district)

    made = begin_appointment(
        chief.actor,
        new=describe(
            clerk, area.agency, Role.AGENCY_EXECUTIVE, phrase=Phrase.ACTING_FOR, ends=None
        ),
    )

    assert made.for_person is None
    assert RoleGrant.objects.get(pk=made.grant_id).ends is None


def test_a_post_beyond_a_district_needs_a_second_person(area, make_person):
    centre = make_person(Role.COMMISSION_OWNER)
    second = make_person(Role.COMMISSION_OWNER)
    person = make_person(Role.DEPUTY_GOVERNOR, area.province)
    new = describe(person, area.province, Role.GOVERNOR, for_position="ผู้ว่าราชการจังหวัดสมมติ")

    request = begin_appointment(centre.actor, new=new)

    assert isinstance(request, Request)
    assert not Appointment.objects.exists()
    words = {line.text for line in describe_appointment(request.payload).lines}
    assert "ปฏิบัติราชการแทน ผู้ว่าราชการจังหวัดสมมติ" in words
    approve(second.actor, request_id=request.id)
    assert Appointment.objects.get().appointed_by == centre.user


def test_a_governor_lends_the_own_post_alone(area, make_person):
    governor = make_person(Role.GOVERNOR, area.province)
    deputy = make_person(Role.DEPUTY_GOVERNOR, area.province)

    made = begin_appointment(governor.actor, new=describe(deputy, area.province, Role.GOVERNOR))

    assert made.for_person == governor.user


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"for_position": " "}, "for_position"),
        ({"own_position": ""}, "own_position"),
        ({"ends": clock.today() - timedelta(days=1)}, "ends"),
    ],
)
def test_what_is_missing_is_named_at_its_field(area, executive, clerk, fields, field):
    new = describe(clerk, area.agency, Role.AGENCY_EXECUTIVE, **fields)

    with pytest.raises(Invalid) as refused:
        begin_appointment(executive.actor, new=new)

    assert refused.value.field == field
