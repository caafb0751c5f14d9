"""Tables of units: compared, taken over in part or whole, and taken back."""

from datetime import date

import pytest

from prongsai.audit.models import Entry
from prongsai.core.actor import SYSTEM
from prongsai.core.errors import Conflict, Invalid, NotAllowed
from prongsai.organizations.models import (
    ImportBatch,
    ImportRow,
    Unit,
    UnitDomain,
    UnitProfile,
    UnitRelation,
    UnitVersion,
)
from prongsai.organizations.selectors.history import list_events
from prongsai.organizations.selectors.imports import read_faults
from prongsai.organizations.selectors.units import get_unit
from prongsai.organizations.services.checks import check_file
from prongsai.organizations.services.imports import apply_import
from prongsai.organizations.services.places import load_places
from prongsai.organizations.services.undo import undo_import
from prongsai.organizations.services.units import rename_unit
from prongsai.organizations.types.places import PlaceSpec
from prongsai.organizations.types.units import Decision
from tests.factories.organizations import make_actor, make_unit
from tests.organizations.imports import DAY, check, make_tree, take_picture
from tests.organizations.sheets import make_csv, make_xlsx

pytestmark = pytest.mark.django_db

EVE = date(2025, 12, 31)


def get_rows(code):
    return list(ImportRow.objects.filter(batch__code=code).order_by("number"))


def get_faults(code):
    return {row.number: [(f.column, f.code) for f in read_faults(row)] for row in get_rows(code)}


@pytest.fixture
def tree():
    return make_tree()


def test_check_compares_row_by_row_and_changes_nothing(tree):
    before = take_picture()

    code = check(
        ["NEW", "หน่วยงานใหม่", "อบต.", "P"],
        ["OLD", "ชื่อใหม่", "อบต.", "Q"],
        ["P", "หน่วยงาน P", "จังหวัด", ""],
        ["BAD", "", "สโมสร", "?"],
        headings=["รหัสหน่วยงาน", "ชื่อหน่วยงาน", "ประเภท", "รหัสหน่วยงานพื้นที่"],
    )

    new, old, same, bad = get_rows(code)
    assert [row.action for row in (new, old, same, bad)] == ["create", "change", "same", "error"]
    assert old.changes == {"name_th": ["ชื่อเดิม", "ชื่อใหม่"], "geography": ["P", "Q"]}
    assert new.values["columns"]["class"] == "tambon_body"
    faults = read_faults(bad)
    assert [(f.column, f.code) for f in faults] == [
        ("name_th", "missing"),
        ("class", "class_unknown"),
        ("geography", "parent_unknown"),
    ]
    assert all(fault.problem and fault.fix for fault in faults)
    assert take_picture() == before


@pytest.mark.parametrize(
    ("make", "name"), [(make_csv, "a.csv"), (make_xlsx, "a.xlsx")], ids=["csv", "xlsx"]
)
def test_apply_takes_over_everything_without_errors(tree, make, name):
    code = check(
        ["NEW", "หน่วยงานใหม่", "ทต", "M", "OLD", "Example.go.th", "b.go.th A.go.th", "1/2/2569"],
        ["OLD", "ชื่อใหม่", "อบต.", "", "", "", "", ""],
        ["BAD", "", "", "", "", "", "", ""],
        headings=["code", "name", "class", "size", "line", "website", "domains", "valid_from"],
        make=make,
        name=name,
    )

    assert apply_import(make_actor("commission_owner"), code=code) == 2

    new = get_unit("NEW", on=date(2026, 2, 1))
    assert (new.unit_class, new.size, new.valid_from) == ("tambon_town", "M", date(2026, 2, 1))
    assert UnitRelation.objects.get(child_id=new.id).valid_from == date(2026, 2, 1)
    assert set(UnitDomain.objects.values_list("host", flat=True)) == {"a.go.th", "b.go.th"}
    assert get_unit("OLD", on=EVE).name_th == "ชื่อเดิม"
    assert get_unit("OLD", on=DAY).name_th == "ชื่อใหม่"
    assert UnitProfile.objects.get(unit_id=tree["OLD"]).website == ""
    assert [event.kind for event in list_events(tree["OLD"])] == ["rename", "create"]
    assert [event.kind for event in list_events(new.id)] == ["create"]
    assert not Unit.objects.filter(code="BAD").exists()
    assert [row.applied for row in get_rows(code)] == [True, True, False]
    assert Entry.objects.get(verb="unit.import").detail["rows"] == 2


