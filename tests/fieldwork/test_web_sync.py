"""What a device sends may be anything: readable rows are taken, the others named, nobody else's."""

import base64
import json
import logging

import pytest
from django.db import connection
from django.test import Client

from prongsai.fieldwork.models import Attempt
from prongsai.fieldwork.selectors.rounds import get_figures
from prongsai.fieldwork.services.sync import record_attempts
from prongsai.surveys.selectors.counts import get_counts
from prongsai.surveys.services.mixing import mix
from tests.factories.fieldwork import make_round
from tests.factories.people import sign_in_client
from tests.fieldwork.test_services_sync import attempt, had, interview

KEY = "6d1b7f0e-9d3c-4c0e-8a53-0f6a3f3f0a11"


@pytest.fixture
def client(place):
    return sign_in_client(Client(), place.one)


def row(case, state="no_answer", **fields):
    return {"key": KEY, "case": case.pk, "state": state, "day": "2026-01-01", **fields}


def sealed(answer):
    return {
        "key": answer.key,
        "key_id": answer.key_id,
        "body": base64.b64encode(answer.body).decode(),
    }


def post(client, name, rows, *, who):
    body = json.dumps({"who": who.user.pk, name: rows})
    return client.post(f"/fieldwork/app/{name}", body, content_type="application/json")


STRANGE = [
    {},
    None,
    7,
    "row",
    [],
    {"key": 7},
    {"key": "no-uuid"},
    {"case": "1"},
    {"case": True},
    {"case": 10**30},
    {"case": 1e400},
    {"case": -1},
    {"state": "new"},
    {"state": "partial"},
    {"state": ["refusal"]},
    {"state": None},
    {"day": "31/12/2569"},
    {"day": 20261121},
    {"appointment": 7},
    {"takes_back": 7},
    {"takes_back": "no-uuid"},
]


@pytest.mark.parametrize("strange", STRANGE, ids=repr)
def test_unreadable_row_is_named_and_holds_up_no_other(place, client, strange):
    good = row(place.field.cases[0])
    bad = strange
    if isinstance(strange, dict) and strange:
        bad = {**row(place.field.cases[1], key=f"{KEY[:-1]}2"), **strange}

    answer = post(client, "attempts", [bad, good], who=place.one).json()

    assert answer["kept"] == [KEY]
    assert set(answer["refused"].values()) == {"damaged"}
    assert Attempt.objects.count() == 1


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "7", '{"who": 1}', '{"attempts": {}, "who": 1}', "[" * 100_000, "\xff" * 9],
    ids=range(8),
)
def test_body_that_is_none_is_refused_in_words(client, body):
    answer = client.post("/fieldwork/app/attempts", body, content_type="application/json")

    assert answer.status_code == 422


def test_too_many_rows_and_too_large_a_body_are_refused(place, client):
    many = [row(place.field.cases[0])] * 501

    assert post(client, "attempts", many, who=place.one).status_code == 422
    assert client.post(
        "/fieldwork/app/answers", b" " * (13 * 1024**2), content_type="application/json"
    ).status_code in {400, 413}
    assert Attempt.objects.count() == 0


def test_appointment_is_a_day_and_a_minute_and_nothing_else(place, client):
    cases = place.field.cases
    for at, (text, kept) in enumerate(
        [("2026-12-01T10:30", "2026-12-01T10:30"), ("พบนายสมมติที่ตลาด", ""), ("2026-13-01T10:30", "")]
    ):
        given = row(cases[at], "appointment", appointment=text, key=f"{KEY[:-1]}{at}")
        post(client, "attempts", [given], who=place.one)
        cases[at].refresh_from_db()
        assert (cases[at].disposition, cases[at].appointment) == ("appointment", kept)


def test_work_of_another_person_is_not_taken_from_a_shared_device(place, client):
    had(place, 1)
    answer = interview(place.field.agency.pk)

    assert post(client, "attempts", [row(place.field.cases[1])], who=place.two).status_code == 409
    assert post(client, "answers", [sealed(answer)], who=place.two).status_code == 409
    channel = place.field.agency.interview_channel
    assert get_counts([channel]) == {channel: 0}
    assert post(client, "answers", [sealed(answer)], who=place.one).json()["kept"] == [answer.key]


