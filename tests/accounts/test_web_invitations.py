"""Invitations go down the tree, to one mailbox, and open the door once."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from prongsai.accounts.models import Invitation, RoleGrant, User
from prongsai.accounts.services.invitations import (
    NewInvitation,
    invite,
    resend_invitation,
    revoke_invitation,
)
from prongsai.approvals.models import Approval
from prongsai.approvals.services.requests import approve
from prongsai.audit.models import Entry
from prongsai.core import clock
from prongsai.core.actor import SYSTEM
from prongsai.core.errors import Conflict, Invalid, NotAllowed, NotFound
from prongsai.organizations.services.units import dissolve_unit
from prongsai.organizations.types.units import Decision
from prongsai.permissions.roles import Role
from tests.factories.jobs import run_jobs
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db
EMAIL = "invited@demo.invalid"
NEW = {"full_name": "ผู้ได้รับเชิญ สมมติ", "password": "หน้าต่างไม้-บานสีเขียว"}


@pytest.fixture
def coordinator(make_person, area):
    return make_person(Role.PROVINCE_COORDINATOR, area.province)


@pytest.fixture
def admin(make_person, area):
    return make_person(Role.AGENCY_ADMIN, area.agency)


def make(actor, unit_id, *, role=Role.AGENCY_ADMIN, email=EMAIL, **more):
    return invite(actor, new=NewInvitation(email, "ผู้ได้รับเชิญ สมมติ", role, unit_id, **more))


def read_link():
    run_jobs()
    links = [re.search(r"http\S*(/invitations/accept/\S+/)", one.body) for one in mail.outbox]
    return [link[1] for link in links if link][-1]


def follow(client, link):
    return client.get(link, follow=True)


def test_invited_person_sets_a_password_and_is_in(client, coordinator, area):
    make(coordinator.actor, area.agency)
    link = read_link()

    page = follow(client, link)
    assert page.redirect_chain == [("/invitations/accept/", 302)]
    assert EMAIL in page.content.decode()
    answer = client.post("/invitations/accept/", NEW)

    assert (answer.status_code, answer.url) == (302, "/")
    person = User.objects.get(email=EMAIL)
    grant = RoleGrant.objects.get(person=person)
    assert (grant.role, grant.unit_id) == ("agency_admin", area.agency)
    assert grant.granted_by_id == coordinator.user.pk
    assert client.get("/me/").status_code == 200
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"person.invite", "invitation.accept", "role.grant", "session.begin"} <= verbs


def test_token_is_kept_nowhere(client, coordinator, area):
    make(coordinator.actor, area.agency)
    token = read_link().split("/")[-2]

    row = Invitation.objects.get()
    stored = f"{row.__dict__}{list(Entry.objects.values_list('detail', 'target'))}"
    assert token not in stored
    assert token not in follow(client, f"/invitations/accept/{token}/").content.decode()


def test_link_works_once(client, coordinator, area):
    make(coordinator.actor, area.agency)
    link = read_link()
    follow(client, link)
    client.post("/invitations/accept/", NEW)

    again = follow(Client(), link)

    assert again.status_code == 404
    assert "ใช้ไม่ได้แล้ว" in again.content.decode()


def test_two_at_once_make_one_account(coordinator, area):
    make(coordinator.actor, area.agency)
    link = read_link()
    first, second = Client(), Client()
    follow(first, link)
    follow(second, link)

    assert first.post("/invitations/accept/", NEW).status_code == 302
    assert second.post("/invitations/accept/", NEW).status_code == 404
    assert User.objects.filter(email=EMAIL).count() == 1


@pytest.mark.parametrize("how", ["expired", "revoked", "resent", "unknown"])
def test_dead_links_look_alike(client, coordinator, area, how):
    row = make(coordinator.actor, area.agency)
    link = read_link()
    assert follow(Client(), link).status_code == 200
    moment = clock.real_now() + timedelta(minutes=5)
    if how == "expired":
        moment += timedelta(days=14)
    with time_machine.travel(moment):
        if how == "revoked":
            row.revoked_at, row.token_hash = clock.real_now(), None
            row.save()
        if how == "resent":
            resend_invitation(coordinator.actor, invitation_id=row.pk)
        answer = follow(client, f"/invitations/accept/{'x' * 43}/" if how == "unknown" else link)

    assert answer.status_code == 404
    assert answer.context["message"] == "คำเชิญนี้ใช้ไม่ได้แล้ว อาจหมดอายุ ถูกยกเลิก หรือตอบรับไปแล้ว"


@pytest.mark.usefixtures("still")
def test_guessing_links_is_slowed_down(client, db):
    for number in range(11):
        assert client.get(f"/invitations/accept/guess{number}/").status_code == 404

    assert client.get("/invitations/accept/guess/").status_code == 429


@pytest.mark.parametrize(
    ("role", "place", "wanted", "target", "error"),
    [
        # Nobody attaches anybody to a parent, a neighbour, or another tree.
        ("agency_admin", "agency", "agency_admin", "district", NotFound),
        ("agency_admin", "agency", "agency_admin", "neighbour", NotFound),
        ("district_officer", "district", "agency_admin", "far", NotFound),
        # Nobody hands out more than the own role allows.
        ("agency_admin", "agency", "agency_executive", "agency", NotAllowed),
        ("district_officer", "district", "district_chief", "district", NotAllowed),
        ("district_chief", "district", "district_chief", "district", NotAllowed),
        ("province_coordinator", "province", "governor", "province", NotAllowed),
        ("province_coordinator", "province", "district_chief", "agency", Invalid),
        # Roles that invite nobody.
        ("division_contact", "agency", "division_contact", "agency", NotFound),
        ("governor", "province", "agency_admin", "agency", NotFound),
        ("agency_executive", "agency", "division_contact", "agency", NotFound),
    ],
)
def test_invite_refuses_what_reaches_too_far(make_person, area, role, place, wanted, target, error):
    inviter = make_person(role, getattr(area, place))

    with pytest.raises(error):
        make(inviter.actor, getattr(area, target), role=Role(wanted))

    assert not Invitation.objects.exists()


def test_nobody_invites_the_own_mailbox(admin, area):
    with pytest.raises(NotAllowed):
        make(admin.actor, area.agency, email=admin.email.upper())


def test_one_open_invitation_for_the_same(coordinator, area):
    make(coordinator.actor, area.agency)

    with pytest.raises(Conflict):
        make(coordinator.actor, area.agency, email=EMAIL.upper())
    make(coordinator.actor, area.neighbour)


def test_known_person_takes_the_role_after_sign_in(client, coordinator, make_person, area):
    person = make_person(Role.AGENCY_ADMIN, area.far, email=EMAIL)
    make(coordinator.actor, area.agency)
    page = follow(client, read_link())
    assert "มีบัญชีอยู่แล้ว" in page.content.decode()
    assert client.post("/invitations/accept/", NEW).status_code == 200

    client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    answer = client.post("/invitations/accept/")

    assert answer.url == "/me/"
    assert set(person.user.grants.values_list("unit_id", flat=True)) == {area.far, area.agency}
    assert User.objects.filter(email=EMAIL).count() == 1


def test_somebody_else_cannot_take_a_forwarded_link(
    client, coordinator, make_person, sign_in, area
):
    other = make_person(Role.AGENCY_ADMIN, area.far)
    sign_in(client, other)
    make(coordinator.actor, area.agency)
    follow(client, read_link())

    page = client.post("/invitations/accept/")

    assert "ส่งถึงอีเมลอื่น" in page.content.decode()
    assert other.user.grants.count() == 1
    assert Invitation.objects.get().accepted_at is None


@pytest.mark.parametrize("password", ["สั้นไป", "123456789012", "password1234", EMAIL])
def test_weak_password_leaves_the_invitation_open(client, coordinator, area, password):
    make(coordinator.actor, area.agency)
    follow(client, read_link())

    answer = client.post("/invitations/accept/", {**NEW, "password": password})

    assert answer.context["form"].errors["password"]
    assert not User.objects.filter(email=EMAIL).exists()
    assert Invitation.objects.get().accepted_at is None


def test_role_whose_time_has_passed_takes_nobody_in(client, coordinator, area):
    row = make(coordinator.actor, area.agency, ends=clock.today())
    link = read_link()
    with time_machine.travel(clock.real_now() + timedelta(days=2)):
        follow(client, link)
        answer = client.post("/invitations/accept/", NEW)

    assert "ผ่านไปแล้ว" in answer.content.decode()
    row.refresh_from_db()
    assert row.accepted_at is None


def test_dissolved_unit_takes_nobody_in(client, coordinator, area):
    make(coordinator.actor, area.agency)
    follow(client, read_link())
    dissolve_unit(SYSTEM, code="L1", decision=Decision(clock.today(), "ยุบเลิก"))

    answer = client.post("/invitations/accept/", NEW)

    assert "ยุบเลิกแล้ว" in answer.content.decode()
    assert not User.objects.filter(email=EMAIL).exists()


def test_sensitive_role_waits_for_a_second_person(make_person, area, client):
    owner = make_person(Role.COMMISSION_OWNER)
    second = make_person(Role.COMMISSION_OWNER)

    make(owner.actor, area.province, role=Role.PROVINCE_COORDINATOR)

    run_jobs()
    assert not any(EMAIL in letter.to[0] for letter in mail.outbox)
    approval = Approval.objects.get()
    with pytest.raises(NotAllowed):
        approve(owner.actor, request_id=approval.pk)
    approve(second.actor, request_id=approval.pk)
    assert follow(client, read_link()).status_code == 200


def test_withdrawn_while_waiting_is_not_sent(make_person, area):
    owner, second = make_person(Role.COMMISSION_OWNER), make_person(Role.COMMISSION_OWNER)
    row = make(owner.actor, None, role=Role.AUDITOR)
    revoke_invitation(owner.actor, invitation_id=row.pk)

    with pytest.raises(Conflict):
        approve(second.actor, request_id=Approval.objects.get().pk)


def test_inviting_a_known_address_tells_the_inviter_nothing(
    client, coordinator, make_person, sign_in, area
):
    make_person(Role.AGENCY_ADMIN, area.far, email="known@demo.invalid")
    sign_in(client, coordinator)
    pages = []
    for email in ("known@demo.invalid", "unknown@demo.invalid"):
        form = {
            "email": email,
            "full_name": "ก",
            "role": "agency_admin",
            "unit": "L1",
            "ends": "30/9/2580",
        }
        page = client.post("/invitations/new/", form, follow=True)
        pages.append(page.content.decode().replace(email, ""))

    strip = re.compile(r"(/invitations/\d+/|csrfmiddlewaretoken\" value=\"\w+)")
    assert strip.sub("", pages[0]) == strip.sub("", pages[1])


def test_pages_show_only_the_own_area(client, coordinator, make_person, sign_in, area):
    row = make(coordinator.actor, area.agency)
    officer = make_person(Role.DISTRICT_OFFICER, area.other_district)
    sign_in(client, coordinator)
    assert EMAIL in client.get("/invitations/").content.decode()
    assert client.get(f"/invitations/{row.pk}/").status_code == 200

    sign_in(client, officer)

    assert EMAIL not in client.get("/invitations/").content.decode()
    for path, method in [("", "get"), ("resend/", "post"), ("revoke/", "post"), ("link/", "post")]:
        assert getattr(client, method)(f"/invitations/{row.pk}/{path}").status_code == 404
    assert Invitation.objects.get().revoked_at is None


def test_roles_that_invite_nobody_find_no_page(client, make_person, sign_in, area):
    sign_in(client, make_person(Role.GOVERNOR, area.province))

    assert client.get("/invitations/").status_code == 404
    assert client.get("/invitations/new/").status_code == 404


def test_resend_waits_a_little_and_kills_the_old_link(client, coordinator, sign_in, area):
    sign_in(client, coordinator)
    row = make(coordinator.actor, area.agency)
    old = read_link()
    assert client.post(f"/invitations/{row.pk}/resend/").status_code == 409

    with time_machine.travel(clock.real_now() + timedelta(minutes=3)):
        assert client.post(f"/invitations/{row.pk}/resend/").status_code == 302
        assert read_link() != old
        assert follow(Client(), old).status_code == 404


def test_link_is_shown_in_the_demo_only(client, coordinator, sign_in, area, settings):
    sign_in(client, coordinator)
    row = make(coordinator.actor, area.agency)
    assert client.post(f"/invitations/{row.pk}/link/").status_code == 404

    settings.DEMO = True

    assert "/invitations/accept/" in client.post(f"/invitations/{row.pk}/link/").content.decode()


def test_list_asks_the_same_however_long(client, coordinator, sign_in, area):
    sign_in(client, coordinator)
    counts = []
    for index in range(3):
        make(coordinator.actor, area.agency, email=f"{index}@demo.invalid")
        client.get("/invitations/")
        with CaptureQueriesContext(connection) as seen:
            client.get("/invitations/")
        counts.append(len(seen))

    assert counts[0] == counts[2]
