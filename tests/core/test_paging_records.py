"""Pages of records: from either end, and counted while they are looked for."""

import pytest
from django.db.models import F
from django.db.models.functions import Upper

from prongsai.accounts.models import User
from prongsai.core import clock
from prongsai.core.paging import get_page

COUNT, SIZE = 23, 4
LAST = -(-COUNT // SIZE)


@pytest.fixture
def people(db):
    """Make people of whom every third never signed in, and some share a position."""
    User.objects.bulk_create(
        User(
            email=f"u{number:02}@demo.invalid",
            full_name=f"บุคคลสมมติ {number:02}",
            position=f"ตำแหน่ง {number % 5}",
            last_login=clock.now() if number % 3 else None,
        )
        for number in range(COUNT)
    )
    return User.objects.all()


ORDERS = {
    "by key": ["-pk"],
    "with ties, then by key": [F("position").desc(nulls_last=True), "pk"],
    "empty ones last": [F("last_login").asc(nulls_last=True), "pk"],
    "by a field without ties": ["email"],
    "by an expression": [Upper("email").desc()],
}


@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_pages_of_records_follow_each_other_as_the_rows_do(people, order, at_once):
    rows = people.order_by(*order)

    pages = [get_page(rows, n, size=SIZE, at_once=at_once) for n in range(1, LAST + 1)]

    assert [row for page in pages for row in page.rows] == list(rows)
    assert {page.total for page in pages} == {COUNT}


def test_the_last_page_is_read_from_the_end(people, django_assert_num_queries):
    rows = people.order_by("email", "pk")

    with django_assert_num_queries(2) as queries:
        get_page(rows, LAST, size=SIZE, total=COUNT)

    assert f"LIMIT {COUNT % SIZE}" in queries.captured_queries[0]["sql"]
    assert "OFFSET" not in queries.captured_queries[0]["sql"]


@pytest.mark.parametrize(("asked", "number"), [("99", LAST), ("0", 1), ("two", 1)])
def test_counting_at_once_lands_on_the_nearest_page(people, asked, number):
    page = get_page(people.order_by("pk"), asked, size=SIZE, at_once=True)

    assert (page.number, page.total) == (number, COUNT)


def test_counting_at_once_counts_a_row_once_that_is_found_twice(people):
    rows = people.filter(pk__in=[row.pk for row in people[:9]])
    twice = rows.order_by("position", "pk").distinct("position", "pk")

    page = get_page(twice, 1, size=SIZE, at_once=True)

    assert (len(page.rows), page.total) == (SIZE, 9)


def test_counting_at_once_what_is_not_there_is_one_empty_page(people):
    page = get_page(people.filter(email="nobody"), "2", size=SIZE, at_once=True)

    assert (page.number, page.total, list(page.rows)) == (1, 0, [])
