"""The attack of test_attack.py, against people who got tokens and against reports of pressure.

The attacker stands beside the issuer: knows who came for a token in which order, and holds the
issuer's tables, the ledger, the released answers, every system column, the write-ahead log and the
ledger key. Wanted: which mark in the ledger, and which answers, are whose. The same attacker finds
everybody in a table that was written the naive way.
"""

import random
import secrets
from dataclasses import dataclass

import pytest
from django.db import connection

from prongsai.pressure.rules.cases import find_case_key
from prongsai.pressure.services.reports import NewReport, file_report, tidy
from prongsai.pressure.types import Head
from prongsai.surveys.intake.connection import connect
from prongsai.surveys.intake.store import Entry, Outcome, Store
from prongsai.surveys.intake.tokens import FOREVER, find_pair
from prongsai.surveys.rules.envelopes import Record, pack_record
from prongsai.surveys.selectors.channels import find_channel
from prongsai.surveys.services.keys import ensure_key
from prongsai.surveys.services.mixing import mix
from prongsai.tokens.rules.blind import load_public_key
from prongsai.tokens.rules.tokens import write_token
from prongsai.tokens.services.issuing import forget_order
from tests.factories.surveys import make_channel
from tests.factories.tokens import get_token, make_members, make_round
from tests.surveys.test_attack import fetch, get_log_place, read_log

PEOPLE, LINES = 100, 20
KEY = b"the attacker has the ledger key too"
# Hits of blind guessing are Poisson with mean 1; more than 12 happen once in 10^10 runs.
BY_CHANCE = 12
REPORTS = 80


@dataclass(frozen=True)
class Holder:
    """What the attacker knows of a person (the row of the issuer), and wants to know."""

    member_id: int
    mark: bytes
    leaf: bytes
    answers: bytes


