"""A code that is refused when the answers are sent: another may be typed, and nothing is lost."""

import re

import pytest
from django.db import connection

from prongsai.core.actor import SYSTEM
from prongsai.surveys.intake.commits import Outcome
from prongsai.surveys.intake.retry import REASONS
from prongsai.surveys.rules.codes import find_code, new_secret
from prongsai.surveys.selectors.questionnaires import get_questionnaire
from prongsai.surveys.services.channels import revoke_channel
from prongsai.surveys.services.codes import cancel_unused_codes, issue_codes
from tests.factories.organizations import make_unit
from tests.factories.surveys import FRAMEWORK, ask, do_work, fill, make_channel

IIT = fill(len(get_questionnaire(FRAMEWORK, "IIT").lines)) | {"told": "2", "p0": "1"}
EIT = fill(len(get_questionnaire(FRAMEWORK, "EIT").lines))


@pytest.fixture
def channel(unit):
    return make_channel(unit)


@pytest.fixture
def sealed(channel):
    return issue_codes(SYSTEM, channel_id=channel.id, count=2)


def count_spends():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger.spends")
        return cursor.fetchone()[0]


def read_typed(answer):
    return re.search(r'name="code"[^>]* value="([^"]*)"', answer.text)[1]


def refuse(intake, channel, given=IIT, **env):
    """Send answers under a code that nobody issued."""
    wrong = channel.code + new_secret()
    answer = ask(intake, f"/s/{wrong}", given, **env)
    assert (answer.status, answer.receipt) == (404, None)
    return wrong, answer


def test_unknown_code_is_put_right_without_answering_again(channel, sealed, intake):
    intake = intake()

    wrong, page = refuse(intake, channel)
    typed = f"{sealed[0][:6]}-{sealed[0][6:12]} {sealed[0][12:]}".lower()
    sent = ask(intake, f"/s/{wrong}", page.fields | {"code": typed})

    assert page.fields == IIT
    assert read_typed(page) == wrong
    assert sent.receipt == ask(intake, f"/s/{sealed[0]}", IIT).receipt is not None
    assert count_spends() == 1


def test_cancelled_code_gives_way_to_one_of_another_link(unit, channel, sealed, intake):
    cancel_unused_codes(SYSTEM, channel_id=channel.id)
    other = issue_codes(SYSTEM, channel_id=make_channel(unit, label="กองช่าง").id, count=1)[0]
    intake = intake()

    page = ask(intake, f"/s/{sealed[0]}", IIT)
    sent = ask(intake, f"/s/{sealed[0]}", page.fields | {"code": other})

    assert page.status == 404
    assert sent.receipt == ask(intake, f"/s/{other}", IIT).receipt is not None


def test_spent_code_offers_to_type_another(sealed, intake):
    intake = intake()
    first = ask(intake, f"/s/{sealed[0]}", fill(len(IIT) - 2, 0))

    page = ask(intake, f"/s/{sealed[0]}", IIT)
    sent = ask(intake, f"/s/{sealed[0]}", page.fields | {"code": sealed[1]})

    assert 'name="code"' not in first.text
    assert page.receipt == first.receipt != sent.receipt
    assert page.fields == IIT
    assert read_typed(page) == ""
    assert count_spends() == 2


def test_link_that_was_changed_meanwhile_takes_the_new_code(unit, intake):
    old, new = (make_channel(unit, instrument="EIT") for _ in range(2))
    intake = intake()
    revoke_channel(SYSTEM, channel_id=old.id, reason="test")
    intake.state.refresh()

    page = ask(intake, f"/s/{old.code}", EIT)
    wrong = ask(intake, f"/s/{old.code}", page.fields | {"code": "ABCDEF"})
    wait = ask(intake, f"/s/{old.code}", wrong.fields | {"code": new.code})
    paid = wait.fields | {"work": do_work(ask(intake, f"/s/{new.code}"))}

    assert (page.status, wrong.status, wait.status) == (410, 404, 428)
    assert page.fields == wrong.fields == EIT
    assert wait.fields["code"] == new.code
    assert ask(intake, f"/s/{old.code}", paid).receipt


