"""One statement for the usual batch, another way for the rest: both tell the truth."""

import time
from concurrent.futures import ThreadPoolExecutor
from secrets import token_bytes

import psycopg
import pytest
from django.db import connection as django_connection

from prongsai.surveys.intake.commits import KEEP_ALL, Committer, Entry, Outcome
from prongsai.surveys.intake.connection import connect
from prongsai.surveys.services.keys import ensure_key, rotate_key

GOOD, REPEATED, UNKNOWN = Outcome.KEPT, Outcome.REPEATED, Outcome.UNKNOWN


def connect_patiently():
    """Wait longer for a lock than a slow machine takes to give it free."""
    connection = connect()
    connection.execute("SET lock_timeout = '120s'")
    return connection


@pytest.fixture
def committer(survey_tables):
    ensure_key()
    committer = Committer(connect_patiently)
    yield committer
    committer.disconnect()


def entry(mark=None, *, period=1):
    return Entry(mark or token_bytes(16), token_bytes(32), period, 7, b"answers")


def fetch(query):
    with django_connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def wait_until_blocked():
    """Return once somebody waits for somebody else's transaction."""
    for _ in range(6000):
        if fetch("SELECT FROM pg_locks WHERE NOT granted"):
            return
        time.sleep(0.01)
    raise AssertionError("nobody waits")


def count():
    return fetch("SELECT (SELECT count(*) FROM ledger.spends), count(*) FROM sealed.envelopes_1")[0]


def test_good_entries_are_one_transaction(committer):
    batch = [entry() for _ in range(256)]

    tally = committer.commit(batch)

    assert {each.outcome for each in batch} == {GOOD}
    assert tally == {(1, 7): 256}
    assert count() == (256, 1)
    assert fetch(
        "SELECT DISTINCT xmin::text FROM ledger.spends"
        " INTERSECT SELECT xmin::text FROM sealed.envelopes_1"
    )


def test_one_bad_entry_harms_no_other(committer):
    old, good, unknown, twice = entry(), entry(), entry(period=0), entry()
    committer.commit([old])
    batch = [entry(old.mark), good, unknown, twice, entry(twice.mark)]

    tally = committer.commit(batch)

    assert [each.outcome for each in batch] == [REPEATED, GOOD, UNKNOWN, GOOD, REPEATED]
    assert tally == {(1, 7): 2}
    assert count() == (3, 2)


def test_batch_of_bad_entries_writes_nothing(committer):
    batch = [entry(period=0), entry(period=0)]

    assert not committer.commit(batch)
    assert [each.outcome for each in batch] == [UNKNOWN, UNKNOWN]
    assert count() == (0, 0)


def test_mark_spent_by_another_process_at_the_same_moment_is_kept_once(committer, monkeypatch):
    """The other commits after our statement has looked and before it writes."""
    mark, other = token_bytes(16), connect()
    other.execute("BEGIN")
    other.execute("INSERT INTO ledger.spends VALUES (%b, 1)", [mark])
    batch = [entry(mark), entry()]
    with ThreadPoolExecutor(1) as pool, other:
        committing = pool.submit(committer.commit, batch)
        wait_until_blocked()
        other.commit()
        committing.result(timeout=120)

    assert [each.outcome for each in batch] == [REPEATED, GOOD]
    assert count() == (2, 1)


def test_day_that_was_closed_is_found_out_and_the_next_key_is_used(committer):
    committer.commit([entry()])
    rotate_key()
    with django_connection.cursor() as cursor:
        cursor.execute("DROP TABLE sealed.envelopes_1")

    with pytest.raises(psycopg.errors.UndefinedTable):
        committer.commit([entry()])
    committer.forget_key()

    assert committer.commit([entry()]) == {(2, 7): 1}


def test_lost_connection_is_an_error_that_can_be_tried_again(committer):
    committer.commit([entry()])
    with django_connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'prongsai intake'"
        )

    batch = [entry()]
    with pytest.raises(psycopg.Error):
        committer.commit(batch)
    committer.disconnect()

    assert batch[0].outcome is Outcome.BUSY
    assert committer.commit(batch) == {(1, 7): 1}


def test_commit_is_planned_once_and_by_index_whatever_the_tables_held_then(committer):
    committer.commit([entry()])
    connection = connect()
    connection.execute(f"PREPARE keep AS {KEEP_ALL.format(key_id=1)}")
    plan = connection.execute("EXPLAIN EXECUTE keep ('{a}', '{1}', 1, 'body')").fetchall()
    connection.close()

    lines = "\n".join(line for (line,) in plan)
    assert "$3" in lines  # one plan for all values, not one for each commit
    assert lines.count("Index") >= 3
    assert "Seq Scan" not in lines
