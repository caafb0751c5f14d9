"""Above, below and within reach."""

from datetime import date

import pytest

from prongsai.core.actor import NOBODY, SYSTEM
from prongsai.core.errors import NotAllowed, NotFound
from prongsai.core.request_cache import remembering
from prongsai.organizations.models import UnitRelation, UnitVersion
from prongsai.organizations.selectors import scopes
from prongsai.organizations.selectors.scopes import (
    filter_by_reach,
    get_scope,
    get_scopes,
    list_ids_below,
)
from prongsai.organizations.selectors.units import get_unit_for, list_units_for
from prongsai.organizations.services.units import move_unit
from prongsai.organizations.types.units import Decision
from prongsai.permissions.rules import can
from tests.factories.organizations import make_actor, make_spec, make_unit, make_units

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    """A province with a district with a body; the body's line is a department of a ministry."""
    return make_units(
        make_spec("MOI", unit_class="ministry"),
        make_spec("DLA", unit_class="department", line="MOI"),
        make_spec("P52", unit_class="province", line="MOI"),
        make_spec("D5204", unit_class="district", geography="P52", line="DLA"),
        make_spec("BODY", geography="D5204", line="DLA"),
        make_spec("ELSEWHERE"),
    )


def test_scope_holds_every_ancestor_of_every_kind(tree):
    scope = get_scope(tree["BODY"])

    assert scope.unit_id == tree["BODY"]
    assert scope.above == {tree[code] for code in ("D5204", "P52", "DLA", "MOI")}


def test_one_kind_does_not_lead_into_another():
    ids = make_units(make_spec("A"), make_spec("B", line="A"), make_spec("C", geography="B"))

    assert get_scope(ids["C"]).above == {ids["B"]}
    assert set(list_ids_below(ids["A"])) == {ids["A"], ids["B"]}


def test_scopes_come_in_one_query(tree, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = get_scopes(tree.values())

    assert found[tree["ELSEWHERE"]].above == frozenset()
    assert found[tree["D5204"]].above == {tree["P52"], tree["DLA"], tree["MOI"]}


def test_scope_follows_the_day(tree):
    move = date(2026, 1, 1)
    UnitRelation.objects.filter(child_id=tree["BODY"], kind="geography").update(valid_to=move)
    UnitRelation.objects.create(
        child_id=tree["BODY"], parent_id=tree["ELSEWHERE"], kind="geography", valid_from=move
    )

    assert tree["P52"] in get_scope(tree["BODY"], on=date(2025, 12, 31)).above
    assert tree["P52"] not in get_scope(tree["BODY"], on=move).above
    assert tree["BODY"] in list_ids_below(tree["P52"], on=date(2025, 12, 31))
    assert tree["BODY"] not in list_ids_below(tree["P52"], on=move)


def test_ended_unit_stays_where_it_was_on_its_last_day(tree):
    end = date(2025, 6, 1)
    UnitVersion.objects.filter(unit_id=tree["BODY"]).update(valid_to=end)
    UnitRelation.objects.filter(child_id=tree["BODY"]).update(valid_to=end)

    assert tree["P52"] in get_scope(tree["BODY"], on=date(2026, 1, 1)).above


def test_planned_unit_is_placed_where_it_will_be(tree):
    unit = make_unit("SOON", on=date(2099, 1, 1), geography="P52")

    assert get_scope(unit).above == {tree["P52"]}


@pytest.mark.parametrize(
    ("role", "over", "seen"),
    [
        ("commission_owner", None, {"MOI", "DLA", "P52", "D5204", "BODY", "ELSEWHERE"}),
        ("province_coordinator", "P52", {"P52", "D5204", "BODY"}),
        ("district_chief", "D5204", {"D5204", "BODY"}),
        ("department_centre", "DLA", {"DLA", "D5204", "BODY"}),
        ("agency_admin", "BODY", {"BODY"}),
        ("agency_admin", "D5204", {"D5204"}),
    ],
)
def test_list_shows_what_lies_within_reach(tree, role, over, seen):
    actor = make_actor(role, tree[over] if over else None)

    assert {row.code for row in list_units_for(actor)} == seen
    for code, unit_id in tree.items():
        assert can(actor, "unit.view", get_scope(unit_id)) == (code in seen)


def test_nobody_and_strangers_see_nothing(tree):
    assert not list_units_for(NOBODY).exists()
    stranger = make_actor("agency_admin", tree["ELSEWHERE"])
    with pytest.raises(NotFound):
        get_unit_for(stranger, "BODY")
    assert get_unit_for(make_actor("agency_admin", tree["BODY"]), "BODY").code == "BODY"


def test_seen_but_not_permitted_is_told_so(tree):
    with pytest.raises(NotAllowed):
        get_unit_for(make_actor("district_chief", tree["D5204"]), "BODY", verb="unit.edit_profile")


def test_reach_filters_any_rows_by_their_unit(tree):
    rows = UnitRelation.objects.all()
    chief = make_actor("district_chief", tree["D5204"])

    kept = filter_by_reach(rows, actor=chief, verb="unit.view", field="child_id")

    assert {row.child_id for row in kept} == {tree["D5204"], tree["BODY"]}
    assert filter_by_reach(rows, actor=SYSTEM, verb="unit.view", field="child_id") is rows
    refused = filter_by_reach(rows, actor=chief, verb="unit.import", field="child_id")
    assert not refused.exists()


@pytest.mark.parametrize("many", [0, 500])
def test_reach_is_the_same_however_long_the_list(tree, monkeypatch, many):
    monkeypatch.setattr(scopes, "MANY", many)
    centre = make_actor("department_centre", tree["DLA"])

    assert {row.code for row in list_units_for(centre)} == {"DLA", "D5204", "BODY"}


def test_a_page_reads_what_lies_below_once(tree, django_assert_num_queries):
    chief = make_actor("district_chief", tree["D5204"])

    with remembering(), django_assert_num_queries(1 + 2):
        for _ in range(2):
            assert list_units_for(chief).count() == 2


def test_a_move_is_seen_at_once(tree):
    chief = make_actor("district_chief", tree["D5204"])
    decision = Decision(on=date(2026, 1, 1), reason="ย้าย")

    with remembering():
        assert list_units_for(chief).count() == 2
        move_unit(SYSTEM, code="BODY", kind="geography", parent_code="P52", decision=decision)
        assert [row.code for row in list_units_for(chief)] == ["D5204"]
