"""Two people open a way back for a third: the keys before die, the link opens once."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client

from prongsai.accounts.models import Recovery, RoleGrant, SignIn
from prongsai.accounts.services.recoveries import ask_for_recovery, show_recovery_link
from prongsai.approvals.models import Approval
from prongsai.approvals.services.requests import approve
from prongsai.audit.models import Entry
from prongsai.core import clock
from prongsai.core.errors import Conflict, Invalid, NotAllowed, NotFound
from prongsai.permissions.roles import Role
from tests.factories.jobs import run_jobs
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db
NEW = "ปากกาหมึกซึม-ด้ามสีน้ำเงิน"


@pytest.fixture
def people(make_person, area):
    """The one who lost everything, the one who asks, the one who agrees."""
    return (
        make_person(Role.AGENCY_ADMIN, area.agency),
        make_person(Role.PROVINCE_COORDINATOR, area.province),
        make_person(Role.PROVINCE_COORDINATOR, area.province),
    )


def open_way_back(people):
    lost, asker, agreer = people
    ask_for_recovery(asker.actor, person_id=lost.user.pk, reason="มาแสดงบัตรด้วยตนเอง")
    approve(agreer.actor, request_id=Approval.objects.get().pk)
    run_jobs()
    links = [re.search(r"http\S*(/accounts/recover/\S+/)", one.body) for one in mail.outbox]
    return [link[1] for link in links if link][-1]


def test_owner_comes_back_and_old_keys_are_dead(client, people):
    lost = people[0]
    TOTP.activate(lost.user, generate_totp_secret())
    elsewhere = Client()
    elsewhere.force_login(lost.user)
    SignIn.objects.create(
        person=lost.user, session_key=elsewhere.session.session_key, seen_at=clock.real_now()
    )
    link = open_way_back(people)

    assert client.get(link, follow=True).status_code == 200
    answer = client.post("/accounts/recover/", {"password": NEW})

    assert answer.url == "/accounts/login/"
    assert not Authenticator.objects.filter(user=lost.user).exists()
    assert elsewhere.get("/me/").status_code == 302
    lost.user.refresh_from_db()
    assert lost.user.check_password(NEW)
    verbs = list(Entry.objects.values_list("verb", flat=True))
    for verb in ("approval.request", "approval.approve", "account.recover_open", "account.recover"):
        assert verbs.count(verb) == 1
    assert Client().get(link).status_code == 404


def test_one_person_is_not_enough(people):
    lost, asker, _ = people
    ask_for_recovery(asker.actor, person_id=lost.user.pk, reason="เหตุผล")

    with pytest.raises(NotAllowed):
        approve(asker.actor, request_id=Approval.objects.get().pk)

    assert not Recovery.objects.exists()


@pytest.mark.parametrize("who", ["asked_by", "approved_by", "person"])
def test_database_refuses_two_hats(people, who):
    lost, asker, agreer = (person.user for person in people)
    whole = {"person": lost, "asked_by": asker, "approved_by": agreer}
    other = {"asked_by": "approved_by", "approved_by": "person", "person": "asked_by"}[who]

    with pytest.raises(IntegrityError), transaction.atomic():
        Recovery.objects.create(**{**whole, who: whole[other]}, expires_at=clock.real_now())


def test_ask_refuses_strangers_oneself_and_silence(people, make_person, area):
    lost, asker, _ = people
    ask = {"person_id": lost.user.pk, "reason": "เหตุผล"}
    for role, unit in ((Role.AGENCY_ADMIN, area.agency), (Role.DISTRICT_CHIEF, area.district)):
        with pytest.raises(NotFound):
            ask_for_recovery(make_person(role, unit).actor, **ask)
    with pytest.raises(NotAllowed):
        ask_for_recovery(asker.actor, person_id=asker.user.pk, reason="เหตุผล")
    with pytest.raises(Invalid):
        ask_for_recovery(asker.actor, person_id=lost.user.pk, reason="  ")

    assert not Approval.objects.exists()


def test_only_the_asker_sees_a_link_and_it_replaces_the_mailed_one(client, people):
    _, asker, agreer = people
    mailed = open_way_back(people)
    recovery = Recovery.objects.get()
    with pytest.raises(NotFound):
        show_recovery_link(agreer.actor, recovery_id=recovery.pk)

    shown = show_recovery_link(asker.actor, recovery_id=recovery.pk)

    assert client.get(mailed).status_code == 404
    assert client.get(shown).status_code == 302
    assert Entry.objects.filter(verb="account.recover_link").count() == 1


def test_link_expires(client, people):
    _, asker, _ = people
    link = open_way_back(people)
    with time_machine.travel(clock.real_now() + timedelta(hours=24, seconds=1)):
        assert client.get(link).status_code == 404
        with pytest.raises(Conflict):
            show_recovery_link(asker.actor, recovery_id=Recovery.objects.get().pk)


def test_weak_password_keeps_the_link(client, people):
    link = open_way_back(people)
    client.get(link)

    answer = client.post("/accounts/recover/", {"password": "สั้น"})

    assert answer.context["form"].errors["password"]
    assert Recovery.objects.get().used_at is None
    people[0].user.refresh_from_db()
    assert people[0].user.check_password(PASSWORD)


def test_pages_ask_and_show(client, people, sign_in):
    lost, asker, agreer = people
    sign_in(client, asker)
    assert client.get("/accounts/recoveries/").status_code == 200
    answer = client.post("/accounts/recoveries/new/", {"email": lost.email, "reason": "เหตุผล"})
    assert answer.url == "/accounts/recoveries/"
    approve(agreer.actor, request_id=Approval.objects.get().pk)

    page = client.post(f"/accounts/recoveries/{Recovery.objects.get().pk}/link/")

    assert "/accounts/recover/" in page.content.decode()


def test_unknown_and_far_addresses_look_alike(client, people, make_person, sign_in, area):
    sign_in(client, people[1])
    make_person(Role.AUDITOR, email="far@demo.invalid")
    errors = [
        client.post("/accounts/recoveries/new/", {"email": email, "reason": "ก"})
        .context["form"]
        .errors["email"]
        for email in ("far@demo.invalid", "nobody@demo.invalid")
    ]

    assert errors[0] == errors[1]


def test_strangers_find_no_pages(client, make_person, sign_in, area):
    sign_in(client, make_person(Role.AGENCY_ADMIN, area.agency))

    assert client.get("/accounts/recoveries/").status_code == 404
    assert client.get("/accounts/recoveries/new/").status_code == 404
    assert client.post("/accounts/recoveries/1/link/").status_code == 404


def test_asking_needs_a_fresh_sign_in(client, people, sign_in):
    sign_in(client, people[1])
    with time_machine.travel(clock.real_now() + timedelta(minutes=16)):
        answer = client.get("/accounts/recoveries/new/")

    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/reauthenticate/")


@pytest.mark.parametrize(
    ("role", "place"),
    [("governor", "province"), ("auditor", None), ("commission_owner", None)],
)
def test_nobody_recovers_a_role_above_the_own(people, area, role, place):
    lost, asker, _ = people
    unit_id = getattr(area, place) if place else None
    RoleGrant.objects.create(person=lost.user, role=role, unit_id=unit_id, starts=clock.today())

    with pytest.raises(NotAllowed):
        ask_for_recovery(asker.actor, person_id=lost.user.pk, reason="เหตุผล")

    assert not Approval.objects.exists()


def test_role_that_came_meanwhile_stops_the_second_person(people):
    lost, asker, agreer = people
    ask_for_recovery(asker.actor, person_id=lost.user.pk, reason="เหตุผล")
    RoleGrant.objects.create(person=lost.user, role="auditor", starts=clock.today())

    with pytest.raises(NotAllowed):
        approve(agreer.actor, request_id=Approval.objects.get().pk)

    assert not Recovery.objects.exists()


def test_two_operators_are_not_two_sides(people, make_person):
    lost = people[0]
    first, second = make_person(Role.SYSTEM_OPERATOR), make_person(Role.SYSTEM_OPERATOR)
    owner = make_person(Role.COMMISSION_OWNER)
    ask_for_recovery(first.actor, person_id=lost.user.pk, reason="เหตุผล")
    request_id = Approval.objects.get().pk
    with pytest.raises(NotAllowed):
        approve(second.actor, request_id=request_id)

    approve(owner.actor, request_id=request_id)

    assert Recovery.objects.get().approved_by_id == owner.user.pk
