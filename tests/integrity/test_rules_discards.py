"""A rule takes out the same sheets for everybody, and never more than there are."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.integrity.rules.discards import pick_sheets
from prongsai.surveys.types import Sheet
from tests.factories.integrity import RANKS, make_flag

BEST, ODD, COLUMN = bytes([5, 0, 5, 1]), bytes([4, 1, 5, 1]), bytes([4, 4, 4, 1])


def make_sheet(answers, *, pace=None, told=None, channel_id=None):
    return Sheet(1, 2569, "nacc-general-2569", "IIT", channel_id, answers, told, pace)


@pytest.mark.parametrize(
    ("code", "expected", "taken"),
    [
        ("identical", 0.5, {ODD: 5}),
        ("identical", 2.2, {ODD: 3}),
        ("ceiling", 3.0, {BEST: 4}),
        ("column", 0.2, {COLUMN: 2}),
        ("fast", 0.2, {BEST: 1}),
        ("burst", 0.2, {}),
    ],
)
def test_rule_takes_out_what_it_describes(code, expected, taken):
    sheets = [
        *(make_sheet(BEST) for _ in range(6)),
        make_sheet(BEST, pace=0),
        *(make_sheet(ODD) for _ in range(6)),
        *(make_sheet(COLUMN) for _ in range(2)),
    ]

    gone = pick_sheets(sheets, make_flag(code, counted=6.0, expected=expected), ranks=RANKS)

    found: Counter[bytes] = Counter()
    for sheet, count in gone.items():
        found[sheet.answers] += count
    assert found == taken


sheets_of_any_kind = st.lists(
    st.builds(
        make_sheet,
        st.sampled_from([BEST, ODD, COLUMN, bytes([255, 1, 2, 0])]),
        pace=st.sampled_from([None, 0, 3]),
        told=st.sampled_from([None, 0, 1]),
    ),
    max_size=40,
)


@given(
    sheets_of_any_kind,
    st.randoms(use_true_random=False),
    st.sampled_from(["identical", "ceiling", "column", "fast"]),
)
def test_order_says_nothing_and_nothing_is_taken_twice(sheets, chance, code):
    mixed = list(sheets)
    chance.shuffle(mixed)
    flag = make_flag(code, counted=3.0, expected=1.4)

    gone = pick_sheets(sheets, flag, ranks=RANKS)

    assert gone == pick_sheets(mixed, flag, ranks=RANKS)
    assert not gone - Counter(sheets)
