"""Reorganising one unit: what holds from the day on, and what stays of the days before."""

from datetime import date, timedelta

import pytest

from prongsai.audit.models import Entry
from prongsai.core.actor import SYSTEM
from prongsai.core.errors import Conflict, Invalid, NotAllowed
from prongsai.organizations.models import UnitRelation, UnitVersion
from prongsai.organizations.selectors.history import list_events, list_successors
from prongsai.organizations.selectors.scopes import get_scope
from prongsai.organizations.selectors.units import get_unit
from prongsai.organizations.services.units import (
    create_unit,
    dissolve_unit,
    move_unit,
    reclassify_unit,
    rename_unit,
)
from prongsai.organizations.types.units import Decision
from tests.factories.organizations import LONG_AGO, make_actor, make_spec, make_unit, make_units

pytestmark = pytest.mark.django_db

DAY = date(2025, 10, 1)
EVE = DAY - timedelta(days=1)
DECISION = Decision(DAY, "ประกาศฉบับสมมติ")


def rename(code="A", name_th="ชื่อใหม่", *, actor=SYSTEM, decision=DECISION):
    rename_unit(actor, code=code, name_th=name_th, name_en="New", decision=decision)


def move(code, parent_code, *, kind="line", decision=DECISION):
    move_unit(SYSTEM, code=code, kind=kind, parent_code=parent_code, decision=decision)


def test_create_makes_a_unit_from_the_day_on():
    make_unit("P")

    unit_id = create_unit(SYSTEM, spec=make_spec("A", line="P"), decision=DECISION)

    assert not get_unit("A", on=EVE).exists
    assert get_unit("A", on=DAY).exists
    assert [event.kind for event in list_events(unit_id)] == ["create"]
    assert Entry.objects.filter(verb="unit.create", unit_id=unit_id).count() == 1


def test_rename_leaves_the_days_before():
    unit_id = make_unit("A", name_th="ชื่อเดิม")

    rename(actor=make_actor("commission_owner"))

    assert get_unit("A", on=EVE).name_th == "ชื่อเดิม"
    assert get_unit("A", on=DAY).name_th == "ชื่อใหม่"
    event = list_events(unit_id)[0]
    assert (event.kind, event.on, event.reason) == ("rename", DAY, "ประกาศฉบับสมมติ")
    assert event.changes["name_th"] == ["ชื่อเดิม", "ชื่อใหม่"]
    assert Entry.objects.get(verb="unit.rename").detail["on"] == "2025-10-01"


def test_rename_twice_on_a_day_corrects_in_place():
    make_unit("A")
    rename(name_th="ผิด")
    rename(name_th="ถูก")

    assert UnitVersion.objects.count() == 2
    assert get_unit("A", on=DAY).name_th == "ถูก"


def test_reclassify_changes_class_and_size():
    make_unit("A", place_code="520401")

    reclassify_unit(
        SYSTEM,
        code="A",
        unit_class="tambon_town",
        size="M",
        place_code="520401",
        decision=DECISION,
    )

    after = get_unit("A", on=DAY)
    assert (after.unit_class, after.size) == ("tambon_town", "M")
    assert get_unit("A", on=EVE).unit_class == "tambon_body"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"unit_class": "court", "size": "S"}, "ไม่แบ่งขนาด"),
        ({"unit_class": "club", "size": ""}, "club"),
        ({"unit_class": "tambon_body", "size": ""}, "ไม่มีข้อมูลใดเปลี่ยน"),
    ],
)
def test_reclassify_refuses_nonsense(fields, words):
    make_unit("A")

    with pytest.raises(Invalid, match=words):
        reclassify_unit(SYSTEM, code="A", place_code="", decision=DECISION, **fields)


@pytest.mark.parametrize("name", ["", "   ", "ก" * 201, "ก\x00ข"])
def test_rename_refuses_names_that_cannot_be(name):
    make_unit("A")

    with pytest.raises(Invalid):
        rename(name_th=name)


def test_move_leaves_the_days_before():
    ids = make_units(make_spec("P"), make_spec("Q"), make_spec("A", line="P"))

    move("A", "Q")

    assert get_scope(ids["A"], on=EVE).above == {ids["P"]}
    assert get_scope(ids["A"], on=DAY).above == {ids["Q"]}
    assert list_events(ids["A"])[0].changes == {"line": ["P", "Q"]}


def test_move_out_of_and_into_a_tree():
    ids = make_units(make_spec("P"), make_spec("A", line="P"))

    move("A", "")
    assert get_scope(ids["A"], on=DAY).above == frozenset()

    later = Decision(DAY + timedelta(days=30), "กลับเข้าสังกัด")
    move("A", "P", decision=later)
    assert get_scope(ids["A"], on=DAY).above == frozenset()
    assert get_scope(ids["A"], on=later.on).above == {ids["P"]}


