"""Every request has an actor, and everything needs sign-in unless it says otherwise."""

import pytest

from prongsai.permissions.roles import Role

pytestmark = pytest.mark.django_db


def test_stranger_is_sent_to_sign_in(client):
    answer = client.get("/")

    assert answer.status_code == 302
    assert answer.url == "/accounts/login/?next=/"


def test_actor_carries_role_and_second_factor(client, make_person, sign_in):
    person = make_person(Role.AUDITOR)
    sign_in(client, person)

    actor = client.get("/").wsgi_request.actor

    assert actor.role == "auditor"
    assert actor.second_factor


def test_nobody_signs_up_alone(client):
    assert client.get("/accounts/signup/").status_code == 404
