"""Results are seen in one's own area only, latest version first."""

from decimal import Decimal

import pytest

from prongsai.core.errors import NotFound
from prongsai.permissions.roles import Role
from prongsai.results.selectors import years as selectors
from tests.results.conftest import store


def test_year_is_limited_to_the_area_and_sorted_by_total(place, make_person):
    chief = make_person(Role.DISTRICT_CHIEF, place.ids["A1"]).actor
    for code, total in [("L1", "80.00"), ("L2", "95.00"), ("L4", "99.00")]:
        store(place, code, total)

    rows = selectors.list_results_for(chief, year=2568)

    assert [(row.unit_code, row.total) for row in rows] == [
        ("L2", Decimal("95.00")),
        ("L1", Decimal("80.00")),
    ]


def test_summary_counts_levels_and_leaves_out_units_without_a_result(place, make_person):
    chief = make_person(Role.DISTRICT_CHIEF, place.ids["A1"]).actor
    store(place, "L1", "80.00", level="improve")
    store(place, "L2", "95.00", level="good")
    store(place, "L3", None)

    summary = selectors.get_summary_for(chief, year=2568)

    assert (summary.scored, summary.passed, summary.mean) == (2, 1, Decimal("87.50"))
    assert summary.levels == (("good", 1), ("improve", 1))


def test_history_marks_breaks_and_differences(place, make_person):
    admin = make_person(Role.AGENCY_ADMIN, place.ids["L1"]).actor
    for year, total in [(2564, "81.00"), (2565, "85.50"), (2567, "90.00")]:
        store(place, "L1", total, year=year)

    _, years = selectors.get_history_for(admin, "L1")

    assert [(row.fiscal_year, row.change, row.breaks_series) for row in years] == [
        (2564, None, True),
        (2565, Decimal("4.50"), False),
        (2567, None, True),
    ]


def test_history_of_a_unit_elsewhere_is_not_found(place, make_person):
    store(place, "L4", "99.00")
    chief = make_person(Role.DISTRICT_CHIEF, place.ids["A1"]).actor
    insider = make_person(Role.DISTRICT_CHIEF, place.ids["A2"]).actor

    assert selectors.get_history_for(insider, "L4")[1]
    with pytest.raises(NotFound):
        selectors.get_history_for(chief, "L4")
