"""The vectorised path gives the digits of the slow one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prongsai.scoring.nation import MISSING, NationCounts, list_choices, score_nation
from prongsai.scoring.report import describe_score
from prongsai.scoring.run import score_agency
from prongsai.scoring.types.given import Given
from tests.scoring.agencies import ALL, WORDS, answered, make_given


@pytest.mark.parametrize("framework", ALL, ids=lambda f: f.name)
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_digit_for_digit_equal_to_the_slow_path(framework, data):
    agencies = [data.draw(answered(framework)) for _ in range(3)]
    counted = {}
    for sheet in agencies[0][0]:
        rows = [(n, row) for n, (sheets, _) in enumerate(agencies) for row in sheets[sheet]]
        rows = data.draw(st.permutations(rows))
        nation = NationCounts(3, list_choices(framework, sheet))
        for half in (rows[::2], rows[1::2]):
            where = np.array([n for n, _ in half], np.int32)
            columns = zip(*(row for _, row in half), strict=True)
            nation.add(where, [pack(column) for column in columns])
        counted[sheet] = nation

    fast = score_nation(framework, [Given(items=items) for _, items in agencies], counted)
    slow = [score_agency(framework, make_given(framework, *agency)) for agency in agencies]

    assert [describe_score(score, explain=True) for score in fast] == [
        describe_score(score, explain=True) for score in slow
    ]


def pack(column):
    return np.array([MISSING if cell is None else cell for cell in column], np.uint8)


def test_what_is_not_a_choice_is_refused():
    nation = NationCounts(2, [2])

    with pytest.raises(ValueError, match="not a choice"):
        nation.add(np.array([0]), [np.array([2], np.uint8)])
    with pytest.raises(ValueError, match="no agency"):
        nation.add(np.array([2]), [np.array([0], np.uint8)])
    with pytest.raises(ValueError, match="no agency"):
        nation.add(np.array([-1]), [np.array([0], np.uint8)])


def test_agencies_beyond_one_block_keep_their_counts():
    nation = NationCounts(2_500, [2])
    nation.add(np.array([0, 999, 1_000, 2_499]), [np.array([0, 1, 1, MISSING], np.uint8)])

    counts = list(nation.iter_counts())

    assert len(counts) == 2_500
    assert [counts[n].lines for n in (0, 999, 1_000, 2_499)] == [
        ((1, 0),), ((0, 1),), ((0, 1),), ((0, 0),)
    ]  # fmt: skip
    assert counts[2_499].respondents == 1
    assert list_choices(WORDS, "EIT2") == [6, 6, 2, 6, 6, 6, 6, 6, 2]
