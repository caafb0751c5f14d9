"""The attacker holds everything after the mixing, and knows who answered in which order.

Known: the order in which 1,000 named people of 20 agencies answered over two days, their codes, and
even the ledger key. Held: every table with its system columns, the write-ahead log, the data
files, the server's log. Every way of laying the two side by side that we can think of is tried, and
counted is how many people it finds. Blind guessing finds one per agency on average. The same
attacker finds everybody in a table that was written the naive way, so the test is able to fail.
"""

import random
from dataclasses import dataclass
from pathlib import Path
from secrets import token_bytes

import pytest
from django.db import connection

from prongsai.core.actor import SYSTEM
from prongsai.surveys.intake.commits import Entry, Outcome
from prongsai.surveys.intake.connection import connect
from prongsai.surveys.intake.store import Store
from prongsai.surveys.rules.codes import get_pseudonyms, new_secret
from prongsai.surveys.rules.envelopes import Record, pack_record
from prongsai.surveys.services.channels import open_channels
from prongsai.surveys.services.keys import ensure_key
from prongsai.surveys.services.mixing import mix
from tests.factories.organizations import make_spec as make_unit_spec
from tests.factories.organizations import make_units
from tests.factories.surveys import make_spec

PEOPLE, AGENCIES, LINES = 1000, 20, 15
KEY = b"the attacker has the ledger key too"
# Hits of blind guessing are Poisson with mean 20; more than 60 happen once in 10^12 runs.
BY_CHANCE = 60


@dataclass(frozen=True)
class Person:
    """What the attacker knows of a person, and what the attacker wants to know."""

    agency: int
    mark: bytes
    leaf: bytes
    answers: bytes


@pytest.fixture
def people(survey_tables):
    """Let everybody answer, one after the other or a few at a time, with a night between."""
    units = make_units(*(make_unit_spec(f"8{n:05}") for n in range(AGENCIES)))
    channels = open_channels(
        SYSTEM, specs=[make_spec(unit, instrument="EIT") for unit in units.values()]
    )
    agency_of = dict(zip(channels, units.values(), strict=True))
    draw = random.Random(2569)  # noqa: S311 - a simulation
    people, store = [], Store(connect=connect)
    ensure_key()
    for number in range(PEOPLE):
        channel = draw.choice(channels)
        pair = get_pseudonyms("code", new_secret(), channel=str(channel), key=KEY)
        answers = bytes(draw.randrange(6) for _ in range(LINES))
        packed = pack_record(Record(channel, 255, 255, answers))
        assert store.keep(Entry(*pair, 1, channel, packed)) is Outcome.KEPT
        people.append(Person(agency_of[channel], *pair, answers))
        if number == PEOPLE // 2:
            mix()
    store.close()
    write_naively(people)
    return people


def send_somebody(agency):
    """Let one more person answer, as nobody did in an earlier run on the same disk."""
    channel = fetch(f"SELECT id FROM surveys_channel WHERE unit_id = {agency}")[0][0]
    person = Person(
        agency, token_bytes(16), token_bytes(32), bytes(byte % 6 for byte in token_bytes(24))
    )
    store = Store(connect=connect)
    packed = pack_record(Record(channel, 255, 255, person.answers))
    assert store.keep(Entry(person.mark, person.leaf, 1, channel, packed)) is Outcome.KEPT
    store.close()
    return person


def write_naively(people, *, table="pg_temp.naive"):
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table} (unit_id bigint, answers bytea)")
        for person in people:
            cursor.execute(f"INSERT INTO {table} VALUES (%s, %s)", [person.agency, person.answers])


