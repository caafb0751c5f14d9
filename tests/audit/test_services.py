"""The audit trail is chained and cannot be changed."""

import threading
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, connections, transaction

from prongsai.audit.models import Entry, Seal
from prongsai.audit.selectors.chain import get_head, verify_chain
from prongsai.audit.services import record
from prongsai.core import clock
from prongsai.core.actor import SYSTEM, Actor
from tests.factories.moments import at_once


def write(count=1, **fields):
    for number in range(count):
        record(SYSTEM, verb="unit.rename", target=f"unit:{number}", **fields)


@transaction.atomic
def write_and_fail():
    write()
    raise ZeroDivisionError


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def seal_now():
    run("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.django_db
def test_record_chains_to_the_entry_before():
    write(2)
    seal_now()

    first, second = Seal.objects.order_by("number")
    assert (first.number, second.number) == (1, 2)
    assert second.previous_hash == first.hash
    assert verify_chain().fault is None


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Entry, Seal])
@pytest.mark.parametrize("change", ["update", "delete"])
def test_database_refuses_changes(model, change):
    write()
    seal_now()
    table = model._meta.db_table
    column = "hash" if model is Seal else "verb"
    words = {"update": f"UPDATE {table} SET {column} = 'x'", "delete": f"DELETE FROM {table}"}

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(words[change])

    assert model.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["audit_entry", "audit_seal"])
def test_database_refuses_truncate(table):
    # The suite switches this one off to be able to empty its tables.
    run(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_truncate")

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run("TRUNCATE audit_entry, audit_seal")


@pytest.mark.django_db
def test_database_refuses_changes_in_replica_mode():
    write()
    seal_now()

    run("SET LOCAL session_replication_role = replica")

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run("UPDATE audit_entry SET verb = 'x'")


@pytest.mark.django_db
def test_database_refuses_forged_seals():
    write()
    seal_now()
    entry = Entry.objects.get()

    with pytest.raises(DatabaseError, match="only the database itself"), transaction.atomic():
        Seal.objects.create(number=2, entry=entry, previous_hash="", hash="")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "value",
    [
        1.0,
        1e22,
        -0.0,
        0.1 + 0.2,
        float("inf"),
        Decimal("85.00"),
        2**70,
        -(2**63),
        {"ข": 1, "a": [True, None, {"z": 1, "b": 2}]},
        {3: "a number as key"},
        'กำ กํา \U0001f600 e\u0301 é \\ " \u2028',
        "half \ud800 and nul \x00",
        date(2026, 3, 1),
        datetime(2026, 3, 1, 1, 2, 3, 999_999, tzinfo=UTC),
        {"b", "a"},
        ("a", 1),
    ],
)
def test_detail_reads_back_with_the_same_digest(value):
    write(detail={"value": value})
    seal_now()

    assert verify_chain().fault is None


@pytest.mark.django_db
def test_detail_refuses_what_has_no_words():
    with pytest.raises(TypeError):
        write(detail={"value": object()})


@pytest.mark.django_db
def test_record_survives_hostile_names():
    actor = Actor(user_id=None, name="ก" * 500 + "\x00")

    record(actor, verb="account.sign_in_failed", target="\x00" * 300)
    seal_now()

    assert verify_chain().fault is None


@pytest.mark.django_db
def test_record_keeps_the_real_time_while_the_clock_travels():
    with clock.travelled(clock.timedelta(days=400)):
        write()

    assert abs((Entry.objects.get().at - clock.real_now()).total_seconds()) < 60


@pytest.mark.django_db(transaction=True)
def test_rolled_back_work_leaves_no_gap():
    write()
    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    write()

    assert get_head().number == 2
    assert verify_chain().fault is None


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_make_one_chain():
    def work():
        for _ in range(10):
            with transaction.atomic():
                write(2)

    at_once(work, work, work, work)

    verdict = verify_chain()
    assert (verdict.checked, verdict.fault) == (80, None)


@pytest.mark.django_db(transaction=True)
def test_writers_do_not_wait_for_one_another_before_commit():
    """Two transactions that record first and work on crossed rows later must not deadlock."""
    done = threading.Event()

    def second():
        try:
            write()
        finally:
            connections.close_all()
            done.set()

    with transaction.atomic():
        write()
        thread = threading.Thread(target=second)
        thread.start()
        assert done.wait(120), "the second writer waited for the first one's transaction"
    thread.join(120)

    assert verify_chain().fault is None
