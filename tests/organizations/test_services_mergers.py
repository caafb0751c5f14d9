"""Merging and splitting: nothing below is lost and old codes lead on."""

from datetime import date, timedelta

import pytest

from prongsai.audit.models import Entry
from prongsai.core.actor import SYSTEM
from prongsai.core.errors import Conflict, Invalid, NotAllowed
from prongsai.organizations.models import UnitEvent, UnitRelation
from prongsai.organizations.selectors.history import list_events, list_successors
from prongsai.organizations.selectors.scopes import get_scope
from prongsai.organizations.selectors.units import get_unit
from prongsai.organizations.services.mergers import merge_units, split_unit
from prongsai.organizations.services.units import rename_unit
from prongsai.organizations.types.units import Decision
from tests.factories.organizations import make_actor, make_spec, make_unit, make_units

pytestmark = pytest.mark.django_db

DAY = date(2025, 10, 1)
EVE = DAY - timedelta(days=1)
DECISION = Decision(DAY, "ประกาศฉบับสมมติ")


def merge(codes, into, *, actor=SYSTEM, decision=DECISION):
    merge_units(actor, codes=codes, into=into, decision=decision)


def split(code, parts, **options):
    split_unit(SYSTEM, code=code, parts=parts, decision=DECISION, **options)


def get_above(code, *, on=DAY, kind="line"):
    rows = UnitRelation.objects.on(on).filter(child__code=code, kind=kind)
    return rows.values_list("parent__code", flat=True).first()


def test_merger_into_a_new_unit_hands_everything_over():
    ids = make_units(
        make_spec("P"),
        make_spec("A", line="P"),
        make_spec("B", line="P"),
        make_spec("A1", line="A"),
        make_spec("B1", line="B", geography="B"),
    )

    merge(["A", "B"], make_spec("NEW", line="P"))

    assert [get_above(code) for code in ("NEW", "A1", "B1")] == ["P", "NEW", "NEW"]
    assert get_above("B1", kind="geography") == "NEW"
    assert get_above("A1", on=EVE) == "A"
    assert not get_unit("A", on=DAY).exists
    assert [unit.code for unit in list_successors(ids["A"], on=DAY)] == ["NEW"]
    assert [unit.code for unit in list_successors(ids["A"], on=EVE)] == ["A"]
    assert get_scope(ids["A1"], on=DAY).unit_id == ids["A1"]


def test_merger_tells_both_sides_what_happened():
    ids = make_units(make_spec("A"), make_spec("B"))

    merge(["A"], "B")

    for unit_id in ids.values():
        event = list_events(unit_id)[0]
        assert event.kind == "merge"
        assert [unit.code for unit in event.predecessors] == ["A"]
        assert [unit.code for unit in event.successors] == ["B"]
    entry = Entry.objects.get(verb="unit.merge")
    assert (entry.detail["from"], entry.detail["to"]) == (["A"], ["B"])


def test_successor_below_the_merged_unit_moves_up():
    make_units(make_spec("TOP"), make_spec("A", line="TOP"), make_spec("B", line="A"))

    merge(["A"], "B")

    assert get_above("B") == "TOP"


def test_successor_below_two_merged_units_moves_up_past_both():
    make_units(make_spec("A"), make_spec("B", line="A"), make_spec("C", line="B"))

    merge(["A", "B"], "C")

    assert get_above("C") is None


def test_merger_that_would_make_a_circle_is_refused():
    make_units(make_spec("A"), make_spec("MIDDLE", line="A"), make_spec("HEIR", line="MIDDLE"))

    with pytest.raises(Conflict, match="อยู่ใต้ตัวเอง"):
        merge(["A"], "HEIR")

    assert get_unit("A", on=DAY).exists
    assert get_above("MIDDLE") == "A"


@pytest.mark.parametrize(
    ("codes", "into"),
    [
        ([], "B"),
        (["A"], make_spec("NEW")),
        (["A", "A"], make_spec("NEW")),
        (["A", "B"], "B"),
        (["A", "B"], make_spec("NEW", line="A")),
    ],
)
def test_mergers_that_make_no_sense_are_refused(codes, into):
    make_units(make_spec("A"), make_spec("B"))

    with pytest.raises(Invalid):
        merge(codes, into)

    assert not UnitEvent.objects.filter(kind="merge").exists()
    assert get_unit("A", on=DAY).exists


def test_merger_before_a_later_change_is_refused():
    make_units(make_spec("A"), make_spec("B"))
    later = Decision(DAY + timedelta(days=9), "เปลี่ยนชื่อ")
    rename_unit(SYSTEM, code="A", name_th="ใหม่", name_en="", decision=later)

    with pytest.raises(Conflict, match="หลังวันที่เลือก"):
        merge(["A"], "B")


def test_split_replaces_a_unit_and_shares_what_is_below():
    ids = make_units(
        make_spec("P"),
        make_spec("OLD", line="P", geography="P"),
        make_spec("X", line="OLD"),
        make_spec("Y", line="OLD"),
    )

    split("OLD", [make_spec("ONE"), make_spec("TWO", geography="")], children={"Y": "TWO"})

    assert [get_above(code) for code in ("ONE", "TWO", "X", "Y")] == ["P", "P", "ONE", "TWO"]
    assert get_above("ONE", kind="geography") == "P"
    assert get_above("TWO", kind="geography") is None
    assert not get_unit("OLD", on=DAY).exists
    assert [unit.code for unit in list_successors(ids["OLD"], on=DAY)] == ["ONE", "TWO"]


def test_split_unit_that_survives_keeps_the_rest():
    ids = make_units(make_spec("OLD"), make_spec("X", line="OLD"), make_spec("Y", line="OLD"))

    split("OLD", [make_spec("PART", line="OLD")], survives=True, children={"Y": "PART"})

    assert [get_above(code) for code in ("PART", "X", "Y")] == ["OLD", "OLD", "PART"]
    assert {unit.code for unit in list_successors(ids["OLD"], on=DAY)} == {"OLD", "PART"}


@pytest.mark.parametrize(
    ("parts", "options", "error"),
    [
        ([], {}, Invalid),
        ([make_spec("PART", line="OLD")], {}, Invalid),
        ([make_spec("PART"), make_spec("PART")], {}, Conflict),
        ([make_spec("OLD")], {}, Conflict),
        ([make_spec("PART")], {"children": {"X": "PART"}}, Conflict),
        ([make_spec("PART")], {"children": {"Y": "OTHER"}}, Invalid),
    ],
)
def test_splits_that_make_no_sense_are_refused(parts, options, error):
    make_units(make_spec("OLD"), make_spec("X"), make_spec("Y", line="OLD"))

    with pytest.raises(error):
        split("OLD", parts, **options)

    assert get_unit("OLD", on=DAY).exists
    assert get_above("Y") == "OLD"


def test_strangers_may_not_merge():
    unit_id = make_unit("A")
    make_unit("B")

    with pytest.raises(NotAllowed):
        merge(["A"], "B", actor=make_actor("agency_admin", unit_id))


def test_commission_over_one_province_makes_no_new_units():
    province = make_unit("P", unit_class="province")
    make_units(make_spec("A", geography="P"), make_spec("B", geography="P"))
    actor = make_actor("commission_owner", province)

    merge(["A"], "B", actor=actor)

    with pytest.raises(NotAllowed):
        merge(["B", "P"], make_spec("NEW"), actor=actor)