def test_move_on_the_first_day_corrects_in_place():
    ids = make_units(make_spec("P"), make_spec("Q"), make_spec("A", line="P"))

    move("A", "Q", decision=Decision(LONG_AGO, "แก้ไข"))
    assert get_scope(ids["A"], on=LONG_AGO).above == {ids["Q"]}

    move("A", "", decision=Decision(LONG_AGO, "แก้ไขอีกครั้ง"))
    assert not UnitRelation.objects.exists()


def test_move_under_itself_is_refused_and_nothing_changes():
    ids = make_units(make_spec("A"), make_spec("B", line="A"), make_spec("C", line="B"))

    with pytest.raises(Conflict, match="อยู่ใต้ตัวเอง"):
        move("A", "C")

    assert get_scope(ids["A"], on=DAY).above == frozenset()
    assert not Entry.objects.filter(verb="unit.move").exists()


def test_same_units_may_stand_the_other_way_round_in_another_tree():
    ids = make_units(make_spec("A"), make_spec("B", line="A"))

    move("A", "B", kind="supervision")

    assert get_scope(ids["A"], on=DAY).above == {ids["B"]}


def test_circle_that_only_closes_later_is_refused():
    make_units(make_spec("A"), make_spec("B"))
    move("A", "B", decision=Decision(DAY + timedelta(days=60), "วางแผนไว้"))

    with pytest.raises(Conflict, match="อยู่ใต้ตัวเอง"):
        move("B", "A")


@pytest.mark.parametrize(
    ("parent", "error", "words"),
    [
        ("P", Invalid, "อยู่แล้ว"),
        ("A", Conflict, "อยู่ใต้ตัวเอง"),
        ("?", Invalid, "ไม่พบหน่วยงาน"),
        ("SOON", Conflict, "ไม่ได้ดำรงอยู่"),
    ],
)
def test_move_refuses(parent, error, words):
    make_units(make_spec("P"), make_spec("A", line="P"))
    make_unit("SOON", on=date(2099, 1, 1))

    with pytest.raises(error, match=words):
        move("A", parent)


def test_changes_before_the_last_change_are_refused():
    make_units(make_spec("P"), make_spec("Q"), make_spec("A", line="P"))
    rename(code="A")
    move("A", "Q")

    early = Decision(EVE, "ย้อนหลัง")
    with pytest.raises(Conflict, match="หลังวันที่เลือก"):
        rename(code="A", name_th="อื่น", decision=early)
    with pytest.raises(Conflict, match="หลังวันที่เลือก"):
        move("A", "P", decision=early)


def test_dissolve_ends_a_unit_and_its_places():
    ids = make_units(make_spec("P"), make_spec("A", line="P", geography="P"))

    dissolve_unit(SYSTEM, code="A", decision=DECISION)

    assert get_unit("A", on=EVE).exists
    assert not get_unit("A", on=DAY).exists
    assert not UnitRelation.objects.on(DAY).exists()
    assert list_successors(ids["A"], on=DAY) == []
    with pytest.raises(Conflict):
        rename(code="A", decision=Decision(DAY + timedelta(days=1), "สาย"))


def test_dissolve_refuses_while_something_stands_below():
    make_units(make_spec("P"), make_spec("A", line="P"))

    with pytest.raises(Conflict, match="ในสังกัด 1 รายการ"):
        dissolve_unit(SYSTEM, code="P", decision=DECISION)


def test_unit_cannot_end_on_its_first_day():
    make_unit("A", on=DAY)

    with pytest.raises(Conflict, match="วันถัดไป"):
        dissolve_unit(SYSTEM, code="A", decision=DECISION)


@pytest.mark.parametrize("reason", ["", "  ", "ก" * 1001])
def test_reason_is_required_and_bounded(reason):
    make_unit("A")

    with pytest.raises(Invalid) as caught:
        rename(decision=Decision(DAY, reason))

    assert caught.value.field == "reason"


@pytest.mark.parametrize("role", ["agency_admin", "province_coordinator", "system_operator"])
def test_only_the_commission_reorganises(role):
    unit_id = make_unit("A")
    actor = make_actor(role, unit_id)

    with pytest.raises(NotAllowed):
        rename(actor=actor)
    with pytest.raises(NotAllowed):
        create_unit(actor, spec=make_spec("B"), decision=DECISION)

    assert UnitVersion.objects.count() == 1
