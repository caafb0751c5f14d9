"""Quiet days: one interviewer, one case a day, one answer in every envelope; then the full dump.

The attacker knows which case was asked on which day and by whom, and holds every table, system
columns included. Wanted: the answers of a case. Blind guessing finds two people on average.
"""

import random
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection

from prongsai.core import clock
from prongsai.fieldwork.rules.sealing import Interview, seal_interview
from prongsai.fieldwork.services.keys import ensure_field_key
from prongsai.fieldwork.services.sync import record_attempts, take_answers
from prongsai.fieldwork.types import AttemptSpec, SealedAnswer
from prongsai.surveys.services.mixing import mix
from tests.factories.fieldwork import make_round
from tests.fieldwork.test_services_sync import FORM, LINES

DAYS = 20
# Hits of blind guessing are Poisson with mean 2 (two releases); 13 happen once in 10^6 runs.
BY_CHANCE = 12
ORDERS = (
    *("tableoid, ctid", "tableoid DESC, ctid DESC", "release_id DESC, ctid"),
    *("xmin::text::bigint, ctid", "answers", "answers DESC"),
)


@pytest.fixture
def asked(place):
    """Ask one person a day and mix every night; return (case, answers) in the order of the days."""
    cases = make_round(
        province_id=place.field.round.unit_id, agency_code="L1", people=[place.one], numbers=DAYS
    )
    agency, begun = cases.agency.pk, clock.now()
    numbers = random.Random(9474).sample(range(1 << LINES), DAYS)  # noqa: S311 - a simulation
    asked = []
    for day, (case, number) in enumerate(zip(cases.cases, numbers, strict=True)):
        answers = bytes(number >> at & 1 for at in range(LINES))
        with time_machine.travel(begun + timedelta(days=day), tick=False):
            interview_one(place.one.actor, case, agency, answers)
            mix()
        asked.append((case.pk, answers))
    mix(everything=True)
    return asked


def interview_one(actor, case, agency_id, answers):
    spec = AttemptSpec(key=str(uuid4()), case_id=case.pk, disposition="complete", day=clock.today())
    record_attempts(actor, attempts=[spec])
    key = ensure_field_key()
    inside = Interview(agency_id, 255, 2, answers, b"\xff" * len(FORM.attributes))
    body = seal_interview(inside, public_key=bytes(key.public_key), key_id=key.pk)
    given = SealedAnswer(str(uuid4()), key.pk, body)
    assert take_answers(actor, sealed=[given]).kept == (given.key,)


def fetch(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def test_one_case_a_day_is_one_of_ten_at_least(asked):
    order = fetch("SELECT case_id FROM fieldwork_attempt ORDER BY day, xmin::text::bigint")
    assert [case for (case,) in order] == [case for case, _ in asked]  # that much is known

    for by in ORDERS:
        rows = [bytes(a) for (a,) in fetch(f"SELECT answers FROM answers.sheets ORDER BY {by}")]
        assert sorted(rows) == sorted(answers for _, answers in asked)
        assert sum(a == b for a, (_, b) in zip(rows, asked, strict=True)) <= BY_CHANCE
    groups = fetch("SELECT count(*), count(channel_id) FROM answers.sheets GROUP BY release_id")
    assert min(size for size, _ in groups) >= 10


def test_no_row_of_interviewer_or_case_shares_a_transaction_with_an_answer(asked):
    kept = {xid for (xid,) in fetch("SELECT DISTINCT xmin::text FROM answers.sheets")}
    marks = {xid for (xid,) in fetch("SELECT DISTINCT xmin::text FROM ledger.spent")}
    for table in ("fieldwork_attempt", "fieldwork_case", "audit_entry"):
        others = {xid for (xid,) in fetch(f"SELECT DISTINCT xmin::text FROM {table}")}
        assert not others & marks
        if table != "audit_entry":  # the release is anchored there by the mixer itself
            assert not others & kept
    assert fetch("SELECT count(*) FROM audit_entry WHERE verb LIKE 'fieldwork.answer%'") == [(0,)]
