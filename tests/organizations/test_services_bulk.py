"""Thousands of units at once."""

from datetime import date

import pytest

from prongsai.audit.models import Entry
from prongsai.core.actor import SYSTEM
from prongsai.core.errors import Conflict, Invalid
from prongsai.organizations.models import (
    Unit,
    UnitDomain,
    UnitEvent,
    UnitProfile,
    UnitRelation,
    UnitVersion,
)
from prongsai.organizations.services.bulk import create_units
from tests.factories.organizations import make_spec, make_unit

pytestmark = pytest.mark.django_db

DAY = date(2025, 10, 1)


def test_units_come_with_all_that_belongs_to_them():
    specs = [
        make_spec(
            "CHILD", line="PARENT", website="Example.go.th/ita", domains=("A.example.go.th",)
        ),
        make_spec("PARENT", valid_from=date(2026, 1, 1)),
    ]

    ids = create_units(SYSTEM, specs=specs, on=DAY, reason="โครงสร้างใหม่")

    relation = UnitRelation.objects.get()
    assert (relation.child_id, relation.parent_id) == (ids["CHILD"], ids["PARENT"])
    assert relation.valid_from == date(2026, 1, 1), "begins when both exist"
    assert UnitVersion.objects.get(unit__code="CHILD").valid_from == DAY
    assert UnitProfile.objects.get(unit__code="CHILD").website == "https://example.go.th/ita"
    assert UnitDomain.objects.get().host == "a.example.go.th"
    assert set(UnitEvent.objects.values_list("kind", "reason")) == {("create", "โครงสร้างใหม่")}
    assert Entry.objects.get().detail["count"] == 2


@pytest.mark.parametrize(
    ("specs", "error", "words"),
    [
        ([make_spec("a b")], Invalid, "a b"),
        ([make_spec("A", name_th="")], Invalid, "ไม่ได้กรอก"),
        ([make_spec("A", unit_class="club")], Invalid, "club"),
        ([make_spec("A", website="http://127.0.0.1")], Invalid, "ไอพี"),
        ([make_spec("A"), make_spec("A")], Conflict, "ซ้ำ"),
        ([make_spec("KNOWN")], Conflict, "KNOWN"),
        ([make_spec("A", line="NOWHERE")], Conflict, "NOWHERE"),
        ([make_spec("A", line="B"), make_spec("B", line="A")], Conflict, "อยู่ใต้ตัวเอง"),
    ],
)
def test_nothing_is_kept_of_a_batch_with_a_fault(specs, error, words):
    make_unit("KNOWN")

    with pytest.raises(error, match=words):
        create_units(SYSTEM, specs=specs, on=DAY)

    assert Unit.objects.count() == 1


def test_ended_parent_is_refused():
    make_unit("GONE")
    UnitVersion.objects.update(valid_to=date(2024, 1, 1))

    with pytest.raises(Conflict, match="GONE"):
        create_units(SYSTEM, specs=[make_spec("A", line="GONE")], on=DAY)


def test_a_nation_is_made_at_once():
    parents = [make_spec(f"P{n}", unit_class="province") for n in range(77)]
    middles = [
        make_spec(f"D{n}", unit_class="district", geography=f"P{n % 77}") for n in range(928)
    ]
    bodies = [
        make_spec(
            f"B{n}", name_th=f"องค์การบริหารส่วนตำบลสมมติ {n}", geography=f"D{n % 928}", line="P0"
        )
        for n in range(7312)
    ]

    ids = create_units(SYSTEM, specs=[*parents, *middles, *bodies], on=DAY)

    assert len(ids) == 8317