@pytest.fixture
def holders(unit):
    """Let people come for tokens in one order and answer in another, some at once."""
    make_channel(unit)
    people = make_members(unit, PEOPLE)
    card = make_round(unit)
    channel = find_channel(card.channel_code)
    key, draw = load_public_key(card.public_key), random.Random(9474)  # noqa: S311 - a simulation
    draw.shuffle(people)
    tokens = [(person.member_id, write_token(get_token(person))) for person in people]
    late = tokens[PEOPLE // 2 :]
    draw.shuffle(late)
    ensure_key()
    store, holders = Store(connect=connect), []
    for member_id, text in [*tokens[: PEOPLE // 2], *late]:
        pair = find_pair(text, channel=channel.code, public_key=key, key=KEY)
        answers = bytes(draw.randrange(5) for _ in range(LINES))
        packed = pack_record(Record(channel.id, 255, 255, answers))
        assert store.keep(Entry(*pair, FOREVER, channel.id, packed)) is Outcome.KEPT
        holders.append(Holder(member_id, *pair, answers))
    store.close()
    come = {person.member_id: at for at, person in enumerate(people)}
    return sorted(holders, key=lambda holder: come[holder.member_id])


def count_same(known, stored):
    return sum(a == b for a, b in zip(known, stored, strict=True))


ISSUER = {
    "position": "ctid",
    "transaction": "xmin::text::bigint, ctid",
    "number": "member_id",
    "request": "request",
}
LEDGER = {
    "position": "ctid",
    "transaction": "xmin::text::bigint, ctid",
    "backwards": "ctid DESC",
    "hash": "hash",
}


def test_issuer_and_ledger_side_by_side_find_nobody(holders):
    marks = {holder.member_id: holder.mark for holder in holders}
    before = {
        "issuer": [m for (m,) in fetch("SELECT member_id FROM tokens.issued ORDER BY ctid")],
        "ledger": [bytes(h) for (h,) in fetch("SELECT hash FROM ledger.spends ORDER BY ctid")],
    }
    # Before the night the two orders do tell: half of the people answered as they came.
    assert count_same([marks[m] for m in before["issuer"]], before["ledger"]) >= PEOPLE // 2

    mix(everything=True)
    forget_order()

    for issued in ISSUER.values():
        members = fetch(f"SELECT member_id FROM tokens.issued ORDER BY {issued}")
        for spent in LEDGER.values():
            rows = fetch(f"SELECT hash FROM ledger.spent ORDER BY {spent}")
            known = [marks[member_id] for (member_id,) in members]
            assert count_same(known, [bytes(mark) for (mark,) in rows]) <= BY_CHANCE


def test_issuer_and_answers_side_by_side_find_nobody(holders):
    answers = {holder.member_id: holder.answers for holder in holders}
    mix(everything=True)
    forget_order()

    orders = ("tableoid, ctid", "xmin::text::bigint, ctid", "ctid DESC", "answers")
    for order in orders:
        rows = [bytes(a) for (a,) in fetch(f"SELECT answers FROM answers.sheets ORDER BY {order}")]
        assert sorted(rows) == sorted(answers.values())
        assert count_same([holder.answers for holder in holders], rows) <= BY_CHANCE
        for issued in ISSUER.values():
            members = fetch(f"SELECT member_id FROM tokens.issued ORDER BY {issued}")
            assert count_same([answers[m] for (m,) in members], rows) <= BY_CHANCE


def test_nothing_of_the_issuer_appears_beside_an_answer(holders):
    mix(everything=True)
    forget_order()

    transactions = {
        table: {xid for (xid,) in fetch(f"SELECT DISTINCT xmin::text FROM {table}")}
        for table in ("tokens.issued", "ledger.spent", "answers.sheets")
    }
    assert all(len(found) == 1 for found in transactions.values())
    assert len(set.union(*transactions.values())) == 3
    issued = [value for row in fetch("SELECT * FROM tokens.issued") for value in row]
    held = {bytes(value) for value in issued if isinstance(value, (bytes, memoryview))}
    for table in ("ledger.spent", "receipts.leaves", "answers.sheets", "answers.salts"):
        for row in fetch(f"SELECT * FROM {table}"):
            assert not held & {bytes(v) for v in row if isinstance(v, (bytes, memoryview))}


def test_log_of_the_issuing_never_holds_a_token(unit):
    """What is written while a token is issued says nothing about the token that comes of it."""
    make_channel(unit)
    people = make_members(unit, 12)
    card = make_round(unit)
    begun = get_log_place()
    tokens = [get_token(person) for person in people]
    log = read_log(begun)

    issued = [bytes(r) for (r,) in fetch("SELECT request FROM tokens.issued")]
    assert all(request in log for request in issued)  # there was something to find
    for token in tokens:
        assert token.prefix not in log
        assert token.signature not in log
        pair = find_pair(
            write_token(token),
            channel=card.channel_code,
            public_key=load_public_key(card.public_key),
            key=KEY,
        )
        assert pair[0] not in log


@pytest.fixture
def filed(survey_tables, settings, tmp_path):
    """Let people report pressure one after the other; return what the attacker wants to know."""
    settings.PRESSURE_KEYS = str(tmp_path / "pressure")
    empty_pressure()
    filed = []
    for number in range(REPORTS):
        text = f"เรื่องของบุคคลที่ {number}"
        head = Head(f"หน่วยงาน {number % 7}", None, ("told",), "superior", "week")
        code = file_report(NewReport(head, text, secrets.token_bytes(16)))
        filed.append((find_case_key(code).number, text, head.agency))
    yield filed
    empty_pressure()


def empty_pressure():
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE pressure.keys, pressure.reports, pressure.messages, pressure.spent"
        )


def test_order_of_reports_is_forgotten(filed):
    """Whoever saw people come one after the other cannot tell whose report is whose."""
    numbers = [number for number, _text, _agency in filed]
    rows = fetch("SELECT number FROM pressure.reports ORDER BY ctid")
    assert [bytes(number).hex() for (number,) in rows] == numbers  # until the night it tells

    tidy()

    for table in ("reports", "messages"):
        for order in ("ctid", "ctid DESC", "xmin::text::bigint, ctid", "for_desk", "head"):
            if order == ("head" if table == "messages" else "for_desk"):
                continue
            rows = fetch(f"SELECT number FROM pressure.{table} ORDER BY {order}")
            found = [bytes(number).hex() for (number,) in rows]
            assert sorted(found) == sorted(numbers)
            assert count_same(numbers, found) <= BY_CHANCE


def test_log_and_tables_hold_no_word_of_a_report(settings, survey_tables, tmp_path):
    settings.PRESSURE_KEYS = str(tmp_path / "pressure")
    empty_pressure()
    begun = get_log_place()
    words = secrets.token_hex(24)
    file_report(NewReport(Head(words, None, ("told",), "superior", "week"), words, b"m" * 16))
    sealed = read_log(begun)
    begun = get_log_place()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE naive_reports (words text)")
        cursor.execute("INSERT INTO naive_reports VALUES (%s)", [words])
    naive = read_log(begun)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE naive_reports")
    empty_pressure()

    assert words.encode() in naive
    assert words.encode() not in sealed
    assert b"m" * 16 in sealed  # the log was read
