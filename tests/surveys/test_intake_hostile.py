"""What machines and malice send to the intake, and what honest neighbours notice of it."""

import pytest
from django.db import connection

from prongsai.core.actor import SYSTEM
from prongsai.surveys.rules.codes import new_secret
from prongsai.surveys.selectors.questionnaires import get_questionnaire
from prongsai.surveys.services.codes import issue_codes
from tests.factories.surveys import FRAMEWORK, ask, do_work, fill, make_channel

IIT = fill(len(get_questionnaire(FRAMEWORK, "IIT").lines))
EIT = fill(len(get_questionnaire(FRAMEWORK, "EIT").lines))


@pytest.fixture
def sealed(unit):
    return issue_codes(SYSTEM, channel_id=make_channel(unit).id, count=2)


def count_rows(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def test_guesser_is_told_to_stop_and_neighbours_get_through(sealed, intake, monkeypatch):
    monkeypatch.setattr("prongsai.surveys.intake.limits.WRONG_CODES", 3)
    channel = sealed[0][:6]
    intake = intake()
    statuses = [ask(intake, f"/s/{channel}{new_secret()}", IIT).status for _ in range(5)]

    assert statuses == [404, 404, 404, 429, 429]
    assert ask(intake, f"/s/{sealed[0]}", IIT).receipt  # a neighbour's code is always taken


@pytest.mark.parametrize("value", ["9", "-1", "1x", "%00", "", "99999999999999999999"])
def test_impossible_choice_counts_as_unanswered(sealed, intake, value):
    assert ask(intake(), f"/s/{sealed[0]}", IIT | {"q0": value}).status == 422


def test_oversized_body_is_refused_unread(sealed, intake):
    assert ask(intake(), f"/s/{sealed[0]}", {"x": "y" * 20_000}).status == 413


def test_form_that_comes_in_chunks_is_read(sealed, intake):
    intake = intake()

    assert ask(intake, f"/s/{sealed[0]}", IIT, CONTENT_LENGTH="").receipt
    large = ask(intake, f"/s/{sealed[1]}", {"x": "y" * 20_000}, CONTENT_LENGTH="")
    assert large.status == 413


@pytest.mark.parametrize(
    "body",
    [
        b"q0=1&q0=2&q0=99&q0=\x00&q999=1&__proto__=1&evil",
        b"\xff\xfe=\xe0&work=%ff%fe\xff&wait=%00&token=\x00",
        b"&=&=&&==" * 2000,
        b'{"q0": 1}',
        b'--x\r\nContent-Disposition: form-data; name="q0"\r\n\r\n1\r\n--x--',
    ],
)
def test_nonsense_is_shown_as_a_form_and_never_counted(sealed, link, intake, body):
    intake = intake()

    for path in (f"/s/{sealed[0]}", link):
        answer = ask(intake, path, body)
        assert answer.status == 422
        assert 'id="q0"' in answer.text
    assert count_rows("ledger.spends") == 0


@pytest.mark.parametrize(
    ("rest", "status"),
    [
        *((rest, 200) for rest in ("/", " ", ".", "//", "?lang=xx")),
        *((rest, 404) for rest in ("x", "/../x", "A" * 60_000, "\x00", "\u0e01", "/a")),
    ],
)
def test_address_is_read_as_people_copy_it(link, intake, rest, status):
    assert ask(intake(), link + rest).status == status


def test_work_of_another_link_is_worth_nothing(unit, link, intake):
    other = f"/s/{make_channel(unit, instrument='EIT').code}"
    intake = intake()
    work = do_work(ask(intake, other))

    assert ask(intake, link, EIT | {"work": work}).status == 428


def test_what_another_site_sends_is_shown_and_never_counted(sealed, link, intake):
    intake = intake()
    paid = EIT | {"work": do_work(ask(intake, link))}

    for path, given in ((link, paid), (f"/s/{sealed[0]}", IIT)):
        answer = ask(intake, path, given, HTTP_SEC_FETCH_SITE="cross-site")
        assert (answer.status, answer.receipt) == (200, None)
        assert answer.text.count(" checked") == len([name for name in given if name[0] == "q"])
    assert count_rows("ledger.spends") == 0


def test_forged_wait_is_refused(link, intake):
    assert ask(intake(), link, EIT | {"wait": "A" * 48}).status == 428


def test_five_hundred_people_behind_one_address_get_through(link, intake):
    intake = intake()
    page = ask(intake, link)

    answers = [ask(intake, link, EIT | {"work": do_work(page, number=n)}) for n in range(500)]

    assert len({answer.receipt for answer in answers} - {None}) == 500


def test_ten_thousand_posts_without_work_are_refused(link, intake):
    intake = intake()

    statuses = {ask(intake, link, EIT).status for _ in range(10_000)}

    assert statuses == {428}
    assert count_rows("ledger.spends") == 0


def test_flood_of_solved_work_is_delayed_with_its_answers_kept(link, intake, monkeypatch):
    monkeypatch.setattr("prongsai.surveys.intake.limits.SOLVED", 2)
    intake = intake()
    page = ask(intake, link)

    answers = [ask(intake, link, EIT | {"work": do_work(page, number=n)}) for n in range(3)]

    assert [answer.status for answer in answers] == [200, 200, 503]
    assert answers[2].fields["q0"] == "1"
    assert answers[2].headers["retry-after"]


def test_unknown_methods_and_files_are_refused(link, intake):
    intake = intake()

    for method in ("PUT", "DELETE", "TRACE", "FOO"):
        refused = ask(intake, link, None, REQUEST_METHOD=method)
        assert refused.status == 405
        assert refused.headers["content-security-policy"]
    assert ask(intake, "/s/-/../settings.py").status == 404
    assert ask(intake, link, None, REQUEST_METHOD="HEAD").text == ""


@pytest.mark.parametrize("fault", ["no keys", "a bug"])
def test_whatever_breaks_the_answers_stay_in_the_page(sealed, intake, monkeypatch, fault):
    intake = intake()
    known = intake.state.known
    if fault == "no keys":
        monkeypatch.setattr(intake.state, "known", type(known)())
    else:
        monkeypatch.setattr(intake.views, "take_answers", lambda *_: 1 / 0)
    given = IIT | {"told": "1", 'x"><script>': "1", "wait": '"><script>'}

    answer = ask(intake, f"/s/{sealed[0]}?lang=en", given)

    assert answer.status == 503
    assert answer.headers["retry-after"]
    assert answer.fields.items() >= (IIT | {"told": "1"}).items()
    assert "<script>" not in answer.text
