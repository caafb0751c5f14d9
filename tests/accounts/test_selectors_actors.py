"""Who somebody is today, and under which grant."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from prongsai.accounts.models import RoleGrant
from prongsai.accounts.selectors.actors import build_actor
from prongsai.accounts.services.grants import grant_role
from prongsai.core import clock
from prongsai.core.actor import SYSTEM
from prongsai.core.errors import Conflict, NotFound
from prongsai.organizations.models import Unit
from prongsai.permissions.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def units():
    return [Unit.objects.create(code=f"U{number}") for number in range(3)]


def test_build_actor_holds_the_grants_in_force(make_person, units):
    today = clock.today()
    person = make_person(Role.AGENCY_ADMIN, units[0])
    make = RoleGrant.objects.create
    make(person=person.user, role="agency_admin", unit=units[1], starts=today + timedelta(days=1))
    make(
        person=person.user,
        role="agency_admin",
        unit=units[2],
        starts=today - timedelta(days=9),
        ends=today - timedelta(days=1),
    )

    actor = build_actor(person.user)

    assert [grant.unit_id for grant in actor.grants] == [units[0].pk]


def test_build_actor_takes_the_wanted_grant_else_the_last_else_the_widest(make_person, units):
    person = make_person(Role.DIVISION_CONTACT, units[0])
    chief = grant_role(
        SYSTEM, person_id=person.user.pk, role=Role.DISTRICT_CHIEF, unit_id=units[1].pk
    )
    contact = person.actor.acting

    assert build_actor(person.user).acting.id == chief.pk
    assert build_actor(person.user, contact.id).acting.id == contact.id
    person.user.last_grant_id = contact.id
    assert build_actor(person.user).acting.id == contact.id
    assert build_actor(person.user, 987654).acting.id == contact.id


@pytest.mark.parametrize("number", [1, 3])
def test_build_actor_asks_twice_however_many_grants(
    number, make_person, units, django_assert_num_queries
):
    person = make_person()
    for unit in units[:number]:
        grant_role(SYSTEM, person_id=person.user.pk, role=Role.TAMBON_OFFICER, unit_id=unit.pk)

    with django_assert_num_queries(2):
        actor = build_actor(person.user)

    assert len(actor.grants) == number


def test_grant_role_refuses_the_same_role_twice_at_once(make_person, units):
    person = make_person(Role.AGENCY_ADMIN, units[0])

    with pytest.raises(Conflict):
        grant_role(SYSTEM, person_id=person.user.pk, role=Role.AGENCY_ADMIN, unit_id=units[0].pk)

    grant_role(SYSTEM, person_id=person.user.pk, role=Role.AGENCY_ADMIN, unit_id=units[1].pk)
    assert person.user.grants.count() == 2


def test_grant_role_refuses_a_stranger(make_person, units):
    person, stranger = make_person(), make_person(Role.AGENCY_ADMIN, units[1])

    with pytest.raises(NotFound):
        grant_role(
            stranger.actor, person_id=person.user.pk, role=Role.AGENCY_ADMIN, unit_id=units[0].pk
        )


@pytest.mark.parametrize(
    "fields",
    [
        {"role": "king"},
        {"role": "governor", "unit": None},
        {"role": "agency_admin", "division_id": 1},
        {"role": "agency_admin", "ends": clock.today() - timedelta(days=1)},
        {"role": "agency_admin", "revoked_at": clock.now()},
    ],
)
def test_database_refuses_nonsense(fields, make_person, units):
    person = make_person()
    whole = {"person": person.user, "unit": units[0], "starts": clock.today(), **fields}

    with pytest.raises(IntegrityError):
        RoleGrant.objects.create(**whole)