def test_apply_takes_over_chosen_rows_only(tree):
    code = check(["A", "ก", "อบต"], ["B", "ข", "อบต"], headings=["code", "name", "class"])

    apply_import(SYSTEM, code=code, numbers=[3])

    assert not Unit.objects.filter(code="A").exists()
    assert Unit.objects.filter(code="B").exists()
    with pytest.raises(Conflict, match="นำเข้าไปแล้ว"):
        apply_import(SYSTEM, code=code)


def test_apply_refuses_a_child_without_its_parent():
    headings = ["code", "name", "class", "line"]
    code = check(["TOP", "ก", "กรม", ""], ["SUB", "ข", "อบต", "TOP"], headings=headings)

    with pytest.raises(Conflict, match=r"แถวที่ 3.*TOP"):
        apply_import(SYSTEM, code=code, numbers=[3])

    assert not Unit.objects.exists()
    apply_import(SYSTEM, code=code, numbers=[2, 3])
    assert Unit.objects.count() == 2


@pytest.mark.parametrize("numbers", [[], [2], [99]])
def test_apply_needs_rows_without_errors(numbers):
    code = check(["", "ก", "อบต"], headings=["code", "name", "class"])

    with pytest.raises(Invalid, match="ไม่มีแถว"):
        apply_import(SYSTEM, code=code, numbers=numbers)


def test_apply_refuses_what_nobody_has_seen(tree):
    code = check(["OLD", "ชื่อใหม่"], headings=["code", "name"])
    rename_unit(SYSTEM, code="OLD", name_th="ชื่ออื่น", name_en="", decision=Decision(EVE, "ระหว่างนั้น"))

    with pytest.raises(Conflict, match="เปลี่ยนไปหลังจากตรวจไฟล์"):
        apply_import(SYSTEM, code=code)

    assert get_unit("OLD", on=DAY).name_th == "ชื่ออื่น"


def test_columns_that_are_absent_leave_things_alone(tree):
    code = check(["OLD", "ชื่อใหม่"], headings=["code", "name"])
    apply_import(SYSTEM, code=code)

    assert UnitRelation.objects.on(DAY).get(child_id=tree["OLD"]).parent_id == tree["P"]
    assert UnitProfile.objects.get(unit_id=tree["OLD"]).website == "https://old.example.go.th/"


def test_blank_parent_takes_out_of_the_tree(tree):
    code = check(["OLD", ""], headings=["code", "geography"])
    apply_import(SYSTEM, code=code)

    assert not UnitRelation.objects.on(DAY).filter(child_id=tree["OLD"]).exists()


