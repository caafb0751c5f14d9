"""One of everything that an address can name, made once in a demo; its scale is the argument."""

import json
import sys
from typing import Any

from django.db import transaction

from prongsai.accounts.models import User
from prongsai.accounts.selectors.actors import build_actor
from prongsai.core import clock
from prongsai.core.thai_dates import fiscal_year
from prongsai.demo.history import list_scored
from prongsai.demo.loader import Order, build_bodies
from prongsai.demo.people import DOMAIN
from prongsai.frameworks.models import Season
from prongsai.integrity.models import Finding
from prongsai.permissions.roles import Role
from prongsai.surveys.models import Channel
from prongsai.surveys.services.kits.orders import order_kits
from prongsai.surveys.types import KitPart
from tests.access.world import Place, hand_in_setups, make_runs, make_things_anywhere
from tests.factories.integrity import make_case, make_finding
from tests.factories.people import Person


def main() -> None:
    """Make the things and print them as JSON; whoever asks keeps that."""
    people = find_people()
    scored = [body.code for body in list_scored(build_bodies(Order(sys.argv[1])))]
    with transaction.atomic():
        things = make_things(people, find_place(people), scored)
    print(json.dumps(things))


def make_things(
    people: dict[Role, Person], place: Place, scored: list[str], *, number: int = 1
) -> dict[str, Any]:
    """Make what the matrix of addresses names; NUMBER tells it apart from what was made before."""
    owner = people[Role.COMMISSION_OWNER].actor
    year = fiscal_year(clock.today())
    links = Channel.objects.filter(unit_id=place.agency_id, instrument="IIT", fiscal_year=year)
    return {
        **make_things_anywhere(place, people, number=number),
        **make_runs(scored),
        **find_case(place),
        "season": Season.objects.latest("pk").code,
        "channel": links.latest("pk").pk,
        "kit_order": order_kits(owner, instrument="EIT", parts=[KitPart.LINE], language="th"),
        "kit_area": place.province,
        "setup_file": hand_in_setups(people[Role.PROVINCE_COORDINATOR], place.agency),
        "seats": {role.value: list_seats(person) for role, person in people.items()},
    }


def find_people() -> dict[Role, Person]:
    """Return the demo account of every role."""
    users = {role: User.objects.get(email=f"{role.value}@{DOMAIN}") for role in Role}
    return {
        role: Person(user, build_actor(user, second_factor=True)) for role, user in users.items()
    }


def find_place(people: dict[Role, Person]) -> Place:
    """Return the agency and the province in which the demo accounts work."""
    agency = people[Role.AGENCY_ADMIN].actor.grants[0]
    province = people[Role.GOVERNOR].actor.grants[0]
    assert agency.unit_id
    assert province.unit_id
    return Place(agency.unit_code, agency.unit_id, province.unit_code, province.unit_id)


def list_seats(person: Person) -> list[str]:
    return [grant.unit_code for grant in person.actor.grants if grant.unit_id]


def find_case(place: Place) -> dict[str, int]:
    """Return a finding and a case of the agency; one is made up where the season gave it none."""
    finding = Finding.objects.filter(unit_id=place.agency_id).first()
    finding = finding or make_finding(place.agency_id)
    return {"finding": finding.pk, "case": make_case(finding).pk}
