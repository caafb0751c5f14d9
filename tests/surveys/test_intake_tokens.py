"""Answers that are paid for with a blind-signed token."""

from datetime import timedelta

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import rsa
from django.db import connection

from prongsai.core import clock
from prongsai.surveys.intake.tokens import FOREVER, find_pair
from prongsai.surveys.selectors.questionnaires import get_questionnaire
from prongsai.surveys.services.mixing import mix
from prongsai.tokens.rules.blind import load_public_key
from prongsai.tokens.rules.tokens import Token, write_token
from tests.factories.organizations import make_unit
from tests.factories.surveys import FRAMEWORK, ask, fill, list_sheets, make_channel
from tests.factories.tokens import get_token, make_members, make_round

IIT = fill(len(get_questionnaire(FRAMEWORK, "IIT").lines))


@pytest.fixture
def people(unit):
    make_channel(unit)
    return make_members(unit, 12)


@pytest.fixture
def card(unit, people):
    return make_round(unit)


def send(intake, card, token, **fields):
    text = write_token(token) if isinstance(token, Token) else token
    return ask(intake, f"/s/{card.channel_code}", IIT | {"token": text} | fields)


def fetch(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def test_token_gets_a_form_and_a_receipt(intake, card, people):
    intake = intake()

    form = ask(intake, f"/s/{card.channel_code}")
    sent = send(intake, card, get_token(people[0]))

    assert 'name="token"' in form.text
    assert sent.status == 200
    assert sent.receipt


def test_token_counts_once(intake, card, people):
    intake, token = intake(), get_token(people[0])

    first = send(intake, card, token)
    again = send(intake, card, token, q0="3")

    assert again.receipt == first.receipt
    assert fetch("SELECT count(*), min(period) FROM ledger.spends") == [(1, FOREVER)]


def test_two_processes_spend_a_token_once(intake, card, people):
    one, other, token = intake(), intake(), get_token(people[0])

    assert len({send(each, card, token).receipt for each in (one, other)}) == 1
    assert fetch("SELECT count(*) FROM ledger.spends") == [(1,)]


def test_token_stays_spent_after_many_nights(intake, card, people):
    token = get_token(people[0])
    first = send(intake(), card, token)
    for _night in range(4):
        mix(everything=True)

    assert send(intake(), card, token).receipt == first.receipt
    assert len(list_sheets()) == 1


def test_whole_link_may_be_pasted(intake, card, people):
    text = f" https://ita.invalid/s/{card.channel_code}#{write_token(get_token(people[0]))}\r\n"

    assert send(intake(), card, text).receipt


def test_forged_tokens_are_refused_and_answers_kept(intake, card, people):
    intake, token = intake(), get_token(people[0])
    n = load_public_key(card.public_key).public_numbers().n
    number = int.from_bytes(token.signature, "big")
    forged = [
        Token(token.prefix, bytes(256)),
        Token(bytes(32), token.signature),
        Token(token.prefix, (n - number).to_bytes(256, "big")),
        "",
        "x" * 384,
        "ก" * 384,
    ]
    if number + n < 1 << 2048:
        forged.append(Token(token.prefix, (number + n).to_bytes(256, "big")))

    for each in forged:
        answer = send(intake, card, each)
        assert (answer.status, answer.receipt) == (422, None)
        assert answer.text.count(" checked") == len(IIT)
        assert "โทเคนนี้ใช้กับแบบวัดนี้ไม่ได้" in answer.text

    assert fetch("SELECT count(*) FROM ledger.spends") == [(0,)]
    assert send(intake, card, token).receipt


def test_token_of_another_agency_is_refused(intake, card, people):
    other = make_unit("700002")
    make_channel(other)
    strangers = make_members(other, 12, name="stranger")
    make_round(other)

    assert send(intake(), card, get_token(strangers[0])).status == 422


def test_token_of_a_round_that_is_over_is_refused(intake, card, people):
    token = get_token(people[0])

    with time_machine.travel(clock.now() + timedelta(days=31), tick=True):
        answer = send(intake(), card, token)

    assert (answer.status, answer.receipt) == (410, None)


def test_token_of_another_round_is_refused(intake, unit, card, people):
    token = get_token(people[0])
    make_members(unit, 12, name="later")
    later = make_round(unit, opens=7)

    with time_machine.travel(clock.now() + timedelta(days=8), tick=True):
        assert send(intake(), later, token).status == 422


def test_sealed_codes_and_tokens_do_not_open_each_others_links(intake, unit, card, people):
    sealed = make_channel(unit)
    token = write_token(get_token(people[0]))

    assert ask(intake(), f"/s/{sealed.code}", IIT | {"token": token}).status == 404


def test_guesser_does_not_shut_out_the_neighbours(intake, card, people, monkeypatch):
    monkeypatch.setattr("prongsai.surveys.intake.limits.WRONG_CODES", 3)
    intake = intake()

    statuses = [send(intake, card, "x" * 384).status for _ in range(5)]

    assert statuses == [422] * 5
    assert send(intake, card, write_token(get_token(people[0]))).receipt


def test_link_without_its_key_takes_nothing(card, people):
    token = write_token(get_token(people[0]))
    other = rsa.generate_private_key(65537, 2048).public_key()

    for key in (None, other):
        assert find_pair(token, channel=card.channel_code, public_key=key, key=b"k") is None


def test_missing_answers_keep_the_token(intake, card, people):
    token, given = write_token(get_token(people[0])), dict(IIT)
    del given["q3"]

    answer = ask(intake(), f"/s/{card.channel_code}", given | {"token": token})

    assert answer.status == 422
    assert token in answer.text
    assert 'href="#q3"' in answer.text