@pytest.mark.parametrize(
    ("headings", "rows", "faults"),
    [
        (["code", "name", "class"], [["A", "ก", "อบต"], ["A", "ข", "อบต"]],
         {2: [("code", "code_twice")], 3: [("code", "code_twice")]}),
        (["code", "name", "class"], [["ก", "ก", "อบต"]], {2: [("code", "code_shape")]}),
        (["code", "name"], [["A", "ก"]], {2: [("class", "missing")]}),
        (["code", "size"], [["P", "S"]], {2: [("size", "size_not_used")]}),
        (["code", "place"], [["P", "9"]], {2: [("place", "place_shape")]}),
        (["code", "place"], [["P", "53"], ["Q", "๕๒"]], {2: [("place", "place_unknown")], 3: []}),
        (["code", "website"], [["P", "http://10.0.0.1/"]], {2: [("website", "host_address")]}),
        (["code", "domains"], [["P", "a.go.th:81"]], {2: [("domains", "host_port")]}),
        (["code", "name", "valid_from"], [["P", "x", "วานนี้"]], {2: [("valid_from", "date_shape")]}),
        (["code", "name", "valid_from"], [["P", "x", "1 ม.ค. 2550"]],
         {2: [("valid_from", "date_too_early")]}),
        (["code", "line"], [["P", "P"]], {2: [("line", "parent_self")]}),
        (["code", "line"], [["P", "GONE"]], {2: [("line", "parent_ended")]}),
        (["code", "line"], [["P", "SOON"]], {2: [("line", "parent_ended")]}),
        (["code", "name"], [["GONE", "x"]], {2: [("code", "ended")]}),
        (["code", "line"], [["P", "Q"], ["Q", "P"]],
         {2: [("line", "parent_cycle")], 3: [("line", "parent_cycle")]}),
        (["code", "geography"], [["P", "OLD"]], {2: [("geography", "parent_cycle")]}),
        (["code", "geography"], [["P", "OLD"], ["OLD", ""]], {2: [], 3: []}),
        (["code", "name", "class", "line"],
         [["C", "ค", "อบต", "B"], ["B", "ข", "อบต", "A"], ["A", "", "อบต", ""]],
         {2: [("line", "parent_faulty")], 3: [("line", "parent_faulty")],
          4: [("name_th", "missing")]}),
        (["code", "name", "class", "line"], [["A", "ก", "อบต", "B"], ["B", "ข", "อบต", "A"]],
         {2: [("line", "parent_cycle")], 3: [("line", "parent_cycle")]}),
    ],
)  # fmt: skip
def test_every_fault_names_its_row_and_column(tree, headings, rows, faults):
    load_places(SYSTEM, edition="1", specs=[PlaceSpec("52", "ลำปาง", "Lampang")])
    make_unit("GONE")
    UnitVersion.objects.filter(unit__code="GONE").update(valid_to=EVE)
    make_unit("SOON", on=date(2099, 1, 1))

    assert get_faults(check(*rows, headings=headings)) == faults


@pytest.mark.parametrize(
    ("headings", "words"),
    [
        (["name", "class"], "คอลัมน์ “รหัส"),
        (["code", "รหัส"], "หัวตารางซ้ำ: รหัส"),
        (["code", "หมายเหตุ"], "ไม่รู้จักหัวตาราง: หมายเหตุ"),
    ],
)
def test_table_without_proper_headings_is_refused(headings, words):
    with pytest.raises(Invalid, match=words):
        check(["A", "B"], headings=headings)

    assert not ImportBatch.objects.exists()


def test_hostile_file_leaves_nothing_behind():
    with pytest.raises(Invalid):
        check(["A", "=1+1", "อบต"], headings=["code", "name", "class"])

    assert not ImportBatch.objects.exists()
    assert not Unit.objects.exists()


def test_only_the_commission_imports(tree):
    actor = make_actor("province_coordinator", tree["P"])
    code = check(["OLD", "ชื่อใหม่"], headings=["code", "name"])

    with pytest.raises(NotAllowed):
        check_file(actor, data=make_csv(["A"]), file_name="a.csv")
    with pytest.raises(NotAllowed):
        apply_import(actor, code=code)
    with pytest.raises(NotAllowed):
        undo_import(actor, code=code, reason="x")


@pytest.mark.parametrize(
    ("make", "count", "queries"),
    [(make_csv, 10_000, 100), (make_xlsx, 1_000, 50)],
    ids=["csv", "xlsx"],
)
def test_many_rows_are_taken_by_few_queries(make, count, queries, django_assert_max_num_queries):
    headings = ["code", "name_th", "class", "size", "line", "geography", "website", "domains"]
    rows = [["TOP", "กรมสมมติ", "กรม", "", "", "", "", ""]]
    rows += [
        [f"U{n}", f"องค์การบริหารส่วนตำบลสมมติ {n}", "อบต.", "M", "TOP",
         f"U{n // 50}" if n >= 50 else "",
         f"https://u{n}.example.go.th", f"u{n}.example.go.th"]
        for n in range(1, count)
    ]  # fmt: skip
    data = make(*rows, headings=headings)

    with django_assert_max_num_queries(queries):
        code = check_file(SYSTEM, data=data, file_name=f"a.{make.__name__[5:]}", effective_on=DAY)
        assert apply_import(SYSTEM, code=code) == count

    undo_import(SYSTEM, code=code, reason="ผิดไฟล์")
    assert not Unit.objects.exists()
