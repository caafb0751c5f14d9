"""A respondent's way through the intake: form, answers, receipt, and what can go wrong."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from prongsai.core import clock
from prongsai.core.actor import SYSTEM
from prongsai.surveys.selectors.questionnaires import get_questionnaire
from prongsai.surveys.services.channels import revoke_channel
from prongsai.surveys.services.codes import cancel_unused_codes, issue_codes
from tests.factories.surveys import FRAMEWORK, ask, do_work, fill, make_channel

IIT = fill(len(get_questionnaire(FRAMEWORK, "IIT").lines))
EIT = fill(len(get_questionnaire(FRAMEWORK, "EIT").lines))


@pytest.fixture
def sealed(unit):
    channel = make_channel(unit)
    return issue_codes(SYSTEM, channel_id=channel.id, count=2)


@pytest.fixture
def link(unit):
    return f"/s/{make_channel(unit, instrument='EIT').code}"


def count_rows(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def test_sealed_code_gets_a_form_and_a_receipt(sealed, intake):
    intake = intake()

    form = ask(intake, f"/s/{sealed[0]}")
    sent = ask(intake, f"/s/{sealed[0]}", IIT)

    assert form.status == 200
    assert "เทศบาลตำบลหนองฟ้าใส" in form.text
    assert sent.status == 200
    assert sent.receipt


def test_repeated_post_gives_the_same_receipt_and_counts_once(sealed, intake):
    intake = intake()

    first = ask(intake, f"/s/{sealed[0]}", IIT)
    again = ask(intake, f"/s/{sealed[0]}", IIT | {"q0": "3"})

    assert again.receipt == first.receipt
    assert "คำตอบชุดแรก" in again.text
    assert count_rows("ledger.spends") == count_rows("sealed.envelopes_1") == 1


def test_same_answer_to_an_open_link_again_names_no_slip(link, intake):
    intake = intake()
    paid = EIT | {"work": do_work(ask(intake, link))}

    first, again = ask(intake, link, paid), ask(intake, link, paid)

    assert again.receipt == first.receipt
    assert "คำตอบชุดแรก" in again.text
    assert "ขอซองใหม่" not in again.text


def test_two_processes_spend_a_code_once(sealed, intake):
    one, other = intake(), intake()

    receipts = {ask(each, f"/s/{sealed[0]}", IIT).receipt for each in (one, other)}

    assert len(receipts) == 1
    assert count_rows("ledger.spends") == 1


def test_code_may_be_typed_as_people_type(sealed, intake):
    typed = f"{sealed[0][:6]}-{sealed[0][6:12]} {sealed[0][12:]}".lower()

    moved = ask(intake(), f"/s/?code={typed.replace(' ', '%20')}")

    assert (moved.status, moved.headers["location"]) == (303, f"/s/{sealed[0]}")


def test_mistyped_code_is_found_out_before_any_answer(sealed, intake):
    wrong = ("2" if sealed[0][0] != "2" else "3") + sealed[0][1:]

    assert ask(intake(), f"/s/?code={wrong}").status == 404
    assert ask(intake(), f"/s/{wrong}").status == 404


def test_link_of_sealed_codes_asks_for_the_code(unit, intake):
    code = make_channel(unit).code

    answer = ask(intake(), f"/s/{code}")

    assert answer.status == 200
    assert "พิมพ์รหัสจากซอง" in answer.text


def test_cancelled_code_is_refused_and_counts_nothing(sealed, intake):
    channel_id = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM surveys_channel")
        channel_id = cursor.fetchone()[0]
    assert cancel_unused_codes(SYSTEM, channel_id=channel_id) == 2

    answer = ask(intake(), f"/s/{sealed[0]}", IIT)

    assert (answer.status, answer.receipt) == (404, None)
    assert count_rows("ledger.spends") == 0


def test_incomplete_form_comes_back_with_every_answer(sealed, intake):
    given = IIT | {"told": "1", "p0": "2"}
    del given["q4"]

    answer = ask(intake(), f"/s/{sealed[0]}", given)

    assert answer.status == 422
    assert answer.text.count(" checked") == len(given) - 1
    assert answer.text.count(" selected") == 1
    assert 'href="#q4"' in answer.text


def test_other_language_shows_the_answers_and_counts_nothing(sealed, intake):
    given = IIT | {"told": "1", "p0": "2", "pace": "3", "move": ""}

    answer = ask(intake(), f"/s/{sealed[0]}?lang=en", given)

    assert answer.status == 200
    assert 'lang="en"' in answer.text
    assert answer.text.count(" checked") == len(IIT) + 1
    assert answer.text.count(" selected") == 1
    assert answer.fields["pace"] == "3"
    assert 'role="alert" tabindex' not in answer.text
    assert count_rows("ledger.spends") == 0


def test_left_out_questions_may_be_sent_knowingly(sealed, intake):
    given = IIT | {"skip": "1"}
    del given["q4"]

    assert ask(intake(), f"/s/{sealed[0]}", given).receipt


def test_empty_form_is_never_an_answer(sealed, intake):
    assert ask(intake(), f"/s/{sealed[0]}", {"skip": "1"}).status == 422


@pytest.mark.parametrize("is_old", [False, True])
def test_solved_work_pays_for_an_open_answer(link, intake, is_old):
    """Also that of a page from before an upgrade: asked to wait, it would count a second time."""
    intake = intake()
    work = do_work(ask(intake, link), is_old=is_old)

    first = ask(intake, link, EIT | {"work": work})
    replay = ask(intake, link, EIT | {"work": work})

    assert first.receipt
    assert replay.receipt == first.receipt
    assert count_rows("ledger.spends") == 1


def test_without_script_a_wait_pays(link, intake):
    intake = intake()

    with time_machine.travel(clock.now(), tick=False) as traveller:
        asked = ask(intake, link, EIT)
        early = ask(intake, link, asked.fields)
        traveller.shift(timedelta(seconds=16))
        sent = ask(intake, link, early.fields)
        replay = ask(intake, link, early.fields)

    assert (asked.status, early.status) == (428, 428)
    assert {name: value for name, value in asked.fields.items() if name != "wait"} == EIT
    assert sent.receipt == replay.receipt is not None
    assert count_rows("ledger.spends") == 1


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"opens_on": timedelta(days=1), "closes_on": timedelta(days=2)}, 404, "ยังไม่ถึงวัน"),
        ({"opens_on": timedelta(days=-2), "closes_on": timedelta(days=-1)}, 410, "ปิดรับคำตอบ"),
        ({"kind": "interview"}, 404, "ไม่พบลิงก์"),
    ],
)
def test_link_outside_its_window_says_so(unit, intake, fields, status, words):
    today = clock.today()
    fields = {
        name: today + value if isinstance(value, timedelta) else value
        for name, value in fields.items()
    }
    channel = make_channel(unit, instrument="EIT", **fields)
    intake = intake()

    for sent in (None, EIT):
        answer = ask(intake, f"/s/{channel.code}", sent)
        assert answer.status == status
        assert words in answer.text
        assert ("เทศบาลตำบลหนองฟ้าใส" in answer.text) == ("opens_on" in fields)
        assert ("วันรับคำตอบ" in answer.text) == ("opens_on" in fields)


def test_revoked_link_stops_within_the_refresh(unit, intake):
    channel = make_channel(unit, instrument="EIT")
    intake = intake()
    assert ask(intake, f"/s/{channel.code}").status == 200

    revoke_channel(SYSTEM, channel_id=channel.id, reason="test")
    intake.state.refresh()

    assert ask(intake, f"/s/{channel.code}").status == 410


def test_pages_speak_english_when_asked(sealed, intake):
    intake = intake()

    form = ask(intake, f"/s/{sealed[0]}?lang=en")
    sent = ask(intake, f"/s/{sealed[0]}?lang=en", IIT)

    assert 'lang="en"' in form.text
    assert "Nong Fa Sai Municipality" in form.text
    assert sent.receipt


def test_every_page_is_strict_and_kept_nowhere(sealed, link, intake):
    intake = intake()

    for path, fields in [(f"/s/{sealed[0]}", None), (link, EIT), ("/s/", None), ("/s/zzz", None)]:
        headers = ask(intake, path, fields).headers
        assert headers["cache-control"] == "no-store"
        assert "script-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert "set-cookie" not in headers


def test_first_view_is_light(link, intake):
    intake = intake()
    page = ask(intake, link)
    files = set(re.findall(r'(?:href|src|data-worker)="(/s/-/[^"]+)"', page.text))
    sizes = [int(ask(intake, path).headers["content-length"]) for path in files]

    assert len(files) + 1 <= 6
    assert int(page.headers["content-length"]) + sum(sizes) <= 60_000


def test_client_that_cannot_unpack_gets_plain_pages(sealed, link, intake):
    intake = intake()
    form = ask(intake, link)
    script = re.search(r'src="(/s/-/[^"]+)"', form.text)[1]

    for path, fields in [(link, None), (script, None), (f"/s/{sealed[0]}", IIT)]:
        packed, plain = (ask(intake, path, fields, HTTP_ACCEPT_ENCODING=it) for it in ("gzip", ""))
        assert "content-encoding" not in plain.headers
        assert int(plain.headers["content-length"]) == len(plain.text.encode())
        if fields is None:
            assert packed.headers["content-encoding"] == "gzip"
            assert plain.text == packed.text
    assert ask(intake, script).headers["vary"] == "accept-encoding"


def test_kiosk_returns_to_an_empty_form(unit, intake):
    channel = make_channel(unit, instrument="EIT", kind="kiosk", label="จุดบริการ 1")
    intake = intake()
    page = ask(intake, f"/s/{channel.code}")

    sent = ask(intake, f"/s/{channel.code}", EIT | {"work": do_work(page)})

    assert 'class="form kiosk"' in page.text
    assert 'http-equiv="refresh"' in sent.text
    assert "สำหรับคนถัดไปใน 60 วินาที" in sent.text
    assert "ปิดหน้านี้ได้เลย" not in sent.text


def test_no_request_asks_the_database_for_a_form(link, intake, django_assert_num_queries):
    intake = intake()

    with django_assert_num_queries(0):
        assert ask(intake, link).status == 200
