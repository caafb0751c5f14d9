"""Finding units by code, text, class and place; names over time."""

from datetime import date

import pytest
from django.utils import translation

from prongsai.core.actor import SYSTEM
from prongsai.core.errors import NotFound
from prongsai.organizations.models import UnitVersion
from prongsai.organizations.selectors.names import get_unit_name, get_unit_names
from prongsai.organizations.selectors.units import find_unit, get_unit, list_units_for
from prongsai.organizations.types.units import UnitFilter
from tests.factories.organizations import make_spec, make_unit, make_units

pytestmark = pytest.mark.django_db

RENAMED = date(2024, 1, 1)


@pytest.fixture
def unit_id():
    unit_id = make_unit("A", name_th="ชื่อเดิม", name_en="Old name")
    UnitVersion.objects.filter(unit_id=unit_id).update(valid_to=RENAMED)
    UnitVersion.objects.create(
        unit_id=unit_id,
        name_th="ชื่อใหม่",
        unit_class="tambon_body",
        sort_key="",
        search_key="",
        valid_from=RENAMED,
    )
    return unit_id


@pytest.mark.parametrize(
    ("day", "name", "exists"),
    [
        (date(2019, 1, 1), "ชื่อเดิม", False),
        (date(2023, 12, 31), "ชื่อเดิม", True),
        (RENAMED, "ชื่อใหม่", True),
    ],
)
def test_unit_is_what_it_was_on_the_day(unit_id, day, name, exists):
    unit = get_unit("A", on=day)

    assert (unit.name_th, unit.exists) == (name, exists)
    assert get_unit_name(unit_id, on=day).name_th == name


def test_ended_unit_keeps_its_last_name(unit_id):
    UnitVersion.objects.filter(unit_id=unit_id, valid_to=None).update(valid_to=date(2025, 1, 1))

    unit = get_unit("A", on=date(2026, 1, 1))

    assert (unit.name_th, unit.exists) == ("ชื่อใหม่", False)
    assert get_unit_name(unit_id, on=date(2026, 1, 1)).name_th == "ชื่อใหม่"


def test_unknown_code_is_not_found():
    assert find_unit("?") is None
    with pytest.raises(NotFound):
        get_unit("?")


def test_name_speaks_the_language_of_the_reader(unit_id):
    name = get_unit_name(unit_id, on=date(2023, 1, 1))

    assert (str(name), name.lang) == ("ชื่อเดิม", "th")
    with translation.override("en"):
        assert (str(name), name.lang) == ("Old name", "en")
        later = get_unit_name(unit_id, on=RENAMED)
        assert (str(later), later.lang) == ("ชื่อใหม่", "th")


def test_names_come_in_one_query(django_assert_num_queries):
    ids = make_units(*(make_spec(f"U{n}") for n in range(3)))

    with django_assert_num_queries(1):
        assert {name.code for name in get_unit_names(ids.values()).values()} == set(ids)


def test_list_is_in_dictionary_order():
    make_units(
        make_spec("1", name_th="อบต.แม่ปะ"),
        make_spec("2", name_th="อบต.ไหล่หิน"),
        make_spec("3", name_th="อบต.เกาะคา"),
        make_spec("4", name_th="อบต.ขุนตาน"),
    )

    assert [row.code for row in list_units_for(SYSTEM)] == ["3", "4", "1", "2"]


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        (UnitFilter(text="เกาะ คา"), {"520401"}),
        (UnitFilter(text="ko kha"), {"520401"}),
        (UnitFilter(text="5204"), {"520401", "520402"}),
        (UnitFilter(text="ตำบล"), {"520401", "520402", "530101"}),
        (UnitFilter(text="%"), {"520401", "520402", "530101"}),
        (UnitFilter(unit_classes=("tambon_town",)), {"520402"}),
        (UnitFilter(size="M"), {"520402"}),
        (UnitFilter(place_code="52"), {"520401", "520402"}),
        (UnitFilter(place_code="5204", unit_classes=("tambon_body", "city")), {"520401"}),
    ],
)
def test_list_finds(wanted, codes):
    make_units(
        make_spec(
            "520401",
            name_th="องค์การบริหารส่วนตำบลเกาะคา",
            name_en="Ko Kha SAO",
            place_code="520401",
        ),
        make_spec(
            "520402",
            name_th="เทศบาลตำบลสมมติ",
            unit_class="tambon_town",
            size="M",
            place_code="520402",
        ),
        make_spec("530101", name_th="องค์การบริหารส่วนตำบลสมมุติ", place_code="530101"),
    )

    assert {row.code for row in list_units_for(SYSTEM, wanted=wanted)} == codes


def test_list_takes_a_constant_number_of_queries(django_assert_num_queries):
    for count in (1, 3):
        make_units(*(make_spec(f"{count}{n}") for n in range(count)))
        with django_assert_num_queries(1):
            assert [row.code for row in list_units_for(SYSTEM)]
