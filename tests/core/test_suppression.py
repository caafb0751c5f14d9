"""No withheld number can be computed from those that are shown."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prongsai.core.suppression import ALL, cross, find_withheld, show_growing

THRESHOLD = 5
counts = st.integers(min_value=0, max_value=7)


def tables(rows, columns):
    keys = list(product(range(rows), range(columns)))
    return st.lists(counts, min_size=len(keys), max_size=len(keys)).map(
        lambda numbers: dict(zip(keys, numbers, strict=True))
    )


def solve(cells, withheld):
    """Play the reader: return for each withheld cell every count that fits what is shown."""
    names = sorted(withheld, key=repr)
    inner = [key for key in names if ALL not in key]
    most = max(cells.values(), default=0)
    fits = {key: set() for key in names}
    for guess in product(range(most + 1), repeat=len(inner)):
        filled = {key: cells[key] for key in cells if ALL not in key} | dict(
            zip(inner, guess, strict=True)
        )
        totals = cross(filled)
        if all(totals[key] == cells[key] for key in cells if key not in withheld):
            for key in names:
                fits[key].add(totals[key])
    return fits


@settings(max_examples=20, deadline=None)
@given(tables(1, 4))
def test_subtraction_in_a_row_finds_nothing(table):
    check(cross(table))


@settings(max_examples=20, deadline=None)
@given(tables(2, 2))
def test_subtraction_in_a_small_table_finds_nothing(table):
    check(cross(table))


def check(cells):
    withheld = find_withheld(cells, threshold=THRESHOLD)
    small = {key for key, count in cells.items() if 0 < count < THRESHOLD}

    assert small <= withheld
    if len([key for key in withheld if ALL not in key]) > 4:
        return  # too many to try them all; the linear check below holds for any size
    for key, fitting in solve(cells, withheld).items():
        if key in small:
            assert len(fitting) > 1, (key, withheld)


@settings(max_examples=60, deadline=None)
@given(tables(3, 4))
def test_what_is_withheld_together_is_never_a_few_people(table):
    cells = cross(table)
    withheld = find_withheld(cells, threshold=THRESHOLD)

    for row in range(3):
        hidden = [(row, column) for column in range(4) if (row, column) in withheld]
        if hidden and (row, ALL) not in withheld:
            assert len(hidden) > 1
            assert sum(cells[key] for key in hidden) >= THRESHOLD


def test_nothing_is_withheld_without_need():
    assert find_withheld(cross({("a",): 5, ("b",): 9}), threshold=THRESHOLD) == frozenset()


def test_one_small_cell_takes_a_companion():
    cells = cross({("a",): 2, ("b",): 7, ("c",): 30})

    assert find_withheld(cells, threshold=THRESHOLD) == {("a",), ("b",)}


def test_two_tiny_cells_take_a_third():
    cells = cross({("a",): 1, ("b",): 1, ("c",): 30, ("d",): 8})

    assert find_withheld(cells, threshold=THRESHOLD) == {("a",), ("b",), ("d",)}


def test_lonely_small_group_takes_its_total():
    assert find_withheld(cross({("a",): 3}), threshold=THRESHOLD) == {("a",), (ALL,)}


def test_total_that_is_no_sum_is_refused():
    with pytest.raises(ValueError, match="not the sum"):
        find_withheld({("a",): 3, (ALL,): 9}, threshold=THRESHOLD)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 1))
def test_what_the_reader_is_told_anyhow_is_shown_and_nothing_more(one, other, known, settled):
    """Who sees the steps and knows that there are at least so many could have said it, too."""
    one, other = max(one, known), max(other, known)

    def show(count, **told):
        return show_growing(count, settled=settled, threshold=10, **told)

    shown = show(one, known=known)
    assert shown is None or known <= shown <= one
    if show(one) == show(other):
        assert shown == show(other, known=known)


def test_nobody_is_not_said_where_somebody_is_known():
    assert show_growing(7, settled=0, threshold=10) == 0
    assert show_growing(7, settled=0, threshold=10, known=7) is None
    assert show_growing(28, settled=0, threshold=10, known=26) == 26
