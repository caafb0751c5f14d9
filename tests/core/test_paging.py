"""A page number from the address always lands on a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.paging import get_page

ROWS = list(range(1, 102))


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        (None, 1),
        ("", 1),
        ("2", 2),
        (3, 3),
        ("99", 3),
        ("0", 1),
        ("-1", 1),
        ("two", 1),
        ("๒", 1),
        ("9" * 5000, 1),
    ],
)
def test_get_page_lands_on_the_nearest_page(asked, number):
    assert get_page(ROWS, asked).number == number


def test_get_page_knows_where_it_lies():
    page = get_page(ROWS, 3)

    assert page.rows == [101]
    assert (page.first_row, page.last_row, page.last) == (101, 101, 3)
    assert (page.previous, page.next) == (2, None)


def test_get_page_of_nothing_is_one_empty_page():
    page = get_page([], 5)

    assert (page.number, page.last, page.first_row, page.last_row) == (1, 1, 0, 0)
    assert (page.previous, page.next) == (None, None)


@given(st.integers(0, 400), st.integers(1, 60))
def test_pages_show_every_row_once(count, size):
    rows = list(range(count))
    last = get_page(rows, 1, size=size).last
    shown = [row for number in range(1, last + 1) for row in get_page(rows, number, size=size).rows]

    assert shown == rows
