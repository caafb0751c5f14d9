"""The second factor: required by role, shown at sign-in, hard to guess, hard to lose."""

import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.db import connection

from prongsai.audit.models import Entry
from prongsai.permissions.roles import Role
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(make_person, area):
    return make_person(Role.PROVINCE_COORDINATOR, area.province)


def get_code(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in_by_password(client, person):
    form = {"login": person.email, "password": PASSWORD}
    return client.post("/accounts/login/", form)


def give_totp(person):
    secret = generate_totp_secret()
    TOTP.activate(person.user, secret)
    return secret


def test_role_that_needs_it_is_sent_to_set_it_up(client, coordinator):
    sign_in_by_password(client, coordinator)

    for path in ("/", "/me/", "/people/", "/invitations/new/"):
        answer = client.get(path)
        assert (answer.status_code, answer.url) == (302, "/accounts/2fa/")
    assert client.get("/accounts/2fa/").status_code == 200


def test_post_is_stopped_too(client, coordinator):
    sign_in_by_password(client, coordinator)
    grant = coordinator.actor.acting

    answer = client.post("/me/context/", {"grant": grant.id})

    assert answer.url == "/accounts/2fa/"
    assert not Entry.objects.filter(verb="session.switch").exists()


def test_role_that_does_not_need_it_goes_on(client, make_person, area):
    sign_in_by_password(client, make_person(Role.AGENCY_ADMIN, area.agency))

    assert client.get("/me/").status_code == 200


def test_demo_offers_and_does_not_force(client, coordinator, settings):
    settings.DEMO = True
    sign_in_by_password(client, coordinator)

    assert client.get("/me/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_setting_up_the_app_opens_the_way_and_shows_codes_once(client, coordinator):
    sign_in_by_password(client, coordinator)
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret

    answer = client.post("/accounts/2fa/totp/activate/", {"code": get_code(secret)})

    assert answer.url == "/accounts/2fa/recovery-codes/"
    page = client.get(answer.url)
    assert len(page.context["unused_codes"]) == 10
    assert page.context["can_view_codes"]
    assert client.get("/me/").status_code == 200
    assert client.get("/me/").wsgi_request.actor.second_factor
    assert Entry.objects.filter(verb="account.totp_activated").count() == 1


def test_secret_is_encrypted_where_it_lies(client, coordinator):
    secret = give_totp(coordinator)

    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator")
        stored = cursor.fetchone()[0]
    assert secret not in stored


def test_sign_in_asks_for_the_code(client, coordinator):
    secret = give_totp(coordinator)

    answer = sign_in_by_password(client, coordinator)
    assert answer.url == "/accounts/2fa/authenticate/"
    assert client.get("/me/").url.startswith("/accounts/login/")
    client.post("/accounts/2fa/authenticate/", {"code": get_code(secret)})

    assert client.get("/me/").status_code == 200
    entry = Entry.objects.get(verb="session.begin")
    assert entry.detail["methods"] == ["mfa", "password"]


def test_code_works_once(client, coordinator):
    secret = give_totp(coordinator)
    with time_machine.travel(time.time(), tick=False):
        code = get_code(secret)
        sign_in_by_password(client, coordinator)
        client.post("/accounts/2fa/authenticate/", {"code": code})
        client.post("/accounts/logout/")
        sign_in_by_password(client, coordinator)

        answer = client.post("/accounts/2fa/authenticate/", {"code": code})

    assert answer.context["form"].errors["code"] == ["รหัสไม่ถูกต้อง หรือใช้ไปแล้ว"]


def test_recovery_code_works_once(client, coordinator):
    give_totp(coordinator)
    code = RecoveryCodes.activate(coordinator.user).get_unused_codes()[0]
    sign_in_by_password(client, coordinator)
    assert client.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    client.post("/accounts/logout/")
    sign_in_by_password(client, coordinator)

    assert client.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 200


@pytest.mark.usefixtures("still")
def test_guessing_codes_waits_apart_from_passwords(client, coordinator):
    give_totp(coordinator)
    sign_in_by_password(client, coordinator)
    for _ in range(4):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})

    answer = client.post("/accounts/2fa/authenticate/", {"code": "000000"})

    assert answer.context["form"].errors["code"] == ["ลองผิดหลายครั้ง กรุณารอ 2 วินาทีแล้วลองใหม่"]
    assert sign_in_by_password(client, coordinator).status_code == 302


def test_session_from_before_the_factor_must_show_it(client, coordinator):
    sign_in_by_password(client, coordinator)
    give_totp(coordinator)

    answer = client.get("/me/")

    assert answer.url == "/accounts/2fa/reauthenticate/?next=%2Fme%2F"


def test_last_factor_of_a_role_that_needs_it_stays(client, coordinator):
    secret = give_totp(coordinator)
    sign_in_by_password(client, coordinator)
    client.post("/accounts/2fa/authenticate/", {"code": get_code(secret)})

    answer = client.post("/accounts/2fa/totp/deactivate/")

    assert "เพิ่มวิธีใหม่ก่อน" in answer.content.decode()
    assert Authenticator.objects.filter(type="totp").exists()


def test_changing_keys_needs_a_fresh_sign_in(client, coordinator, sign_in):
    sign_in(client, coordinator)
    with time_machine.travel(time.time() + 16 * 60):
        answer = client.get("/accounts/2fa/totp/activate/")

    assert answer.status_code == 302
    assert "reauthenticate" in answer.url


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/2fa/",
        "/accounts/2fa/webauthn/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/recovery-codes/generate/",
        "/accounts/password/change/",
        "/accounts/other/",
        "/accounts/reauthenticate/",
        "/accounts/logout/",
        "/me/",
        "/me/profile/",
    ],
)
@pytest.mark.parametrize("language", ["th", "en"])
def test_pages_open(client, coordinator, sign_in, path, language):
    sign_in(client, coordinator)
    client.cookies["prongsai_language"] = language

    page = client.get(path)

    assert page.status_code == 200
    assert "unsafe-inline" not in page.headers["Content-Security-Policy"]
