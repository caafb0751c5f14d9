"""The audit trail is chained and cannot be changed."""

import pytest
from django.db import DatabaseError, transaction

from prongsai.audit.models import Entry
from prongsai.audit.services import record
from prongsai.core.actor import SYSTEM

pytestmark = pytest.mark.django_db


def test_record_chains_to_the_entry_before():
    record(SYSTEM, verb="unit.rename", target="unit:1")
    record(SYSTEM, verb="unit.rename", target="unit:2")

    first, second = Entry.objects.order_by("id")
    assert second.previous_hash == first.hash
    assert second.id == first.id + 1


@pytest.mark.parametrize("change", ["update", "delete"])
def test_database_refuses_changes(change):
    record(SYSTEM, verb="unit.rename", target="unit:1")
    rows = Entry.objects.all()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(verb="x") if change == "update" else rows.delete()

    assert Entry.objects.count() == 1
