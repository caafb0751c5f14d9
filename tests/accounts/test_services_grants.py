"""Giving, asking for and taking away roles."""

from datetime import date, timedelta

import pytest
import time_machine

from prongsai.accounts.models import RoleGrant
from prongsai.accounts.services.grants import (
    NewGrant,
    ask_for_role,
    give_role,
    grant_role,
    revoke_role,
)
from prongsai.accounts.services.proposals import describe_grant, describe_revocation
from prongsai.approvals.services.requests import approve
from prongsai.audit.models import Entry
from prongsai.core import clock
from prongsai.core.actor import SYSTEM
from prongsai.core.errors import Conflict, Invalid, NotAllowed, NotFound
from prongsai.permissions.roles import Role


def list_verbs() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("verb", flat=True))


def test_a_role_is_given_in_the_own_subtree_with_one_audit_line(area, make_person):
    chief = make_person(Role.DISTRICT_CHIEF, area.district)
    person = make_person()

    grant = grant_role(
        chief.actor, person_id=person.user.pk, role=Role.AGENCY_ADMIN, unit_id=area.agency
    )

    assert (grant.role, grant.unit_id, grant.granted_by) == (
        "agency_admin",
        area.agency,
        chief.user,
    )
    assert list_verbs()[-1] == "role.grant"


def test_a_unit_elsewhere_does_not_exist(area, make_person):
    chief = make_person(Role.DISTRICT_CHIEF, area.district)

    with pytest.raises(NotFound):
        grant_role(
            chief.actor,
            person_id=make_person().user.pk,
            role=Role.AGENCY_ADMIN,
            unit_id=area.far,
        )


@pytest.mark.parametrize(
    ("role", "error"), [(Role.AGENCY_EXECUTIVE, NotAllowed), (Role.DISTRICT_OFFICER, NotAllowed)]
)
def test_a_role_above_the_own_is_refused(area, make_person, role, error):
    admin = make_person(Role.AGENCY_ADMIN, area.agency)

    with pytest.raises(error):
        grant_role(admin.actor, person_id=make_person().user.pk, role=role, unit_id=area.agency)


def test_nobody_gives_a_role_to_oneself(area, make_person):
    chief = make_person(Role.DISTRICT_CHIEF, area.district)

    with pytest.raises(NotAllowed):
        grant_role(
            chief.actor, person_id=chief.user.pk, role=Role.AGENCY_ADMIN, unit_id=area.agency
        )


def test_a_role_that_the_unit_does_not_have_is_refused_at_its_field(area, make_person):
    chief = make_person(Role.DISTRICT_CHIEF, area.district)

    with pytest.raises(Invalid) as refused:
        grant_role(
            chief.actor,
            person_id=make_person().user.pk,
            role=Role.DISTRICT_OFFICER,
            unit_id=area.agency,
        )

    assert refused.value.field == "role"


def test_the_same_role_twice_at_once_and_a_period_backwards_are_refused(area, make_person):
    admin = make_person(Role.AGENCY_ADMIN, area.agency)
    contact = make_person(Role.DIVISION_CONTACT, area.agency)
    today = clock.today()
    new = NewGrant(contact.user.pk, Role.DIVISION_CONTACT, area.agency)

    with pytest.raises(Conflict):
        give_role(admin.actor, new=new)
    backwards = NewGrant(
        make_person().user.pk,
        Role.DIVISION_CONTACT,
        area.agency,
        period=(today, today - timedelta(days=1)),
    )
    with pytest.raises(Invalid):
        give_role(admin.actor, new=backwards)


def test_a_closed_account_and_an_unknown_unit_are_not_found(area, make_person):
    closed = make_person(is_active=False)
    owner = make_person(Role.COMMISSION_OWNER)

    for actor in (SYSTEM, owner.actor):
        with pytest.raises(NotFound):
            give_role(actor, new=NewGrant(closed.user.pk, Role.AGENCY_ADMIN, area.agency))
    with pytest.raises(NotFound):
        give_role(owner.actor, new=NewGrant(make_person().user.pk, Role.AGENCY_ADMIN, 999_999))


def test_a_sensitive_role_waits_for_a_second_person(area, make_person):
    coordinator = make_person(Role.PROVINCE_COORDINATOR, area.province)
    governor = make_person(Role.GOVERNOR, area.province)
    person = make_person(full_name="นางสาวสมมติ ใจดี")
    new = NewGrant(person.user.pk, Role.PROVINCE_COORDINATOR, area.province)

    with pytest.raises(Conflict):
        give_role(coordinator.actor, new=new)
    request = ask_for_role(coordinator.actor, new=new, reason="ผู้ประสานงานคนที่สอง")

    assert not RoleGrant.objects.filter(person=person.user).exists()
    words = describe_grant(request.payload)
    assert "นางสาวสมมติ ใจดี" in words.title
    assert "จังหวัดสมมติ" in {line.text for line in words.lines}

    approve(governor.actor, request_id=request.id)

    grant = RoleGrant.objects.get(person=person.user)
    assert (grant.role, grant.granted_by) == ("province_coordinator", coordinator.user)


