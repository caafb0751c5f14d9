"""What leaves the house hides every group under the threshold."""

from fractions import Fraction

from hypothesis import given as check
from hypothesis import settings
from hypothesis import strategies as st

from prongsai.core.suppression import ALL, find_withheld, needs_withholding
from prongsai.results.rules.packages.opening import open_agency
from prongsai.scoring.run import score_agency
from prongsai.scoring.types.given import Counts, Given
from tests.results.packages.makers import CLEAR, PACK, THRESHOLD, make_agency, publish, read_rows


def open_up(given):
    return open_agency(score_agency(PACK, given), threshold=THRESHOLD)


def test_large_and_even_samples_show_every_count():
    opened = open_up(make_agency("a"))

    assert opened.samples == CLEAR
    assert len(opened.answers) == 15 + 9 + 9
    assert not opened.exact
    assert not opened.rounded


def test_one_small_count_closes_its_indicators_and_leaves_their_exact_score():
    given = make_agency("a", stray=3)
    opened = open_up(given)

    assert not opened.answers
    assert set(opened.exact) == {("indicator", str(n)) for n in range(1, 9)}
    assert opened.samples == CLEAR


def test_a_small_part_closes_the_whole_instrument_but_for_its_rounded_score(tmp_path):
    given = make_agency("a", {"IIT": 40, "EIT1": 30, "EIT2": 9})
    score = score_agency(PACK, given)
    opened = open_up(given)

    assert opened.samples == {"IIT": 40, "EIT1": 30, "EIT2": None}
    assert {sheet for sheet, _ in opened.answers} == {"IIT"}
    assert set(opened.rounded) == {"EIT"}
    assert opened.closed == {"6", "7", "8"}
    publish(tmp_path, [given])
    (row,) = read_rows(tmp_path, "results.csv")
    assert score.unrounded is not None
    assert row["unrounded"] == row["indicator_6"] == ""
    assert row["indicator_1"]
    assert "9" not in {r["respondents"] for r in read_rows(tmp_path, "samples.csv")}


counts = st.lists(st.integers(0, 40), min_size=2, max_size=6)


@check(counts, st.integers(2, 20))
def test_the_quick_question_agrees_with_the_one_function(cells, threshold):
    table = {(str(n),): count for n, count in enumerate(cells)}
    table[(ALL,)] = sum(cells)

    withheld = find_withheld(table, threshold=threshold)

    assert needs_withholding(table.values(), threshold=threshold) == bool(withheld)


@settings(max_examples=60, deadline=None)
@check(data=st.data())
def test_no_open_count_is_that_of_too_few(data):
    sheets = {}
    for sheet in CLEAR:
        instrument = next(i for i in PACK.instruments if sheet in i.sheets)
        people = data.draw(st.sampled_from([0, 1, 9, 10, 25, 60]))
        lines = [_spread(data, people, len(line.choices)) for line in instrument.lines]
        sheets[sheet] = Counts(people, tuple(lines))
    opened = open_up(Given(code="a", sheets=sheets))

    for (sheet, _), shown in opened.answers.items():
        people = opened.samples[sheet]
        left_out = people - sum(shown)
        assert all(not 0 < count < THRESHOLD for count in (*shown, left_out, people))
    for instrument in PACK.instruments:
        small = [s for s in instrument.sheets if s in sheets and 0 < sheets[s].respondents < 10]
        if small:
            assert not {sheet for sheet, _ in opened.answers} & set(instrument.sheets)
            own = {indicator.code for indicator in instrument.indicators}
            assert not {code for _, code in opened.exact} & own
    # An indicator shows all of its counts or none: else the rest would follow from its score.
    for _, code in opened.exact:
        lines = {
            line.code
            for i in PACK.indicators
            if i.code == code
            for item in i.all_items
            for line in item.lines
        }
        assert not {line for _, line in opened.answers} & lines


def _spread(data, people, many):
    if data.draw(st.booleans()):  # everybody agrees, or half and half
        half = people // 2 if people >= 20 else 0
        return (people - half, *(0,) * (many - 2), half)
    cuts = sorted(data.draw(st.lists(st.integers(0, people), min_size=many, max_size=many)))
    return tuple(b - a for a, b in zip([0, *cuts[:-1]], cuts, strict=True))


def test_points_of_open_parts_do_not_tell_a_hidden_one():
    """With EIT1 open, the score of EIT would give that of a hidden EIT2: nothing of EIT is open."""
    opened = open_up(make_agency("a", {"EIT1": 400, "EIT2": 3}))

    assert not opened.answers
    assert opened.rounded["EIT"] * 100 == Fraction(opened.rounded["EIT"] * 100).limit_denominator(1)
