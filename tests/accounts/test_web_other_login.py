"""Sign-in by a real OpenID Connect provider, which runs beside the test and is asked over HTTP."""

import subprocess
import sys
import time
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from benchmarks.server import find_port
from config.oidc import get_origin, make_providers
from prongsai.accounts.models import User
from prongsai.accounts.rules.identities import get_claim, hash_identity, is_citizen_id
from prongsai.accounts.services.accepting import accept_as_new
from prongsai.accounts.services.invitations import NewInvitation, invite
from prongsai.audit.models import Entry
from prongsai.core import ids
from prongsai.permissions.roles import Role
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db
# Fictional: built from a run of digits and the right check digit.
CITIZEN = "1234567890121"
LOGIN = "/accounts/oidc/staff/login/"


@pytest.fixture(scope="module")
def issuer():
    """Run the provider on a free port; it knows one citizen."""
    port = find_port()
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://localhost:{port}"
    try:
        _wait_for(address)
        claims = {
            "pid": CITIZEN,
            "given_name": "สมมติ",
            "family_name": "ทดสอบ",
            "email": "x@y.go.th",
        }
        requests.put(f"{address}/users/citizen", json=claims, timeout=120).raise_for_status()
        requests.put(f"{address}/users/foreigner", json={"given_name": "x"}, timeout=120)
        yield address
    finally:
        server.kill()
        server.wait(60)


def _wait_for(address):
    for _ in range(1200):
        try:
            requests.get(f"{address}/jwks", timeout=60)
        except requests.ConnectionError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(address)


@pytest.fixture
def provider(settings, issuer):
    settings.SOCIALACCOUNT_PROVIDERS = make_providers(
        issuer,
        client_id="prongsai",
        secret="not-a-secret",
        scopes=["pid", "openid", "given_name", "family_name"],
        claim="pid",
        name="ThaID",
    )
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 120
    return issuer


@pytest.fixture
def person(make_person, area):
    return make_person(Role.AGENCY_ADMIN, area.agency)


def go_and_come_back(client, *, process="login", sub="citizen", next_url=""):
    """Walk to the provider, consent there as SUB, and return with the code."""
    away = client.post(f"{LOGIN}?process={process}&next={next_url}")
    assert away.status_code == 302, away.content
    back = requests.post(away.url, data={"sub": sub}, allow_redirects=False, timeout=120)
    parts = urlsplit(back.headers["Location"])
    return client.get(f"{parts.path}?{parts.query}")


def sign_in_by_password(client, person):
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})


def connect(client, person):
    sign_in_by_password(client, person)
    return go_and_come_back(client, process="connect")


def test_request_carries_pkce_state_and_the_profile_scopes(client, provider):
    query = parse_qs(urlsplit(client.post(LOGIN).url).query)

    assert query["code_challenge_method"] == ["S256"]
    assert len(query["code_challenge"][0]) == 43
    assert query["state"][0]
    assert set(query["scope"][0].split()) == {"pid", "openid", "given_name", "family_name"}
    assert query["redirect_uri"] == ["http://testserver/accounts/oidc/staff/login/callback/"]


def test_get_alone_starts_nothing(client, provider):
    page = client.get(LOGIN)

    assert page.status_code == 200
    assert "ไปที่ ThaID" in page.content.decode()


def test_connected_person_signs_in(client, provider, person):
    assert connect(client, person).url == "/accounts/other/"
    there = Client()

    answer = go_and_come_back(there)

    assert answer.url == "/"
    assert there.get("/me/").wsgi_request.actor.user_id == person.user.pk
    entry = Entry.objects.filter(verb="session.begin").order_by("-id").first()
    assert entry.detail["methods"] == ["socialaccount"]


def test_only_a_keyed_hash_is_stored(client, provider, person):
    connect(client, person)

    account = SocialAccount.objects.get()
    assert account.uid == hash_identity("pid", CITIZEN, issuer="", pepper="only-for-tests")
    assert account.extra_data == {}
    everywhere = f"{account.__dict__}{list(Entry.objects.values())}{dict(client.session)}"
    assert CITIZEN not in everywhere
    assert "x@y.go.th" not in everywhere


def test_unknown_citizen_makes_no_account(client, provider, person):
    answer = go_and_come_back(client)

    assert answer.status_code == 403
    assert "ยังไม่ได้เชื่อม" in answer.content.decode()
    assert User.objects.count() == 1
    assert not SocialAccount.objects.exists()
    assert client.get("/me/").status_code == 302
    assert Entry.objects.filter(verb="session.refuse", detail__purpose="other").count() == 1


def test_same_address_at_the_provider_is_not_enough(client, provider, make_person, area):
    make_person(Role.AGENCY_ADMIN, area.agency, email="x@y.go.th")

    assert go_and_come_back(client).status_code == 403


def test_provider_that_does_not_say_who_is_refused(client, provider, person):
    answer = go_and_come_back(client, sub="foreigner")

    assert "ยืนยันตัวตนไม่สำเร็จ" in answer.content.decode()
    assert not SocialAccount.objects.exists()


