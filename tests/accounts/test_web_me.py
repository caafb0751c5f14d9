"""My account: sessions, profile, roles and the context switcher."""

import pytest
from django.test import Client

from prongsai.accounts.models import RoleGrant, SignIn
from prongsai.audit.models import Entry
from prongsai.core import clock
from prongsai.permissions.roles import Role
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(make_person, area):
    return make_person(Role.AGENCY_ADMIN, area.agency)


def sign_in_by_password(person, **headers):
    client = Client(**headers)
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    return client


def test_page_says_what_my_roles_are_for(client, admin, sign_in):
    page = sign_in(client, admin).get("/me/").content.decode()

    assert "ผู้ดูแลระบบของหน่วยงาน" in page
    assert "ทำงานทุกเรื่องของหน่วยงานยกเว้นการอนุมัติ" in page


def test_page_lists_devices_without_addresses(admin):
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19.0 Safari/604.1"
    sign_in_by_password(admin, REMOTE_ADDR="198.51.100.7", HTTP_USER_AGENT=phone)
    here = sign_in_by_password(admin, REMOTE_ADDR="203.0.113.7")

    page = here.get("/me/").content.decode()

    assert "Safari บน iPhone" in page
    assert "198.51.100.0/24" in page
    assert "198.51.100.7" not in page
    assert "203.0.113.7" not in page


def test_one_session_is_ended(admin):
    there, here = sign_in_by_password(admin), sign_in_by_password(admin)
    row = SignIn.objects.order_by("id").first()

    here.post(f"/me/sessions/{row.pk}/end/")

    assert there.get("/me/").status_code == 302
    assert here.get("/me/").status_code == 200


def test_all_other_sessions_are_ended(admin):
    others = [sign_in_by_password(admin) for _ in range(2)]
    here = sign_in_by_password(admin)

    here.post("/me/sessions/end/")

    assert [other.get("/me/").status_code for other in others] == [302, 302]
    assert here.get("/me/").status_code == 200
    assert Entry.objects.get(verb="session.end_other").detail == {"count": 2}


def test_stranger_cannot_end_my_session(admin, make_person, area):
    there = sign_in_by_password(admin)
    row = SignIn.objects.get()
    stranger = sign_in_by_password(make_person(Role.AGENCY_ADMIN, area.far))

    assert stranger.post(f"/me/sessions/{row.pk}/end/").status_code == 404
    assert there.get("/me/").status_code == 200


def test_signing_out_forgets_the_session(admin):
    here = sign_in_by_password(admin)

    here.post("/accounts/logout/")

    assert not SignIn.objects.exists()
    assert Entry.objects.filter(verb="session.end").count() == 1


def test_profile_changes_are_noted_without_their_content(client, admin, sign_in):
    sign_in(client, admin)
    new = {"full_name": "ชื่อใหม่ สมมติ", "position": "ปลัด", "phone": "", "language": "en"}

    answer = client.post("/me/profile/", new)

    assert answer.url == "/me/"
    admin.user.refresh_from_db()
    assert (admin.user.full_name, admin.user.language) == ("ชื่อใหม่ สมมติ", "en")
    entry = Entry.objects.get(verb="person.edit")
    assert entry.detail == {"fields": ["full_name", "position", "language"]}


def test_same_profile_is_no_change(client, admin, sign_in):
    sign_in(client, admin)
    same = {"full_name": admin.user.full_name, "position": "", "phone": "", "language": "th"}

    client.post("/me/profile/", same)

    assert not Entry.objects.filter(verb="person.edit").exists()


@pytest.fixture
def second_role(admin, area):
    return RoleGrant.objects.create(
        person=admin.user, role="division_contact", unit_id=area.neighbour, starts=clock.today()
    )


def test_switch_is_kept_for_this_session_and_the_next(client, admin, second_role, sign_in):
    sign_in(client, admin)
    assert client.get("/me/").wsgi_request.actor.role == "agency_admin"

    answer = client.post("/me/context/", {"grant": second_role.pk, "next": "/me/"})

    assert answer.url == "/me/"
    assert client.get("/me/").wsgi_request.actor.acting.id == second_role.pk
    assert sign_in_by_password(admin).get("/me/").wsgi_request.actor.acting.id == second_role.pk
    entry = Entry.objects.get(verb="session.switch")
    assert entry.unit_id == second_role.unit_id
    assert entry.detail == {"role": "division_contact", "before": "agency_admin"}


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_switch_never_leads_elsewhere(client, admin, second_role, sign_in, url):
    sign_in(client, admin)

    assert client.post("/me/context/", {"grant": second_role.pk, "next": url}).url == "/"


def test_nobody_wears_the_role_of_another(client, admin, second_role, make_person, sign_in, area):
    stranger = make_person(Role.AGENCY_ADMIN, area.far)
    sign_in(client, stranger)

    assert client.post("/me/context/", {"grant": second_role.pk}).status_code == 404
    assert client.post("/me/context/", {"grant": "x"}).status_code == 422
    assert client.get("/me/").wsgi_request.actor.unit_id == area.far


def test_revoked_role_falls_away_at_once(client, admin, second_role, sign_in):
    sign_in(client, admin)
    client.post("/me/context/", {"grant": second_role.pk})
    second_role.revoked_at, second_role.revoked_reason = clock.now(), "ย้าย"
    second_role.save()

    assert client.get("/me/").wsgi_request.actor.role == "agency_admin"
