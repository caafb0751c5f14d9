"""The pages of results."""

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from prongsai.organizations.models import UnitVersion
from prongsai.permissions.roles import Role
from tests.results.conftest import store


@pytest.fixture
def chief(place, make_person, sign_in, client):
    return sign_in(client, make_person(Role.DISTRICT_CHIEF, place.ids["A1"]))


def test_list_shows_results_of_the_area(place, chief):
    store(place, "L1", "94.73")
    store(place, "L4", "11.11")

    page = chief.get(reverse("results:list")).content.decode()

    assert "94.73" in page
    assert "11.11" not in page


def test_list_counts_what_it_shows_and_leaves_out_units_that_have_ended(place, chief):
    store(place, "L1", "94.73")
    store(place, "L2", "12.34")
    store(place, "L3", None)
    UnitVersion.objects.filter(unit_id=place.ids["L2"]).update(valid_to=date(2025, 10, 1))

    page = chief.get(reverse("results:list")).content.decode()

    assert "12.34" not in page
    assert "จาก 2 รายการ" in page


def test_list_without_any_result_says_so(place, chief):
    assert "ยังไม่มีผลการประเมิน" in chief.get(reverse("results:list")).content.decode()


@pytest.mark.parametrize("total", [None, "94.73"])
def test_levels_are_drawn_where_there_are_any(place, chief, total):
    store(place, "L1", total)

    area = chief.get(reverse("results:list")).content.decode()
    unit = chief.get(reverse("results:unit", args=["L1"])).content.decode()

    assert "องค์การบริหารส่วนตำบลที่ 1" in area
    assert ("จำนวนหน่วยงานตามระดับ" in area) == (total is not None)
    assert ("ระดับปีงบประมาณ 2568" in unit) == (total is not None)


def test_list_exports_what_is_shown_and_no_more(place, chief):
    store(place, "L1", "94.73")
    store(place, "L4", "11.11")

    answer = chief.get(reverse("results:list"), {"export": "csv"})

    body = b"".join(answer) if answer.streaming else answer.content
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert [row[1] for row in rows[1:]] == ["L1"]


def test_list_asks_the_same_number_of_queries_for_one_row_and_three(place, chief):
    store(place, "L1", "94.73")
    url = reverse("results:list")
    chief.get(url)
    before = count_queries(chief, url)

    store(place, "L2", "85.00")
    store(place, "L3", "70.00", level="improve")

    assert count_queries(chief, url) == before


def count_queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_unit_page_shows_years_and_hides_units_elsewhere(place, chief):
    store(place, "L1", "94.73")
    store(place, "L4", "11.11")

    page = chief.get(reverse("results:unit", args=["L1"]))
    stranger = chief.get(reverse("results:unit", args=["L4"]))

    assert "94.73" in page.content.decode()
    assert stranger.status_code == 404