def fetch(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def count_hits(people, rows):
    """Lay people and rows of each agency side by side, in the order given; count who is found."""
    found = 0
    for agency in {person.agency for person in people}:
        known = [person.answers for person in people if person.agency == agency]
        stored = [bytes(answers) for unit, answers in rows if unit == agency]
        found += sum(a == b for a, b in zip(known, stored, strict=False))
    return found


ORDERS = {
    "position on the page": "tableoid, ctid",
    "position, read backwards": "tableoid DESC, ctid DESC",
    "position within the partition": "ctid, tableoid",
    "transaction, then position": "xmin::text::bigint, ctid",
    "command within the transaction": "cmin::text::bigint, ctid",
    "newest release first": "release_id DESC, ctid",
    "order of the index": "fiscal_year, unit_id, part",
    "order of the content": "answers",
}
KNOWN = {
    "order of answering": lambda people: people,
    "order of marks": lambda people: sorted(people, key=lambda person: person.mark),
    "order of receipts": lambda people: sorted(people, key=lambda person: person.leaf),
}


def test_full_dump_finds_nobody(people):
    mix(everything=True)

    assert count_hits(people, fetch("SELECT unit_id, answers FROM naive ORDER BY ctid")) == PEOPLE
    rows = fetch("SELECT unit_id, answers FROM answers.sheets")
    assert sorted(bytes(answers) for _, answers in rows) == sorted(p.answers for p in people)
    for order in ORDERS.values():
        rows = fetch(f"SELECT unit_id, answers FROM answers.sheets ORDER BY {order}")
        for arrange in KNOWN.values():
            assert count_hits(arrange(people), rows) <= BY_CHANCE


def test_days_tell_no_more_than_the_release(people):
    """The order in which leaves were published gives the day of a person, never a row."""
    mix(everything=True)

    leaves = [bytes(leaf) for (leaf,) in fetch("SELECT leaf FROM receipts.leaves ORDER BY ctid")]
    place = {leaf: at for at, leaf in enumerate(leaves)}
    arranged = sorted(people, key=lambda person: place[person.leaf])
    rows = fetch("SELECT unit_id, answers FROM answers.sheets ORDER BY release_id, ctid")
    groups = fetch(
        "SELECT release_id, unit_id, count(*) FROM answers.sheets GROUP BY release_id, unit_id"
    )

    assert count_hits(arranged, rows) <= BY_CHANCE
    assert min(count for _, _, count in groups) >= 10


def test_no_value_leads_from_a_code_or_receipt_to_an_answer(people):
    mix(everything=True)

    marks, leaves = {p.mark for p in people}, {p.leaf for p in people}
    shown = b"\n".join(
        bytes(part) if isinstance(part, (bytes, memoryview)) else str(part).encode()
        for table in ("answers.sheets", "answers.salts", "answers.attributes")
        for row in fetch(f"SELECT * FROM {table}")
        for part in row
    )
    assert not any(value in shown for value in marks | leaves)
    transactions = {
        table: {xid for (xid,) in fetch(f"SELECT DISTINCT xmin::text FROM {table}")}
        for table in ("answers.sheets", "ledger.spent")
    }
    assert not transactions["answers.sheets"] & transactions["ledger.spent"]


def test_files_and_log_hold_no_answer_before_the_mixing(people):
    """In the bytes on the disk an answer is found only where it was written the naive way."""
    folder = get_data_folder()
    person = send_somebody(people[0].agency)
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    log = b"".join(path.read_bytes() for path in sorted((folder / "pg_wal").glob("0*")))
    tables = [
        (folder / name).read_bytes()
        for (name,) in fetch(
            "SELECT pg_relation_filepath(c.oid) FROM pg_class c JOIN pg_namespace n"
            " ON n.oid = c.relnamespace WHERE n.nspname IN ('ledger', 'sealed', 'receipts')"
            " AND c.relkind IN ('r', 'i')"
        )
    ]
    server_log = b"".join(path.read_bytes() for path in folder.glob("*log*") if path.is_file())

    assert person.mark in b"".join(tables)
    assert person.mark in log
    for content in (*tables, log, server_log):
        assert person.answers not in content


def test_order_in_the_write_ahead_log_finds_nobody(people):
    begun = get_log_place()
    mix(everything=True)
    release = read_log(begun)
    begun = get_log_place()
    write_naively(people, table="naive_logged")
    naive = read_log(begun)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE naive_logged")

    for log, least, most in [(release, 0, BY_CHANCE), (naive, PEOPLE * 0.9, PEOPLE)]:
        found = [person for person in people if person.answers in log]
        rows = [
            (person.agency, person.answers)
            for person in sorted(found, key=lambda person: log.index(person.answers))
        ]
        assert len(found) > PEOPLE * 0.4  # the last release; a few straddle two pages
        assert least <= count_hits(found, rows) <= most


def get_log_place():
    """Return file and byte of the end of the write-ahead log, all of it being on the disk."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    return fetch("SELECT * FROM pg_walfile_name_offset(pg_current_wal_lsn())")[0]


def read_log(begun):
    name, offset = begun
    last, end = get_log_place()
    folder = get_data_folder() / "pg_wal"
    files = sorted(path for path in folder.glob("0*") if name <= path.name <= last)
    contents = [path.read_bytes() for path in files]
    contents[-1] = contents[-1][:end]
    contents[0] = contents[0][offset:]
    return b"".join(contents)


def get_data_folder():
    return Path(fetch("SHOW data_directory")[0][0])
