"""Sensitive questions: what one answer hides, and what many of them still say."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core import clock
from prongsai.core.errors import NotFound
from prongsai.frameworks.gateways.packs import get_pack, get_schema, read_pack
from prongsai.frameworks.rules.packs.check import check_framework
from prongsai.frameworks.types.packs import Parsed
from prongsai.permissions.roles import Role
from prongsai.surveys.intake.connection import connect
from prongsai.surveys.intake.store import Entry, Store
from prongsai.surveys.rules.envelopes import Record, pack_record
from prongsai.surveys.rules.randomised import estimate, get_share
from prongsai.surveys.selectors import questionnaires
from prongsai.surveys.selectors.sensitive import list_sensitive_for
from prongsai.surveys.services.keys import ensure_key
from prongsai.surveys.services.mixing import mix
from prongsai.surveys.types import Design
from tests.factories.surveys import FRAMEWORK, ask, fill, make_channel

QUESTION = {
    "code": "gift",
    "name": {"th": "ปีนี้ท่านเคยให้ของแก่เจ้าหน้าที่หรือไม่", "en": "Have you given anything to an official?"},
    "asked_in": ["EIT"],
    "basis": "I",
    "choices": [{"th": "เคย", "en": "Yes"}, {"th": "ไม่เคย", "en": "No"}],
    "randomised": {"yes_days": 5, "no_days": 5},
}
DESIGN = Design(5, 5)
designs = st.builds(Design, st.integers(1, 10), st.integers(1, 10))


@pytest.fixture
def question(monkeypatch):
    """The framework asks QUESTION after its own general questions; returns its place."""
    pack = get_pack(FRAMEWORK)
    pack = replace(pack, attributes=(*pack.attributes, QUESTION))
    monkeypatch.setattr(questionnaires, "get_pack", lambda name: pack)
    questionnaires.get_questionnaire.cache_clear()
    yield len(questionnaires.get_questionnaire(FRAMEWORK, "EIT").attributes) - 1
    questionnaires.get_questionnaire.cache_clear()


@given(designs, st.integers(1, 5000), st.fractions(0, 1))
def test_expected_answers_give_the_truth_back(design, respondents, truth):
    forced = get_share(design.yes_days)
    truthful = 1 - forced - get_share(design.no_days)
    yes = round(respondents * (forced + truthful * truth))

    found = estimate(design, yes=yes, respondents=respondents)

    slack = 0.5 / (respondents * float(truthful)) + 1e-9
    assert found.share == pytest.approx(float(truth), abs=slack)
    assert 0 <= found.low <= found.share <= found.high <= 1


@given(designs, st.integers(1, 400), st.data())
def test_more_yeses_never_lower_the_estimate(design, respondents, data):
    yes = data.draw(st.integers(0, respondents - 1))

    one = estimate(design, yes=yes, respondents=respondents)
    more = estimate(design, yes=yes + 1, respondents=respondents)

    assert (one.low, one.share, one.high) <= (more.low, more.share, more.high)


@pytest.mark.parametrize("truth", [0.02, 0.2, 0.6])
def test_interval_holds_the_truth_as_often_as_it_says(truth):
    chance, hits, rounds = random.Random(7), 0, 600  # noqa: S311 - a simulation
    forced = float(get_share(DESIGN.yes_days))
    other = forced + float(get_share(DESIGN.no_days))

    def answer():
        day = chance.random()
        return day < forced or (day >= other and chance.random() < truth)

    for _ in range(rounds):
        found = estimate(DESIGN, yes=sum(answer() for _ in range(300)), respondents=300)
        hits += found.low <= truth <= found.high

    assert hits / rounds > 0.92


@pytest.mark.parametrize(("yes", "respondents"), [(0, 0), (2, 1), (-1, 5)])
def test_impossible_counts_are_refused(yes, respondents):
    with pytest.raises(ValueError, match="respondents"):
        estimate(DESIGN, yes=yes, respondents=respondents)


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({}, None),
        ({"randomised": {"yes_days": 0, "no_days": 5}}, "randomised.yes_days"),
        ({"randomised": {"yes_days": 5}}, "randomised"),
        ({"choices": [*QUESTION["choices"], {"th": "ไม่รู้", "en": "Unsure"}]}, "choices"),
    ],
)
def test_framework_checks_the_design(changes, path):
    document = dict(read_pack(FRAMEWORK).document)
    document["attributes"] = [*document["attributes"], QUESTION | changes]

    faults = check_framework(Parsed(document), get_schema())

    place = f"attributes[{len(document['attributes']) - 1}]."
    assert [fault.path for fault in faults] == ([place + path] if path else [])


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("", ("เกิดวันที่ 1 ถึง 5 ตอบ “เคย”", "เกิดวันที่ 6 ถึง 10 ตอบ “ไม่เคย”", "เกิดวันที่ 11 ถึง 31")),
        ("?lang=en", ("days 1 to 5: answer “Yes”", "days 6 to 10: answer “No”", "days 11 to 31")),
    ],
)
def test_form_says_how_chance_hides_the_answer(question, unit, intake, language, words):
    link = f"/s/{make_channel(unit, instrument='EIT').code}"

    page = ask(intake(), link + language)

    assert [each for each in words if each not in page.text] == []
    assert f'type="radio" name="p{question}" value="0"' in page.text
    assert f'<select id="p{question}"' not in page.text


def test_form_shown_again_keeps_the_answer(question, unit, intake):
    link = f"/s/{make_channel(unit, instrument='EIT').code}"

    page = ask(intake(), link, fill(3) | {f"p{question}": "1"})

    assert page.status == 422
    assert f'name="p{question}" value="1" checked' in page.text
    assert f'name="p{question}" value="0" checked' not in page.text


@pytest.fixture
def answered(question, unit):
    """Say how many of how many answer yes; the survey closes and its answers are mixed."""

    def answer(yes, respondents):
        ensure_key()
        channel, store = make_channel(unit, instrument="EIT"), Store(connect=connect)
        for number in range(respondents):
            profile = bytes([255] * question + [0 if number < yes else 1])
            record = pack_record(Record(channel.id, 255, 255, bytes([number % 5]), profile))
            mark = number.to_bytes(16, "big")
            store.keep(Entry(mark, mark * 2, 1, channel.id, record))
        store.close()
        mix(everything=True)

    return answer


@pytest.fixture
def owner(make_person):
    return make_person(Role.COMMISSION_OWNER)


def test_estimate_appears_once_the_survey_has_closed(answered, owner, sign_in, client):
    answered(80, 200)
    address, client = reverse("sensitive:estimates"), sign_in(client, owner)

    early = client.get(address).content.decode()
    with time_machine.travel(clock.now() + timedelta(days=40)):
        late = sign_in(client, owner).get(address).content.decode()

    wanted = estimate(DESIGN, yes=80, respondents=200)
    assert "ยังไม่ถึงเวลา" in early
    assert f"{wanted.share * 100:.1f}%" not in early
    assert f"{wanted.share * 100:.1f}% (ช่วง" in late
    assert "200 คน" in late


@pytest.mark.parametrize(("yes", "respondents"), [(30, 99), (3, 200), (197, 200)])
def test_few_answers_or_a_small_side_are_withheld(answered, owner, yes, respondents):
    answered(yes, respondents)

    with time_machine.travel(clock.now() + timedelta(days=40)):
        (finding,) = list_sensitive_for(owner.actor, fiscal_year=2569)

    assert finding.everybody is None
    assert finding.by_class == {}


def test_nobody_else_may_ask(answered, make_person):
    actor = make_person(Role.AUDITOR).actor

    with pytest.raises(NotFound):
        list_sensitive_for(actor, fiscal_year=2569)