@pytest.mark.parametrize("body", ["", "%%%", "QUFBQQ==", "A" * 4000, 7, None], ids=repr)
def test_malformed_box_is_refused_and_the_others_are_kept(place, client, body):
    had(place, 2)
    good, bad = interview(place.field.agency.pk), interview(place.field.agency.pk)

    answer = post(client, "answers", [{**sealed(bad), "body": body}, sealed(good)], who=place.one)

    assert answer.json() == {"kept": [good.key], "refused": {bad.key: "damaged"}}


def test_interview_for_another_round_is_refused(place, client):
    had(place, 2)
    other = interview(place.field.agency.pk + 999)

    assert post(client, "answers", [sealed(other)], who=place.one).json() == {
        "kept": [],
        "refused": {other.key: "unknown"},
    }


def test_partial_interview_shows_only_among_ten_that_are_released(place, client):
    """Seen as it comes, the one half-empty sheet of an agency would be that of the last case."""
    field = make_round(
        province_id=place.field.round.unit_id, agency_code="L1", people=[place.one], numbers=10
    )
    record_attempts(place.one.actor, attempts=[attempt(case) for case in field.cases])
    full = [interview(field.agency.pk, 1) for _each in range(9)]
    before = list_rows()

    post(client, "answers", [sealed(interview(field.agency.pk, 255))], who=place.one)

    assert list_rows() == before
    assert get_figures(field.round)[1].partials == 0
    post(client, "answers", [sealed(each) for each in full], who=place.one)
    mix(everything=True)
    tally = get_figures(field.round)[1]
    assert (tally.interviews, tally.partials) == (9, 1)
    assert get_figures(place.field.round)[1].partials == 0


def list_rows():
    """Return every row of the fieldwork with the transaction that wrote it."""
    found = []
    with connection.cursor() as cursor:
        for name in ("round", "agency", "case", "attempt", "fieldkey"):
            cursor.execute(f"SELECT xmin::text, t::text FROM fieldwork_{name} t ORDER BY 2")
            found += cursor.fetchall()
    return found


def test_attempts_count_in_the_order_of_the_list(place, client):
    case = place.field.cases[0]
    steps = [
        ("no_answer", ""),
        ("appointment", "2026-12-01T10:30"),
        ("refusal", ""),
        ("unknown", ""),
    ]
    rows = [
        row(case, state, appointment=when, key=f"{KEY[:-1]}{at}")
        for at, (state, when) in enumerate(steps)
    ]

    post(client, "attempts", rows[:2], who=place.one)
    case.refresh_from_db()
    assert (case.disposition, case.appointment) == ("appointment", "2026-12-01T10:30")
    post(client, "attempts", rows, who=place.one)
    case.refresh_from_db()
    assert (case.disposition, case.appointment, case.attempts_made) == ("refusal", "", 4)


def test_no_log_line_holds_a_number_or_a_body(place, client, caplog):
    had(place, 1)
    answer = interview(place.field.agency.pk)
    with caplog.at_level(logging.DEBUG):
        client.get("/fieldwork/app/list")
        post(client, "answers", [sealed(answer), {"body": "?"}], who=place.one)
        post(client, "attempts", [row(place.field.cases[0])], who=place.one)

    secrets = [place.field.cases[0].telephone, answer.key, sealed(answer)["body"], KEY]
    lines = [each.getMessage() for each in caplog.records if each.name != "django.db.backends"]
    assert not [line for line in lines for secret in secrets if secret in line]


def test_attempt_on_the_case_of_another_round_is_refused(place, client):
    stranger = sign_in_client(Client(), place.stranger)

    answer = post(stranger, "attempts", [row(place.field.cases[0])], who=place.stranger)

    assert answer.json() == {"kept": [], "refused": {KEY: "unknown"}}
