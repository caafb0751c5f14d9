"""Signing in, going wrong, and coming back: the same answers whether an account exists or not."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from prongsai.accounts.models import SignIn, User
from prongsai.audit.models import Entry
from prongsai.core import clock
from prongsai.permissions.roles import Role
from tests.factories.jobs import run_jobs
from tests.factories.organizations import make_unit
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db
WRONG = "ไม่ใช่รหัสนี้แน่"
NEW = "กระดาษสีชมพู-สามแผ่น"
LOGIN = "/accounts/login/"
CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"


@pytest.fixture
def person(make_person):
    return make_person(Role.AGENCY_ADMIN, make_unit("A1"))


def try_password(client, email, password=WRONG, **more):
    return client.post(LOGIN, {"login": email, "password": password, **more})


class CountingHasher(MD5PasswordHasher):
    """Counts how often a password is worked on."""

    worked = 0

    def encode(self, *args, **kwargs):
        CountingHasher.worked += 1
        return super().encode(*args, **kwargs)


def test_wrong_password_costs_the_same_work_for_everybody(client, person, settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    try_password(client, "warm@demo.invalid")
    costs = []
    for email in (person.email, "nobody@demo.invalid"):
        CountingHasher.worked = 0
        with CaptureQueriesContext(connection) as seen:
            try_password(client, email)
        costs.append((CountingHasher.worked, len(seen)))

    assert costs[0] == costs[1]
    assert costs[0][0] > 0


def list_errors(answer):
    return [str(error) for error in answer.context["form"].non_field_errors()]


def test_sign_in_begins_a_noted_session(client, person):
    client.defaults.update(HTTP_USER_AGENT=CHROME, REMOTE_ADDR="203.0.113.9")

    answer = try_password(client, person.email.upper(), PASSWORD)

    assert answer.status_code == 302
    assert answer.url == "/"
    row = SignIn.objects.get()
    assert (row.browser, row.system, row.network) == ("Chrome", "Windows", "203.0.113.0/24")
    entry = Entry.objects.get(verb="session.begin")
    assert entry.user_id == person.user.pk
    assert entry.detail == {"methods": ["password"], "network": "203.0.113.0/24"}
    assert not Entry.objects.filter(detail__icontains="203.0.113.9").exists()


def test_session_gets_a_new_key_at_sign_in(client, person):
    client.get(LOGIN)
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key

    try_password(client, person.email, PASSWORD)

    assert client.session.session_key != planted
    assert (
        not Client(headers={"cookie": f"prongsai_session={planted}"})
        .get("/")
        .wsgi_request.user.is_authenticated
    )


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_next_never_leads_elsewhere(client, person, url):
    answer = try_password(client, person.email, PASSWORD, next=url)

    assert answer.url == "/"


def test_next_leads_within_the_site(client, person):
    assert try_password(client, person.email, PASSWORD, next="/me/").url == "/me/"


def test_wrong_password_and_unknown_address_look_alike(client, person):
    known = try_password(client, person.email)
    unknown = try_password(client, "nobody@demo.invalid")

    assert list_errors(known) == list_errors(unknown) == ["อีเมลหรือรหัสผ่านไม่ถูกต้อง"]
    blank = re.compile(r"(csrfmiddlewaretoken\" value=\"\w+|value=\"[\w@.]+\")")
    assert blank.sub("", known.content.decode()) == blank.sub("", unknown.content.decode())
    first, second = Entry.objects.filter(verb="session.refuse").order_by("id")
    assert person.email not in f"{first.target}{first.detail}"
    assert set(first.detail) == set(second.detail)


@pytest.mark.usefixtures("still")
@pytest.mark.parametrize("known", [True, False])
def test_wrong_passwords_delay_alike(client, person, known):
    email = person.email if known else "nobody@demo.invalid"
    for _ in range(4):
        try_password(client, email)

    answer = try_password(client, email, PASSWORD)

    assert list_errors(answer) == ["ลองผิดหลายครั้ง กรุณารอ 2 วินาทีแล้วลองใหม่"]


@pytest.mark.usefixtures("still")
def test_known_browser_gets_in_while_strangers_guess(client, person):
    try_password(client, person.email, PASSWORD)
    client.post("/accounts/logout/")
    stranger = Client(REMOTE_ADDR="198.51.100.1")
    for _ in range(4):
        try_password(stranger, person.email)
    assert "รอ" in list_errors(try_password(stranger, person.email))[0]

    assert try_password(client, person.email, PASSWORD).status_code == 302


@pytest.mark.usefixtures("still")
def test_forged_device_cookie_is_nobody(client, person):
    for _ in range(4):
        try_password(client, person.email)
    client.cookies["prongsai_device"] = "WyJYIiwgWyJhIl1d:1:forged"

    assert "รอ" in list_errors(try_password(client, person.email, PASSWORD))[0]


def test_inactive_person_stays_out(client, person):
    User.objects.filter(pk=person.user.pk).update(is_active=False)

    answer = try_password(client, person.email, PASSWORD)

    assert answer.url == "/accounts/inactive/"
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("known", [True, False])
def test_reset_answers_alike_and_mails_only_to_accounts(client, person, known):
    email = person.email if known else "nobody@demo.invalid"

    answer = client.post("/accounts/password/reset/", {"email": email}, follow=True)

    assert answer.redirect_chain == [("/accounts/password/reset/done/", 302)]
    assert mail.outbox == []
    assert run_jobs()[0] == "accounts.tasks.send_reset_link"
    assert len(mail.outbox) == known
    assert all(person.email in letter.to[0] for letter in mail.outbox)


def test_reset_takes_the_same_queries_for_everybody(client, person):
    counts = []
    client.post("/accounts/password/reset/", {"email": "warm@demo.invalid"})
    for email in (person.email, "nobody@demo.invalid"):
        with CaptureQueriesContext(connection) as seen:
            client.post("/accounts/password/reset/", {"email": email})
        counts.append(len(seen))

    assert counts[0] == counts[1]


def ask_for_link(client, email):
    client.post("/accounts/password/reset/", {"email": email})
    run_jobs()
    return re.search(r"http\S*(/accounts/password/reset/key/\S+/)", mail.outbox[-1].body)[1]


def set_new_password(client, link, password=NEW):
    form = client.get(link, follow=True)
    action = form.context.get("action_url", link)
    return client.post(action, {"password1": password, "password2": password}, follow=True)


def test_reset_link_works_once_and_ends_every_session(client, person):
    other = Client()
    try_password(other, person.email, PASSWORD)
    link = ask_for_link(client, person.email)

    set_new_password(client, link)

    assert other.get("/me/").status_code == 302
    assert SignIn.objects.count() == 0
    assert try_password(client, person.email, PASSWORD).status_code == 200
    assert try_password(client, person.email, NEW).status_code == 302
    assert Client().get(link).context["token_fail"]
    assert Entry.objects.filter(verb="account.password_reset").count() == 1


def test_reset_link_expires(client, person):
    link = ask_for_link(client, person.email)

    with time_machine.travel(clock.real_now() + timedelta(hours=1, minutes=1)):
        assert client.get(link).context["token_fail"]


def test_too_many_reset_letters_wait(client, person):
    for _ in range(3):
        client.post("/accounts/password/reset/", {"email": person.email})

    answer = client.post("/accounts/password/reset/", {"email": person.email})

    assert answer.status_code == 200
    assert "รอ" in str(answer.context["form"].errors["email"]) or "พัก" in str(
        answer.context["form"].errors["email"]
    )


@pytest.mark.parametrize("bad", ["short-รหัส", "password1234", "123456789012"])
def test_weak_passwords_are_refused_in_thai(client, person, bad):
    try_password(client, person.email, PASSWORD)

    answer = client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": bad, "password2": bad},
    )

    errors = answer.context["form"].errors["password1"]
    assert errors
    assert all(re.search("[ก-ฮ]", error) for error in errors)


def test_password_change_ends_other_sessions_but_this(client, person):
    other = Client()
    try_password(other, person.email, PASSWORD)
    try_password(client, person.email, PASSWORD)

    client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "ต้นไม้ใหญ่-ริมน้ำ", "password2": "ต้นไม้ใหญ่-ริมน้ำ"},
    )

    assert client.get("/me/").status_code == 200
    assert other.get("/me/").status_code == 302
    assert SignIn.objects.count() == 1


def test_demo_offers_its_accounts_by_role(client, settings):
    settings.DEMO = True

    page = client.get(f"{LOGIN}?as=governor@demo.invalid")

    assert page.context["form"]["login"].value() == "governor@demo.invalid"
    assert len(page.context["form"].demo_accounts) == len(Role)


def test_no_accounts_are_named_outside_the_demo(client):
    page = client.get(f"{LOGIN}?as=governor@demo.invalid")

    assert page.context["form"].demo_accounts == []
    assert not page.context["form"]["login"].value()