@pytest.mark.parametrize("typed", ["", "?", "ABCDEF", '"><script>', "x" * 400])
def test_nonsense_is_asked_for_again_and_harms_nothing(channel, intake, typed):
    intake = intake()
    wrong, page = refuse(intake, channel)

    again = ask(intake, f"/s/{wrong}", page.fields | {"code": typed})

    assert again.status == 404
    assert again.fields == IIT
    assert "<script>" not in again.text
    assert count_spends() == 0


def test_code_of_another_agency_does_not_take_these_answers(channel, intake):
    stranger = make_channel(make_unit("700002"))
    code = issue_codes(SYSTEM, channel_id=stranger.id, count=1)[0]
    intake = intake()
    wrong, page = refuse(intake, channel)

    again = ask(intake, f"/s/{wrong}", page.fields | {"code": code})

    assert (again.status, again.fields) == (404, IIT)
    assert ask(intake, f"/s/{code}", IIT).receipt  # and it is not spent by the attempt
    assert count_spends() == 1


def test_typed_codes_are_counted_like_those_of_the_address(channel, sealed, intake, monkeypatch):
    monkeypatch.setattr("prongsai.surveys.intake.limits.WRONG_CODES", 3)
    intake = intake()
    wrong, page = refuse(intake, channel)

    answers = [
        ask(intake, f"/s/{wrong}", page.fields | {"code": channel.code + new_secret()})
        for _ in range(4)
    ]
    right = ask(intake, f"/s/{wrong}", answers[-1].fields | {"code": sealed[0]})

    assert [answer.status for answer in answers] == [404, 404, 429, 429]
    assert answers[-1].fields == IIT
    assert right.receipt


def test_unknown_and_cancelled_codes_cannot_be_told_apart(channel, sealed, intake):
    cancel_unused_codes(SYSTEM, channel_id=channel.id)
    intake = intake()

    wrong, unknown = refuse(intake, channel)
    cancelled = ask(intake, f"/s/{sealed[0]}", IIT)

    assert unknown.text.replace(wrong, "") == cancelled.text.replace(sealed[0], "")
    assert unknown.headers["cache-control"] == "no-store"


def test_shared_device_forgets_the_answers_of_a_refused_code(unit, intake):
    channel = make_channel(unit, kind="kiosk", label="จุดบริการ 1")

    _, page = refuse(intake(), channel)

    assert 'http-equiv="refresh"' in page.text
    assert 'class="message kiosk"' in page.text


@pytest.mark.parametrize("reason", REASONS)
def test_reason_is_told_in_the_language_of_the_page(channel, sealed, intake, monkeypatch, reason):
    monkeypatch.setattr("prongsai.surveys.intake.limits.WRONG_CODES", reason != "too-often")
    intake = intake()
    if reason == "revoked":
        revoke_channel(SYSTEM, channel_id=channel.id, reason="test")
        intake.state.refresh()

    for language in ("th", "en"):
        path = f"/s/{channel.code}{new_secret()}?lang={language}"
        page = ask(intake, path, IIT).text.partition("<main")[2]
        assert bool(re.search("[ก-๙]", page)) == (language == "th")


def test_busy_moment_keeps_the_typed_code_and_the_token(unit, channel, sealed, intake, monkeypatch):
    intake = intake()
    monkeypatch.setattr(intake.views.store, "keep", lambda _: Outcome.BUSY)

    page = ask(intake, f"/s/{channel.code}", IIT | {"code": sealed[0], "token": "abc"})

    assert page.status == 503
    assert page.fields["token"] == "abc"
    assert find_code(page.fields["code"]) == find_code(sealed[0])
    assert page.fields.items() >= IIT.items()