def test_invited_with_the_number_signs_in_at_once(client, provider, make_person, area):
    coordinator = make_person(Role.PROVINCE_COORDINATOR, area.province)
    new = NewInvitation("new@demo.invalid", "ก", Role.AGENCY_ADMIN, area.agency, citizen_id=CITIZEN)
    row = invite(coordinator.actor, new=new)
    token = ids.new_token()
    row.token_hash = ids.hash_token(token)
    row.save()
    person = accept_as_new(token=token, full_name="ก", password=PASSWORD)

    answer = go_and_come_back(client)

    assert answer.url == "/"
    assert client.get("/me/").wsgi_request.actor.user_id == person.pk


def test_one_identity_belongs_to_one_person(client, provider, person, make_person, area):
    connect(client, person)
    other, there = make_person(Role.AGENCY_ADMIN, area.far), Client()

    answer = connect(there, other)

    assert answer.url == "/accounts/other/"
    assert "ผู้ใช้คนอื่น" in there.get(answer.url).content.decode()
    assert SocialAccount.objects.get().user_id == person.user.pk


def test_connecting_and_disconnecting_are_noted(client, provider, person):
    connect(client, person)

    client.post("/accounts/other/", {"account": SocialAccount.objects.get().pk})

    assert not SocialAccount.objects.exists()
    verbs = list(Entry.objects.values_list("verb", flat=True))
    assert "account.account_connected" in verbs
    assert "account.account_disconnected" in verbs


@pytest.mark.parametrize("change", ["state", "code"])
def test_forged_return_is_refused(client, provider, person, change):
    connect(client, person)
    there = Client()
    away = there.post(LOGIN)
    back = requests.post(away.url, data={"sub": "citizen"}, allow_redirects=False, timeout=120)
    query = parse_qs(urlsplit(back.headers["Location"]).query)
    query[change] = ["forged"]

    answer = there.get(
        "/accounts/oidc/staff/login/callback/", {key: value[0] for key, value in query.items()}
    )

    assert "ยืนยันตัวตนไม่สำเร็จ" in answer.content.decode()
    assert there.get("/me/").status_code == 302


def test_return_in_another_browser_is_refused(client, provider, person):
    connect(client, person)
    away = Client().post(LOGIN)
    back = requests.post(away.url, data={"sub": "citizen"}, allow_redirects=False, timeout=120)
    parts = urlsplit(back.headers["Location"])

    victim = Client()
    victim.get(f"{parts.path}?{parts.query}")

    assert victim.get("/me/").status_code == 302


def test_saying_no_there_changes_nothing(client, provider):
    query = parse_qs(urlsplit(client.post(LOGIN).url).query)
    no = {"error": "access_denied", "state": query["state"][0]}

    answer = client.get("/accounts/oidc/staff/login/callback/", no, follow=True)

    assert "ท่านยกเลิก" in answer.content.decode()
    assert client.get("/me/").status_code == 302


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example"])
def test_next_never_leads_elsewhere(client, provider, person, url):
    connect(client, person)

    assert go_and_come_back(Client(), next_url=url).url == "/"


def test_second_factor_is_still_asked_for(client, provider, make_person, area):
    coordinator = make_person(Role.PROVINCE_COORDINATOR, area.province)
    SocialAccount.objects.create(
        user=coordinator.user,
        provider="staff",
        uid=hash_identity("pid", CITIZEN, issuer="", pepper="only-for-tests"),
    )

    go_and_come_back(client)

    assert client.get("/me/").url == "/accounts/2fa/"


def test_switched_off_without_a_provider(client, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {}

    assert client.post(LOGIN).status_code == 404
    assert "ThaID" not in client.get("/accounts/login/").content.decode()


def test_policy_lets_the_form_go_to_the_provider():
    providers = make_providers(
        "https://id.example.go.th/realm",
        client_id="a",
        secret="b",
        scopes=[],
        claim="sub",
        name="c",
    )

    assert get_origin(providers) == ["https://id.example.go.th"]
    assert get_origin({}) == []


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        ({"id_token": {"sub": "1", "pid": "9"}}, "9"),
        ({"userinfo": {"sub": "1", "pid": "9"}}, "9"),
        ({"id_token": {"sub": "1"}, "userinfo": {"sub": "1", "pid": "9"}}, "9"),
        # The token is signed, the user info is not: it wins, and a stranger's info is refused.
        ({"id_token": {"sub": "1", "pid": "9"}, "userinfo": {"sub": "1", "pid": "8"}}, "9"),
        ({"id_token": {"sub": "1"}, "userinfo": {"sub": "2", "pid": "9"}}, None),
        ({"userinfo": {"sub": "1"}}, None),
        ({}, None),
    ],
)
def test_get_claim_trusts_the_token_first(answer, value):
    assert get_claim(answer, "pid") == value


@pytest.mark.parametrize(
    ("number", "good"),
    [(CITIZEN, True), ("1234567890122", False), ("123456789012", False), ("x" * 13, False)],
)
def test_is_citizen_id_checks_the_last_digit(number, good):
    assert is_citizen_id(number) is good
