"""The mixer is killed at every stage of its work: what it did counts wholly or not at all.

A lock held by somebody else stops it at the stage that a test names; then it gets SIGKILL, as a
worker does that runs out of memory, and the next one starts from what the database knows.
"""

import os
import signal
import sys
import time
from contextlib import contextmanager
from secrets import token_bytes

import psycopg
import pytest
from django.db import connection, connections

from prongsai.core.actor import SYSTEM
from prongsai.surveys.gateways import DayKeys
from prongsai.surveys.intake.commits import Entry, Outcome
from prongsai.surveys.intake.connection import connect, get_address
from prongsai.surveys.intake.store import Store
from prongsai.surveys.rules.codes import get_receipt_code
from prongsai.surveys.rules.envelopes import Record, pack_record
from prongsai.surveys.selectors.receipts import list_findings
from prongsai.surveys.services.batches import keep_answers
from prongsai.surveys.services.channels import open_channels
from prongsai.surveys.services.keys import ensure_key
from prongsai.surveys.services.mixing import mix
from prongsai.surveys.types import BatchAnswer
from tests.factories.organizations import make_spec as make_unit_spec
from tests.factories.organizations import make_units
from tests.factories.surveys import list_sheets, make_spec

# What is locked, and so how far the mixer gets.
STAGES = {
    "before the new key": "LOCK sealed.keys IN EXCLUSIVE MODE",
    "before the envelopes are opened": "LOCK sealed.envelopes_{key} IN SHARE MODE",
    "at the public record with the roots": "LOCK receipts.releases IN SHARE MODE",
    "at the leaves": "LOCK receipts.leaves IN SHARE MODE",
    "when the answers are written": "LOCK answers.sheets IN SHARE MODE",
    "at the salt": "LOCK answers.salts IN SHARE MODE",
    "at the counts": "LOCK ledger.counts IN SHARE MODE",
    "at the line in the audit trail": "LOCK audit_entry IN SHARE MODE",
    "before the marks are merged": "LOCK ledger.spends IN SHARE MODE",
    "in the middle of the merging": "LOCK ledger.spent IN SHARE MODE",
}


@pytest.fixture
def channels(survey_tables):
    units = make_units(*(make_unit_spec(f"8{n:05}") for n in range(3)))
    ensure_key()
    return open_channels(
        SYSTEM, specs=[make_spec(unit, instrument="EIT") for unit in units.values()]
    )


@contextmanager
def holding(statement):
    """Hold a lock from a connection of its own."""
    with psycopg.connect(get_address()) as holder:
        holder.execute(statement)
        yield holder
        holder.rollback()


def start(work):
    """Run WORK in a process of its own that has no connection yet."""
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        return pid
    try:
        signal.alarm(600)  # nobody waits for one who never gets where he shall be killed
        os.close(2)
        # The parent's socket stays the parent's: forget it without a goodbye.
        connections["default"].connection = None
        work()
    finally:
        os._exit(1)


def wait_until_stuck(holder):
    """Return once somebody waits for the lock that HOLDER has."""
    with psycopg.connect(get_address(), autocommit=True) as watcher:
        query = "SELECT pid FROM pg_stat_activity WHERE %s = ANY(pg_blocking_pids(pid))"
        for _ in range(6000):
            if found := watcher.execute(query, [holder.info.backend_pid]).fetchone():
                return found[0]
            time.sleep(0.02)
    raise AssertionError("nobody came to this stage")


def kill(pid, backend):
    """Shoot a process, and wait until the database has noticed."""
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    with psycopg.connect(get_address(), autocommit=True) as watcher:
        watcher.execute("SELECT pg_terminate_backend(%s, 120000)", [backend])


def answer(channels, count):
    """Let some people answer; return (receipt, answers) of each."""
    store, people = Store(connect=connect), []
    for number in range(count):
        channel, answers = channels[number % len(channels)], bytes(b % 6 for b in token_bytes(15))
        mark, leaf = token_bytes(16), token_bytes(32)
        packed = pack_record(Record(channel, 255, 255, answers))
        assert store.keep(Entry(mark, leaf, 1, channel, packed)) is Outcome.KEPT
        people.append((get_receipt_code(leaf), answers))
    store.close()
    return people


def fetch(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def check(people):
    """Everything once and nothing else, and of the keys that ever sealed only the open one left.

    A mixer killed between the file and the row of a new key leaves a key that nothing was ever
    sealed for. It stays: a folder knows more than a database that was restored from a backup.
    """
    counted = [code for (code,) in fetch("SELECT code FROM receipts.leaves")]
    assert sorted(counted) == sorted(receipt for receipt, _ in people)
    assert sorted(row[-1] for row in list_sheets()) == sorted(answers for _, answers in people)
    assert fetch("SELECT sum(answers) FROM ledger.counts") == [(len(people),)]
    assert not list_findings()
    keys = dict(fetch("SELECT id, destroyed FROM sealed.keys"))
    kept = [key for key in DayKeys().list_ids() if key in keys]
    assert kept == [key for key, destroyed in keys.items() if not destroyed]
    assert len(kept) == 1


def test_mixer_killed_at_every_stage_loses_nothing(channels):
    people = answer(channels, 40)
    for statement in STAGES.values():
        people += answer(channels, 6)
        [(key,)] = fetch("SELECT max(id) FROM sealed.keys")
        with holding(statement.format(key=key)) as holder:
            pid = start(mix)
            kill(pid, wait_until_stuck(holder))
    people += answer(channels, 6)
    mix()
    mix(everything=True)

    check(people)


def test_mixer_killed_between_key_and_note_of_its_destruction(channels):
    """The release is committed and the key file is gone, but the database does not know yet."""
    people = answer(channels, 40)
    with holding("LOCK audit_entry IN SHARE MODE") as first:
        pid = start(mix)
        wait_until_stuck(first)
        with holding("SELECT FROM sealed.keys WHERE closed FOR UPDATE") as second:
            first.rollback()
            backend = wait_until_stuck(second)
            assert DayKeys().find(1) is None
            kill(pid, backend)
    assert fetch("SELECT destroyed FROM sealed.keys WHERE id = 1") == [(False,)]
    people += answer(channels, 20)
    mix(everything=True)

    check(people)


def test_batch_killed_in_the_middle_counts_once(channels):
    """Interviews and paper: killed before the commit, handed in again under the same keys."""
    sent = [BatchAnswer(f"{n:032x}", channels[0], bytes([n % 6] * 15), b"") for n in range(12)]
    room = {channels[0]: 100}
    with holding("LOCK ledger.tallies IN SHARE MODE") as holder:
        pid = start(lambda: keep_answers(sent, room=room))
        kill(pid, wait_until_stuck(holder))
    first = keep_answers(sent, room=room)
    again = keep_answers(sent, room=room)
    mix(everything=True)

    assert first == again == {each.key for each in sent}
    assert sorted(row[-1] for row in list_sheets()) == sorted(each.answers for each in sent)
    assert len(fetch("SELECT code FROM receipts.leaves")) == len(sent)
