"""Numbers of requests: only what can be one is read."""

import pytest

from prongsai.core.numbers import find_number, list_numbers


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("007", 7), ("999999999", 999_999_999)])
def test_number_is_read(text, number):
    assert find_number(text) == number


@pytest.mark.parametrize(
    "text", ["", "-1", "+1", "1.5", " 1", "1_0", "²", "๑", "9" * 10, "9" * 5000]
)
def test_all_else_is_none(text):
    assert find_number(text) is None


def test_ticked_rows_that_are_no_numbers_are_left_out():
    assert list_numbers(["3", "²", "x", "1"]) == [3, 1]
