"""A login of one room reads what its room may read, and nothing of any other: really tried."""

import psycopg
import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from prongsai.surveys.intake.connection import get_address
from prongsai.surveys.services.keys import ensure_key
from prongsai.surveys.services.roles import list_role_statements

LIST_TABLES = """
SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables
WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1
"""
LIST_LOGINS = "SELECT rolname FROM pg_roles WHERE rolname ~ '^prongsai_.*_login$'"
# Everything that a login may read, of all tables of the product.
READABLE = {
    "prongsai_intake": {
        *("ledger.codes", "ledger.spends", "ledger.spent", "ledger.tallies", "ledger.networks"),
        *("sealed.keys", "receipts.releases", "receipts.leaves"),
    },
    "prongsai_issuer": {
        *("ledger.codes", "ledger.lapsed", "ledger.spends", "ledger.spent", "ledger.tallies"),
        *("ledger.counts", "ledger.networks"),
    },
    "prongsai_mixer": {
        *("ledger.spends", "ledger.spent", "ledger.tallies", "ledger.counts", "ledger.networks"),
        *("sealed.keys", "sealed.envelopes_1", "answers.sheets", "answers.salts"),
        *("answers.attributes", "receipts.releases", "receipts.leaves", "public.surveys_channel"),
    },
    "prongsai_pressure": {
        *("pressure.keys", "pressure.reports", "pressure.messages", "pressure.spent"),
    },
    "prongsai_reader": {
        *("answers.sheets", "answers.salts", "answers.attributes"),
        *("receipts.releases", "receipts.leaves"),
    },
    "prongsai_token_issuer": {"tokens.issued"},
}


@pytest.fixture
def logins(survey_tables):
    """Do what `prongsai survey roles` tells an administrator to do, and undo it."""
    ensure_key()
    drop_logins()
    with connection.cursor() as cursor:
        for statement in list_role_statements():
            cursor.execute(statement)
    yield
    drop_logins()


def drop_logins():
    with connection.cursor() as cursor:
        cursor.execute(LIST_LOGINS)
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP ROLE {name}")


def fetch(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [value for (value,) in cursor.fetchall()]


def open_as(login):
    return psycopg.connect(make_conninfo(get_address(), user=login), autocommit=True)


def find_readable(session, tables):
    readable = set()
    for table in tables:
        try:
            session.execute(f"SELECT * FROM {table} LIMIT 1")
            readable.add(table)
        except psycopg.errors.InsufficientPrivilege:
            continue
    return readable


def test_every_room_has_a_login(logins):
    assert {f"{room}_login" for room in READABLE} == set(fetch(LIST_LOGINS))


@pytest.mark.parametrize("room", READABLE)
def test_login_reads_its_room_and_no_other(logins, room):
    tables = fetch(LIST_TABLES)
    assert len(tables) > 60

    with open_as(f"{room}_login") as session:
        before = find_readable(session, tables)
        session.execute(f"SET ROLE {room}")
        after = find_readable(session, tables)
        for other in READABLE.keys() - {room}:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                session.execute(f"SET ROLE {other}")

    assert before == set()
    assert after == READABLE[room]


@pytest.mark.parametrize("room", READABLE)
def test_login_is_silent_and_stays_so(logins, room):
    with open_as(f"{room}_login") as session:
        shown = {
            name: session.execute(f"SHOW {name}").fetchone()[0]
            for name in ("log_statement", "log_min_error_statement", "log_error_verbosity")
        }
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            session.execute("SET log_statement = 'all'")

    assert shown == {
        "log_statement": "none",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
    }


def test_nothing_but_the_mixer_opens_or_writes_answers(logins):
    """Neither does anybody else hold an envelope, nor the intake what it has put in."""
    for room in READABLE.keys() - {"prongsai_mixer"}:
        with open_as(f"{room}_login") as session:
            session.execute(f"SET ROLE {room}")
            for statement in (
                "INSERT INTO answers.salts VALUES (1, 'x')",
                "SELECT body FROM sealed.envelopes_1",
                "DROP TABLE sealed.envelopes_1",
                "UPDATE receipts.leaves SET release_id = 2",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    session.execute(statement)
