"""Taking imports back: exactly, or not at all."""

from datetime import date

import pytest

from prongsai.audit.models import Entry
from prongsai.core.actor import SYSTEM
from prongsai.core.errors import Conflict, Invalid
from prongsai.organizations.models import (
    Division,
    ImportBatch,
    Unit,
    UnitDomain,
    UnitProfile,
    UnitRelation,
)
from prongsai.organizations.services.imports import apply_import
from prongsai.organizations.services.mergers import merge_units
from prongsai.organizations.services.undo import undo_import
from prongsai.organizations.services.units import move_unit, rename_unit
from prongsai.organizations.types.units import Decision
from tests.factories.organizations import make_spec, make_unit, make_units
from tests.organizations.imports import DAY, check, make_tree, take_picture

pytestmark = pytest.mark.django_db

LATER = Decision(date(2026, 2, 1), "ภายหลัง")


@pytest.fixture
def tree():
    return make_tree()


def import_changes():
    """Import something of every kind and return the code."""
    code = check(
        ["NEW", "ใหม่", "อบต", "P", "a.go.th", "https://new.go.th"],
        ["OLD", "ชื่อใหม่", "ทต", "NEW", "b.go.th", "https://b.go.th"],
        ["Q", "คิว", "จังหวัด", "P", "", ""],
        headings=["code", "name", "class", "geography", "domains", "website"],
    )
    apply_import(SYSTEM, code=code)
    return code


def test_undo_restores_everything_exactly(tree):
    before = take_picture()
    code = import_changes()
    assert take_picture() != before

    undo_import(SYSTEM, code=code, reason="ผิดไฟล์")

    assert take_picture() == before
    assert ImportBatch.objects.get().state == "undone"
    assert Entry.objects.filter(verb="unit.import_undo").count() == 1
    with pytest.raises(Conflict):
        undo_import(SYSTEM, code=code, reason="อีกครั้ง")


def test_undo_restores_corrections_of_the_same_day():
    make_units(make_spec("P"), make_spec("Q"), make_spec("A", line="P"), on=DAY)
    before = take_picture()
    code = check(["A", "ชื่ออื่น", "Q"], ["Q", "คิว", ""], headings=["code", "name", "line"])
    apply_import(SYSTEM, code=code)
    undo_import(SYSTEM, code=code, reason="ผิดไฟล์")
    assert take_picture() == before

    code = check(["A", ""], headings=["code", "line"])
    apply_import(SYSTEM, code=code)
    assert not UnitRelation.objects.exists()
    undo_import(SYSTEM, code=code, reason="ผิดไฟล์")
    assert take_picture() == before


def later_rename(tree):
    rename_unit(SYSTEM, code="OLD", name_th="ภายหลัง", name_en="", decision=LATER)


def later_child(tree):
    make_unit("CHILD", on=LATER.on, line="NEW")


def later_move_in(tree):
    make_unit("OTHER")
    move_unit(SYSTEM, code="OTHER", kind="line", parent_code="NEW", decision=LATER)


def later_website(tree):
    UnitProfile.objects.filter(unit__code="OLD").update(website="https://c.go.th", revision=9)


def later_website_of_new(tree):
    UnitProfile.objects.filter(unit__code="NEW").update(website="https://c.go.th", revision=2)


def later_domain(tree):
    UnitDomain.objects.create(unit_id=tree["OLD"], host="c.go.th")


def later_domain_of_new(tree):
    UnitDomain.objects.filter(unit__code="NEW").delete()


def later_division(tree):
    Division.objects.create(unit=Unit.objects.get(code="NEW"))


def later_merger_of_the_new_parent(tree):
    make_unit("HEIR")
    merge_units(SYSTEM, codes=["P"], into="HEIR", decision=LATER)


@pytest.mark.parametrize(
    ("later", "words"),
    [
        (later_rename, "เปลี่ยนแปลงโครงสร้าง.*OLD"),
        (later_child, "ย้ายเข้ามาอยู่ใต้.*NEW"),
        (later_move_in, "ย้ายเข้ามาอยู่ใต้.*NEW"),
        (later_website, "ข้อมูลติดต่อ.*OLD"),
        (later_website_of_new, "ข้อมูลติดต่อ.*NEW"),
        (later_domain, "โดเมน.*OLD"),
        (later_domain_of_new, "โดเมน.*NEW"),
        (later_division, "ข้อมูลอื่นผูกกับ.*NEW"),
        (later_merger_of_the_new_parent, "ถูกรวมหรือแยก"),
    ],
)
def test_undo_is_refused_when_something_builds_on_it(tree, later, words):
    code = import_changes()
    later(tree)
    before = take_picture()

    with pytest.raises(Conflict, match=words):
        undo_import(SYSTEM, code=code, reason="ผิดไฟล์")

    assert take_picture() == before


def test_undo_is_refused_when_the_old_parent_has_ended(tree):
    code = check(["OLD", "Q"], headings=["code", "geography"])
    apply_import(SYSTEM, code=code)
    merge_units(SYSTEM, codes=["P"], into="Q", decision=LATER)

    with pytest.raises(Conflict, match="ต้นสังกัดเดิมสิ้นสุด"):
        undo_import(SYSTEM, code=code, reason="ผิดไฟล์")

    assert ImportBatch.objects.get().state == "applied"


def test_undo_needs_a_reason(tree):
    code = import_changes()

    with pytest.raises(Invalid):
        undo_import(SYSTEM, code=code, reason=" ")