def test_whoever_asked_or_gains_does_not_agree(area, make_person):
    coordinator = make_person(Role.PROVINCE_COORDINATOR, area.province)
    governor = make_person(Role.GOVERNOR, area.province)
    new = NewGrant(governor.user.pk, Role.PROVINCE_COORDINATOR, area.province)
    request = ask_for_role(coordinator.actor, new=new, reason="ลองขอ")

    for actor in (coordinator.actor, governor.actor):
        with pytest.raises(NotAllowed):
            approve(actor, request_id=request.id)

    assert not RoleGrant.objects.filter(person=governor.user, role=new.role).exists()


def test_the_second_person_must_be_able_to_answer_for_the_role(area, make_person):
    owner = make_person(Role.COMMISSION_OWNER)
    governor = make_person(Role.GOVERNOR, area.province)
    new = NewGrant(make_person().user.pk, Role.GOVERNOR, area.province)
    request = ask_for_role(owner.actor, new=new, reason="คำสั่งแต่งตั้ง")

    with pytest.raises(NotAllowed):
        approve(governor.actor, request_id=request.id)


def test_a_request_needs_a_reason_and_lapses_with_its_period(area, make_person):
    coordinator = make_person(Role.PROVINCE_COORDINATOR, area.province)
    governor = make_person(Role.GOVERNOR, area.province)
    today = clock.today()
    new = NewGrant(
        make_person().user.pk, Role.PROVINCE_COORDINATOR, area.province, period=(today, today)
    )

    with pytest.raises(Invalid):
        ask_for_role(coordinator.actor, new=new, reason=" ")
    request = ask_for_role(coordinator.actor, new=new, reason="หนึ่งวัน")

    with time_machine.travel(clock.now() + timedelta(days=2)), pytest.raises(Conflict):
        approve(governor.actor, request_id=request.id)


def test_a_role_is_taken_away_with_a_reason_and_stays_in_the_history(area, make_person):
    chief = make_person(Role.DISTRICT_CHIEF, area.district)
    admin = make_person(Role.AGENCY_ADMIN, area.agency)
    grant = admin.user.grants.get()

    with pytest.raises(Invalid):
        revoke_role(chief.actor, grant_id=grant.pk, reason=" ")
    revoke_role(chief.actor, grant_id=grant.pk, reason="ย้ายหน่วยงาน")

    grant.refresh_from_db()
    assert (grant.revoked_reason, grant.revoked_by) == ("ย้ายหน่วยงาน", chief.user)
    assert list_verbs()[-1] == "role.revoke"
    with pytest.raises(Conflict):
        revoke_role(chief.actor, grant_id=grant.pk, reason="อีกครั้ง")


def test_strangers_admins_of_others_and_oneself_take_nothing_away(area, make_person):
    admin = make_person(Role.AGENCY_ADMIN, area.agency)
    stranger = make_person(Role.AGENCY_ADMIN, area.neighbour)
    grant_id = admin.user.grants.get().pk

    with pytest.raises(NotFound):
        revoke_role(stranger.actor, grant_id=grant_id, reason="ลอง")
    with pytest.raises(NotAllowed):
        revoke_role(admin.actor, grant_id=grant_id, reason="ลอง")
    with pytest.raises(NotFound):
        revoke_role(admin.actor, grant_id=grant_id + 999, reason="ลอง")


def test_the_end_of_a_role_is_explained_to_the_second_person():
    words = describe_revocation(
        {
            "person_id": 1,
            "person": "นายสมมติ",
            "role": "agency_executive",
            "unit_id": 1,
            "unit_th": "อบต.",
            "unit_en": "",
            "on": "2026-12-31",
            "reason": "พ้นวาระ",
        }
    )

    assert words.lines[0].text == "นายสมมติ"
    assert words.lines[-1].text == "พ้นวาระ"


def test_an_open_end_is_said_in_words():
    payload = {
        "person_id": 1,
        "person": "นายสมมติ",
        "role": "auditor",
        "unit_id": None,
        "unit_th": "ทั้งประเทศ",
        "unit_en": "Nationwide",
        "starts": date(2026, 10, 1).isoformat(),
        "ends": None,
        "reason": "เหตุผล",
    }

    assert "ไม่กำหนด" in {line.text for line in describe_grant(payload).lines}
