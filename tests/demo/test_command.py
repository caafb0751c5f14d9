"""The demo command lists accounts that can sign in with the password it names."""

import io
import json
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command

from prongsai.accounts.models import User
from prongsai.permissions.roles import Role
from prongsai.tokens.services.demo import list_demo_links as list_token_links


@pytest.fixture
def demo(settings, db):
    settings.DEMO = True
    settings.DEMO_PASSWORD = "first of the demo 1"
    call_command("demo", "load", "--once", stdout=io.StringIO())
    return settings


def list_accounts() -> dict:
    out = io.StringIO()
    call_command("demo", "accounts", "--json", stdout=out)
    return json.loads(out.getvalue())


def test_every_listed_account_signs_in_with_the_password(demo):
    listed = list_accounts()

    assert {f"{role}@demo.invalid" for role in Role} <= set(listed["accounts"])
    for email in listed["accounts"]:
        assert User.objects.get(email=email).check_password(listed["password"])


def test_another_password_is_taken_over_at_the_next_start(demo):
    demo.DEMO_PASSWORD = "second of the demo 2"

    call_command("demo", "load", "--once", stdout=io.StringIO())

    assert User.objects.get(email="auditor@demo.invalid").check_password("second of the demo 2")


def test_demo_is_refused_where_it_is_switched_off(settings, db):
    settings.DEMO = False

    with pytest.raises(CommandError, match="switched off"):
        call_command("demo", "load", "--once")

    assert not User.objects.exists()


def test_links_are_open_surveys_with_a_fresh_code_each_time(demo):
    first, second = list_links(), list_links()

    assert {"iit_code", "eit_open", "iit_token"} <= set(first)
    assert first["iit_code"] != second["iit_code"]
    assert first["eit_open"] == second["eit_open"]


def test_link_of_a_person_leads_to_a_round_that_is_open(demo, client):
    path = urlsplit(list_links()["iit_token"]).path

    page = client.get(path)

    assert page.status_code == 200
    assert "token-get" in page.content.decode()


def test_no_personal_link_is_printed_without_a_demo(demo):
    demo.DEMO = False

    assert list_token_links() == {}


def list_links() -> dict:
    out = io.StringIO()
    call_command("demo", "links", stdout=out)
    return json.loads(out.getvalue())
