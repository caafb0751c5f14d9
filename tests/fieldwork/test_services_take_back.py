"""Interviewers take the last outcome of a case back: once, on its day, never an interview."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from prongsai.audit.models import Entry
from prongsai.core import clock
from prongsai.fieldwork.models import Attempt, Case
from prongsai.fieldwork.selectors.own import get_own_list
from prongsai.fieldwork.services.cases import assign_cases, reopen_cases
from prongsai.fieldwork.services.rounds import close_round
from prongsai.fieldwork.services.sync import record_attempts, take_answers
from prongsai.fieldwork.types import TakeBack
from tests.fieldwork.test_services_sync import attempt, count, had, interview

WHEN = "2026-12-01T10:30"


@pytest.fixture
def case(place):
    return place.field.cases[0]


def hand_in(person, *rows):
    return record_attempts(person.actor, attempts=rows)


def back(spec):
    return TakeBack(str(uuid4()), spec.case_id, spec.key)


def stand(case):
    case.refresh_from_db()
    return case.disposition, case.attempts_made, case.appointment


def find_row(person, case):
    rows = get_own_list(person.actor)["cases"]
    return next((row for row in rows if row["id"] == case.pk), None)


def list_trail():
    return [each.detail for each in Entry.objects.filter(verb="fieldwork.take_back").order_by("pk")]


def test_case_stands_as_before_its_appointment_too(place, case):
    met, mistake = attempt(case, "appointment", appointment=WHEN), attempt(case, "refusal")
    hand_in(place.one, met, mistake)

    assert hand_in(place.one, back(mistake)).refused == {}

    assert stand(case) == ("appointment", 1, WHEN)
    assert list_trail() == [{"was": [f"{case.pk}: refusal"]}]
    assert dict(Attempt.objects.values_list("disposition", "taken_back")) == {
        "appointment": False,
        "refusal": True,
    }


def test_whatever_is_repeated_in_whatever_order_counts_once(place, case):
    mistake = attempt(case, "wrong_number")
    taken, other = back(mistake), back(mistake)
    hand_in(place.one, mistake)
    for rows in ([taken], [mistake, taken], [taken, mistake], [other]):
        assert set(hand_in(place.one, *rows).kept) == {each.key for each in rows}
        assert stand(case) == ("new", 0, "")

    hand_in(place.one, attempt(case))
    assert hand_in(place.one, taken).refused == {}
    assert stand(case) == ("complete", 1, "")
    assert len(list_trail()) == 1


def test_both_may_come_together_and_again_the_same_day(place, case):
    """All that a day without a network may hold of one case."""
    first, second = attempt(case, "refusal"), attempt(case, "language")

    hand_in(place.one, first, back(first), second, back(second), attempt(case))

    assert stand(case) == ("complete", 1, "")
    assert list_trail() == [{"was": [f"{case.pk}: refusal", f"{case.pk}: language"]}]


def test_interview_is_never_taken_back_nor_what_came_before_it(place, case):
    before, done = attempt(case, "refusal"), attempt(case)
    hand_in(place.one, before, done)
    take_answers(place.one.actor, sealed=[interview(place.field.agency.pk)])

    taken = hand_in(place.one, back(before), back(done))

    assert set(taken.refused.values()) == {"late"}
    assert stand(case) == ("complete", 2, "")
    assert (count(place), list_trail()) == (1, [])


@pytest.mark.parametrize("who", ["one", "two"])
def test_nothing_is_taken_back_once_somebody_went_on(place, case, who):
    mistake, later = attempt(case, "refusal"), attempt(case, "unknown")
    hand_in(place.one, mistake)
    hand_in(getattr(place, who), later)

    assert hand_in(place.one, back(mistake)).refused

    assert stand(case)[0] == "refusal"


def test_nobody_takes_back_what_another_recorded(place, case):
    mistake = attempt(case, "refusal")
    hand_in(place.one, mistake)
    one = place.field.round.pk
    two = place.two.user.pk
    assign_cases(place.lead.actor, round_id=one, case_ids=[case.pk], person_id=two)

    assert find_row(place.two, case) is None
    for person in (place.one, place.two):
        assert list(hand_in(person, back(mistake)).refused.values()) == ["late"]
    assert list(hand_in(place.stranger, back(mistake)).refused.values()) == ["unknown"]
    assert stand(case) == ("refusal", 1, "")


def test_what_the_leader_opened_stays_open(place, case):
    mistake = attempt(case, "refusal")
    hand_in(place.one, mistake)
    one = place.field.round.pk
    reopen_cases(place.lead.actor, round_id=one, case_ids=[case.pk], reason="กดผิดปุ่ม")

    assert list(hand_in(place.one, back(mistake)).refused.values()) == ["late"]
    assert stand(case) == ("reopened", 1, "")


def test_list_offers_it_on_the_day_and_never_an_interview(place, case):
    mistake = attempt(case, "refusal")
    hand_in(place.one, mistake, attempt(place.field.cases[1]))
    today = clock.today()

    row = find_row(place.one, case)
    assert row["last"] == {
        **{"key": mistake.key, "day": today.isoformat()},
        **{"state": "new", "appointment": ""},
    }
    assert row["telephone"] == case.telephone
    assert find_row(place.one, place.field.cases[1]) is None
    assert find_row(place.one, place.field.cases[2])["last"] is None
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        assert find_row(place.one, case) is None
        # A device that was out of reach hands in late what it took back on the day.
        assert hand_in(place.one, back(mistake)).refused == {}
    assert stand(case) == ("new", 0, "")


def test_closed_round_takes_nothing_back_and_forgets_the_appointment(place, case):
    met, mistake = attempt(case, "appointment", appointment=WHEN), attempt(case, "refusal")
    hand_in(place.one, met, mistake)
    close_round(place.lead.actor, round_id=place.field.round.pk)

    assert list(hand_in(place.one, back(mistake)).refused.values()) == ["closed"]
    assert not Case.objects.exclude(appointment_before="").exists()


def test_unknown_outcome_cannot_be_taken_back(place, case):
    had(place, 0)

    assert list(hand_in(place.one, back(attempt(case))).refused.values()) == ["late"]
