"""People of tests: fictional, with a role, signed in where wanted."""

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client

from prongsai.accounts.models import RoleGrant, User
from prongsai.accounts.selectors.actors import build_actor
from prongsai.accounts.web.middleware import SEEN
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.permissions.roles import Role

PASSWORD = "ดินสอสีฟ้า-สองแท่ง"
MakePerson = Callable[..., "Person"]
SignIn = Callable[[Client, "Person"], Client]
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Person:
    """A fictional person: the row for accounts' own tests, the actor for everybody else's."""

    user: User
    actor: Actor

    @property
    def email(self) -> str:
        return self.user.email


def create_person(
    role: Role | str | None = None,
    unit: Any = None,
    *,
    starts: date | None = None,
    ends: date | None = None,
    division_id: int | None = None,
    **fields: Any,
) -> Person:
    """Return a person who holds ROLE over UNIT (a unit, its id, or None for the nation)."""
    number = next(_numbers)
    fields.setdefault("email", f"person{number}@demo.invalid")
    fields.setdefault("full_name", f"บุคคลสมมติ {number}")
    user = User.objects.create_user(password=PASSWORD, **fields)
    if role is not None:
        RoleGrant.objects.create(
            person=user,
            role=Role(role).value,
            unit_id=getattr(unit, "pk", unit),
            division_id=division_id,
            starts=starts or clock.today(),
            ends=ends,
        )
    return Person(user, build_actor(user, second_factor=True))


def sign_in_client(client: Client, person: Person) -> Client:
    """Sign PERSON in with a second factor already shown, as every role allows."""
    client.force_login(person.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time(), "email": person.email},
        {"method": "mfa", "at": time.time(), "type": "totp"},
    ]
    session["account_authentication_methods_user"] = str(person.user.pk)
    session[SEEN] = time.time()
    session.save()
    return client


@pytest.fixture
def make_person(db: None) -> MakePerson:
    return create_person


@pytest.fixture
def sign_in() -> SignIn:
    return sign_in_client
