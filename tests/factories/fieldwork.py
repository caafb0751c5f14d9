"""Makers of field rounds: a province with agencies, people, cases, a bundle of paper."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from prongsai.core import clock
from prongsai.core.actor import SYSTEM
from prongsai.fieldwork.models import Agency, Case, Member, Round
from prongsai.fieldwork.services.agencies import set_agencies
from prongsai.fieldwork.services.paper import open_bundle
from prongsai.fieldwork.services.rounds import create_round
from prongsai.fieldwork.types import RoundSpec
from tests.factories.surveys import FRAMEWORK


@dataclass(frozen=True)
class Field:
    """A round with one agency, as tests need it."""

    round: Round
    agency: Agency
    cases: list[Case]


def make_round(
    *, province_id: int, agency_code: str, people: list[Any], numbers: int = 3, quota: int = 5
) -> Field:
    """Open a round about one agency, with NUMBERS cases given to the first of PEOPLE."""
    today = clock.today()
    spec = RoundSpec(
        *("รอบทดสอบ", province_id, FRAMEWORK),
        *(today - timedelta(days=1), today + timedelta(days=20)),
    )
    one = create_round(SYSTEM, spec=spec)
    set_agencies(SYSTEM, round_id=one.pk, quotas={agency_code: quota})
    agency = Agency.objects.get(round=one)
    Member.objects.bulk_create([Member(round=one, person=person.user) for person in people])
    cases = Case.objects.bulk_create(
        [
            Case(agency=agency, telephone=f"0200000{at:03}", interviewer=people[0].user)
            for at in range(numbers)
        ]
    )
    return Field(one, agency, cases)


def make_bundle(field: Field, *, number: str = "ก-1", count: int = 2) -> int:
    bundle = open_bundle(
        SYSTEM, round_id=field.round.pk, agency_id=field.agency.pk, number=number, count=count
    )
    return bundle.pk
