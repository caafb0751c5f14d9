"""What a device hands in counts once, whatever it repeats, and leads from no case to an answer."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from prongsai.audit.models import Entry
from prongsai.core import clock
from prongsai.core.errors import Conflict, NotFound
from prongsai.fieldwork.models import Attempt, Case
from prongsai.fieldwork.rules.sealing import Interview, seal_interview
from prongsai.fieldwork.selectors.own import get_own_list
from prongsai.fieldwork.services.cases import reopen_cases
from prongsai.fieldwork.services.keys import ensure_field_key
from prongsai.fieldwork.services.rounds import close_round, forget_numbers
from prongsai.fieldwork.services.sync import record_attempts, take_answers
from prongsai.fieldwork.types import AttemptSpec, SealedAnswer
from prongsai.surveys.selectors.counts import get_counts
from prongsai.surveys.selectors.questionnaires import get_questionnaire
from prongsai.surveys.services.mixing import mix
from tests.factories.surveys import FRAMEWORK, list_sheets

FORM = get_questionnaire(FRAMEWORK, "EIT")


def attempt(case, state="complete", **fields):
    spec = {"key": str(uuid4()), "case_id": case.pk, "disposition": state, "day": clock.today()}
    return AttemptSpec(**{**spec, **fields})


LINES = len(FORM.lines)


def interview(agency_id, choice=1, *, size=LINES, pace=2):
    key = ensure_field_key()
    answers, profile = bytes([choice]) * size, b"\xff" * len(FORM.attributes)
    inside = Interview(agency_id, 255, pace, answers, profile)
    body = seal_interview(inside, public_key=bytes(key.public_key), key_id=key.pk)
    return SealedAnswer(str(uuid4()), key.pk, body)


def count(place):
    channel = place.field.agency.interview_channel
    return get_counts([channel])[channel]


def had(place, number):
    attempts = [attempt(case) for case in place.field.cases[:number]]
    record_attempts(place.one.actor, attempts=attempts)
    return attempts


def test_repeated_attempt_counts_once(place):
    given = had(place, 2)

    again = record_attempts(place.one.actor, attempts=given)

    assert set(again.kept) == {each.key for each in given}
    assert Attempt.objects.count() == 2
    assert sorted(Case.objects.values_list("attempts_made", flat=True)) == [0, 1, 1]


def test_repeated_interview_counts_once_and_none_is_lost(place):
    had(place, 3)
    given = [interview(place.field.agency.pk, number) for number in (0, 1, 255)]

    first = take_answers(place.one.actor, sealed=given[:2])
    again = take_answers(place.one.actor, sealed=[given[2], given[0], given[0]])
    mix(everything=True)
    late = take_answers(place.one.actor, sealed=given)

    assert set(first.kept) == {each.key for each in given[:2]}
    assert set(again.kept) == {given[2].key, given[0].key}
    assert set(late.kept) == {each.key for each in given}
    assert count(place) == 3
    assert sorted(row[-1][0] for row in list_sheets()) == [0, 1, 255]


def test_no_more_answers_than_interviews(place):
    had(place, 1)
    given = [interview(place.field.agency.pk) for _each in range(3)]

    taken = take_answers(place.one.actor, sealed=given)

    assert len(taken.kept) == 1
    assert sorted(taken.refused.values()) == ["room", "room"]
    had(place, 3)
    assert len(take_answers(place.one.actor, sealed=given).kept) == 3
    assert count(place) == 3


@pytest.mark.parametrize("damage", ["size", "body", "choice", "pace"])
def test_damaged_interview_is_refused_and_the_others_are_kept(place, damage):
    had(place, 2)
    good, bad = interview(place.field.agency.pk), interview(place.field.agency.pk)
    if damage == "size":
        bad = interview(place.field.agency.pk, size=3)
    elif damage == "choice":
        bad = interview(place.field.agency.pk, 200)
    elif damage == "pace":
        bad = interview(place.field.agency.pk, pace=5)
    else:
        bad = SealedAnswer(bad.key, bad.key_id, bad.body[:-1] + bytes([bad.body[-1] ^ 1]))

    taken = take_answers(place.one.actor, sealed=[bad, good])

    assert taken.kept == (good.key,)
    assert taken.refused == {bad.key: "damaged"}


def test_stranger_to_the_round_can_neither_record_nor_send(place):
    had(place, 1)
    refused = record_attempts(place.stranger.actor, attempts=[attempt(place.field.cases[1])])
    answers = take_answers(place.stranger.actor, sealed=[interview(place.field.agency.pk)])

    assert set(refused.refused.values()) == {"unknown"}
    assert set(answers.refused.values()) == {"unknown"}
    with pytest.raises(NotFound):
        record_attempts(place.lead.actor, attempts=[])


def test_interview_that_was_had_is_never_taken_back(place):
    had(place, 1)
    case = place.field.cases[0]
    later = attempt(case, "no_answer", day=clock.today() + timedelta(days=9))
    record_attempts(place.two.actor, attempts=[later])

    case.refresh_from_db()
    assert (case.disposition, case.attempts_made) == ("complete", 2)
    assert Attempt.objects.get(key=later.key).day == clock.today()


def test_case_closed_by_mistake_is_opened_again_and_counts_once(place):
    """What the device said before, it may say again; the interview after it counts once."""
    case, lead, one = place.field.cases[0], place.lead.actor, place.field.round.pk
    mistake = attempt(case, "refusal")
    record_attempts(place.one.actor, attempts=[mistake])
    assert reopen_cases(lead, round_id=one, case_ids=[case.pk], reason="กดผิดปุ่ม") == 1
    record_attempts(place.one.actor, attempts=[mistake])

    row = get_own_list(place.one.actor)["cases"][0]
    assert (row["id"], row["state"], row["attempts"]) == (case.pk, "reopened", 1)
    told = Entry.objects.get(verb="fieldwork.reopen_cases").detail
    assert told == {"was": {str(case.pk): "refusal"}, "reason": "กดผิดปุ่ม"}
    record_attempts(place.one.actor, attempts=[attempt(case), attempt(case)])
    given = [interview(place.field.agency.pk) for _each in range(2)]
    taken = take_answers(place.one.actor, sealed=given)
    assert (len(taken.kept), list(taken.refused.values())) == (1, ["room"])
    assert count(place) == 1


@pytest.mark.parametrize("state", ["complete", "no_answer"])
def test_case_with_an_interview_or_not_closed_is_not_opened(place, state):
    case = place.field.cases[0]
    record_attempts(place.one.actor, attempts=[attempt(case, state)])

    with pytest.raises(Conflict):
        reopen_cases(
            place.lead.actor, round_id=place.field.round.pk, case_ids=[case.pk], reason="?"
        )
    case.refresh_from_db()
    assert case.disposition == state


def test_interviewer_opens_no_case(place):
    record_attempts(place.one.actor, attempts=[attempt(place.field.cases[0], "refusal")])

    with pytest.raises(NotFound):
        reopen_cases(
            place.one.actor,
            round_id=place.field.round.pk,
            case_ids=[place.field.cases[0].pk],
            reason="?",
        )


def test_nothing_on_the_server_joins_a_case_and_an_answer(place):
    """Look for the keys and the sealed bodies in every column of every table."""
    attempts = had(place, 3)
    given = [interview(place.field.agency.pk, number) for number in (0, 1, 255)]
    take_answers(place.one.actor, sealed=given)

    secrets = {each.key for each in given} | {each.key.replace("-", "") for each in given}
    tables = dump()
    assert attempts[0].key in tables["public.fieldwork_attempt"]
    for name, text in tables.items():
        assert not any(secret in text for secret in secrets), name
        assert not any(each.body.hex() in text for each in given), name
    for name, text in tables.items():
        if "fieldwork" not in name and "audit" not in name:
            assert not any(each.key in text for each in attempts), name
            assert not any(case.telephone in text for case in place.field.cases), name


def test_numbers_are_gone_after_the_round(place):
    telephone = place.field.cases[0].telephone
    close_round(place.lead.actor, round_id=place.field.round.pk)

    assert not any(telephone in text for text in dump().values())
    assert get_own_list(place.one.actor)["cases"] == []
    taken = record_attempts(place.one.actor, attempts=[attempt(place.field.cases[0])])
    assert set(taken.refused.values()) == {"closed"}


def test_numbers_are_forgotten_a_week_after_the_last_day(place):
    one = place.field.round
    for days, forgotten in ((7, 0), (8, 1), (8, 0)):
        one.opens_on = one.closes_on = clock.today() - timedelta(days=days)
        one.save(update_fields=["opens_on", "closes_on"])
        assert forget_numbers() == forgotten
    assert not Case.objects.exclude(telephone="").exists()


def dump():
    """Return every table of every schema as text."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT schemaname, tablename FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        )
        for schema, table in cursor.fetchall():
            cursor.execute(
                f"SELECT coalesce(string_agg(t::text, E'\\n'), '') FROM \"{schema}\".\"{table}\" t"
            )
            found[f"{schema}.{table}"] = cursor.fetchone()[0]
    return found
