"""Making many people at once: the demo and the first load of a new installation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.db import transaction

from prongsai.accounts.models import RoleGrant, User
from prongsai.audit.services import record
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import NotAllowed
from prongsai.core.ids import new_token
from prongsai.permissions.roles import Role


@dataclass(frozen=True, slots=True)
class Post:
    """One role that a new person holds; the nation where there is no unit."""

    role: Role
    unit_id: int | None = None
    division_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody to be made; without a password nobody can sign in until it is reset."""

    email: str
    full_name: str
    posts: tuple[Post, ...]
    position: str = ""
    password: str = ""


@transaction.atomic
def create_people(
    actor: Actor, *, people: Sequence[NewPerson], starts: date | None = None, reason: str
) -> int:
    """Make people with their roles in a few statements; only the system itself may."""
    if actor.role != "system":
        raise NotAllowed
    users = User.objects.bulk_create([_make_user(person) for person in people], batch_size=1000)
    first = starts or clock.today()
    RoleGrant.objects.bulk_create(
        [
            RoleGrant(
                person=user,
                role=post.role.value,
                unit_id=post.unit_id,
                division_id=post.division_id,
                starts=first,
            )
            for user, person in zip(users, people, strict=True)
            for post in person.posts
        ],
        batch_size=1000,
    )
    detail = {"count": len(users), "reason": reason}
    record(actor, verb="person.create_many", target="people", detail=detail)
    return len(users)


def _make_user(person: NewPerson) -> User:
    password = (
        make_password(person.password)
        if person.password
        else UNUSABLE_PASSWORD_PREFIX + new_token()[:40]
    )
    return User(
        email=person.email.lower(),
        full_name=person.full_name,
        position=person.position,
        password=password,
    )


@transaction.atomic
def set_demo_passwords(actor: Actor, *, emails: Sequence[str], password: str) -> bool:
    """Give the demo accounts PASSWORD where they have another; return whether anything changed."""
    if actor.role != "system" or not settings.DEMO:
        raise NotAllowed
    people = list(User.objects.filter(email__in=emails))
    if not people or people[0].check_password(password):
        return False
    sealed = make_password(password)
    for person in people:
        person.password = sealed
    User.objects.bulk_update(people, ["password"])
    record(actor, verb="account.password_set", target="people:demo", detail={"count": len(people)})
    return True
