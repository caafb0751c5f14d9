"""The verifier names the first place that was tampered with, even by a superuser."""

from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from prongsai.audit.models import Entry, Seal
from prongsai.audit.rules import get_digest, get_seal
from prongsai.audit.selectors import chain
from prongsai.audit.selectors.chain import COLUMNS, get_head, verify_chain
from prongsai.audit.services import record
from prongsai.audit.types.trail import FaultKind
from prongsai.core.actor import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def numbers():
    """Ten entries; returns the entry ids by line number."""
    for number in range(10):
        record(SYSTEM, verb="unit.rename", target=f"unit:{number}", detail={"n": number})
    run("SET CONSTRAINTS ALL IMMEDIATE")
    assert verify_chain().checked == 10
    return dict(Seal.objects.values_list("number", "entry_id"))


def run(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def behind_its_back():
    for table in ("audit_entry", "audit_seal"):
        run(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
    yield
    for table in ("audit_entry", "audit_seal"):
        run(f"ALTER TABLE {table} ENABLE TRIGGER ALL")


def found():
    fault = verify_chain().fault
    assert fault is not None
    return fault.kind, fault.number, fault.entry_id


@pytest.mark.parametrize(
    "change",
    [
        "verb = 'unit.move'",
        "at = at + interval '1 microsecond'",
        "user_name = 'ผู้อื่น'",
        "user_id = 7",
        "role = 'auditor'",
        "unit_id = 5",
        "target = 'unit:99'",
        "detail = '{\"n\": 99}'",
        "digest = repeat('0', 64)",
    ],
)
def test_verify_names_a_changed_entry(numbers, change):
    with behind_its_back():
        run(f"UPDATE audit_entry SET {change} WHERE id = {numbers[4]}")

    assert found() == (FaultKind.CHANGED, 4, numbers[4])


def test_verify_names_an_entry_changed_with_its_digest(numbers):
    with behind_its_back():
        entry = Entry.objects.get(pk=numbers[4])
        entry.verb = "unit.move"
        entry.digest = get_digest({column: getattr(entry, column) for column in COLUMNS})
        entry.save()

    assert found() == (FaultKind.MOVED, 4, numbers[4])


def test_verify_names_the_line_after_one_that_was_resealed(numbers):
    with behind_its_back():
        entry = Entry.objects.get(pk=numbers[4])
        entry.verb = "unit.move"
        entry.digest = get_digest({column: getattr(entry, column) for column in COLUMNS})
        entry.save()
        reseal(4, 4)

    assert found() == (FaultKind.MOVED, 5, numbers[5])


def test_verify_names_a_removed_entry(numbers):
    with behind_its_back():
        run(f"DELETE FROM audit_entry WHERE id = {numbers[4]}")

    assert found() == (FaultKind.REMOVED, 4, numbers[4])


def test_verify_names_an_entry_removed_with_its_seal(numbers):
    with behind_its_back():
        run("DELETE FROM audit_seal WHERE number = 4")
        run(f"DELETE FROM audit_entry WHERE id = {numbers[4]}")

    assert found() == (FaultKind.REMOVED, 4, None)


def test_verify_names_the_line_that_closed_a_gap(numbers):
    with behind_its_back():
        run("DELETE FROM audit_seal WHERE number = 4")
        run(f"DELETE FROM audit_entry WHERE id = {numbers[4]}")
        for number in range(5, 11):
            run(f"UPDATE audit_seal SET number = {number - 1} WHERE number = {number}")

    assert found() == (FaultKind.MOVED, 4, numbers[5])


def test_verify_names_an_inserted_entry(numbers):
    with behind_its_back():
        copy = Entry.objects.get(pk=numbers[4])
        copy.pk = None
        copy.save(force_insert=True)

    assert found() == (FaultKind.INSERTED, None, copy.pk)


def test_verify_names_the_line_after_one_that_was_inserted_with_a_seal(numbers):
    with behind_its_back():
        copy = Entry.objects.get(pk=numbers[4])
        copy.pk = None
        copy.save(force_insert=True)
        for number in range(10, 4, -1):
            run(f"UPDATE audit_seal SET number = {number + 1} WHERE number = {number}")
        before = Seal.objects.get(number=4).hash
        seal = get_seal(5, previous_hash=before, digest=copy.digest)
        Seal.objects.create(number=5, entry=copy, previous_hash=before, hash=seal)

    assert found() == (FaultKind.MOVED, 6, numbers[5])


def test_verify_names_the_first_of_two_swapped_entries(numbers):
    with behind_its_back():
        run("UPDATE audit_seal SET entry_id = -1 WHERE number = 4")
        run(f"UPDATE audit_seal SET entry_id = {numbers[4]} WHERE number = 7")
        run(f"UPDATE audit_seal SET entry_id = {numbers[7]} WHERE number = 4")

    assert found() == (FaultKind.MOVED, 4, numbers[7])


def test_verify_finds_a_whole_rewrite_only_by_an_anchor(numbers):
    anchor = get_head().hash
    early = Seal.objects.get(number=2).hash
    with behind_its_back():
        entry = Entry.objects.get(pk=numbers[4])
        entry.verb = "unit.move"
        entry.digest = get_digest({column: getattr(entry, column) for column in COLUMNS})
        entry.save()
        reseal(4, 10)

    assert verify_chain().fault is None
    assert verify_chain([early]).fault is None
    fault = verify_chain([early, anchor]).fault
    assert fault is not None
    assert (fault.kind, fault.anchor) == (FaultKind.REWRITTEN, anchor)


def test_verify_finds_a_cut_end_only_by_an_anchor(numbers):
    anchor = get_head().hash
    with behind_its_back():
        run("DELETE FROM audit_seal WHERE number > 8")
        run(f"DELETE FROM audit_entry WHERE id IN ({numbers[9]}, {numbers[10]})")

    assert verify_chain().fault is None
    assert verify_chain([anchor]).fault is not None


def test_verify_walks_in_batches(numbers, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(chain, "BATCH", 3)

    # Four batches of seals and entries, one empty look, one for entries without a seal.
    with django_assert_num_queries(4 * 2 + 1 + 1):
        assert verify_chain().checked == 10


def test_command_says_what_was_changed(numbers):
    with behind_its_back():
        run(f"UPDATE audit_entry SET verb = 'x' WHERE id = {numbers[4]}")

    with pytest.raises(CommandError, match=rf"entry {numbers[4]} \(line 4\) was changed; 3 lines"):
        call_command("audit", "verify")


def test_command_prints_head_and_expects_anchors(numbers, settings, tmp_path):
    settings.AUDIT_ANCHOR_FILE = tmp_path / "anchors.txt"
    out = StringIO()

    call_command("audit", "head", stdout=out)
    call_command("audit", "anchor", stdout=out)
    call_command("audit", "verify", "--anchors", str(tmp_path / "anchors.txt"), stdout=out)

    number, hash_ = out.getvalue().splitlines()[0].split()[1:]
    assert (int(number), hash_) == (10, get_head().hash)
    assert "ok: all 1 anchors" in out.getvalue()
    with pytest.raises(CommandError, match="rewritten or cut"):
        call_command("audit", "verify", "--expect", "ab" * 32)


def reseal(first: int, last: int) -> None:
    """What somebody who knows the format and owns the database would do."""
    before = Seal.objects.get(number=first - 1).hash
    for seal in Seal.objects.filter(number__range=(first, last)).order_by("number"):
        seal.previous_hash = before
        digest = Entry.objects.get(pk=seal.entry_id).digest
        seal.hash = get_seal(seal.number, previous_hash=before, digest=digest)
        seal.save()
        before = seal.hash
