"""What-if: what an item is worth, the cheapest plan, missed gates, and a change of rules."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prongsai.frameworks.gateways.packs import get_pack
from prongsai.scoring.backtest import compare_rules, summarise
from prongsai.scoring.path import Prices, find_plan
from prongsai.scoring.run import score_agency
from prongsai.scoring.types.framework import Level, Levels
from prongsai.scoring.types.given import Given
from prongsai.scoring.whatif import (
    find_level_without_gates,
    list_gains,
    list_missed_gates,
    list_worths,
)
from tests.scoring.agencies import ALL, LETTERS, PARTS, WORDS, answered, make_given, scores

FULL, NONE = Fraction(100), Fraction(0)


def disclose(framework, missing=(), **instruments):
    items = {i.code: FULL for i in framework.get_instrument("OIT").all_items}
    given = {code: Fraction(value) for code, value in instruments.items()}
    return Given(items={**items, **dict.fromkeys(missing, NONE)}, instruments=given)


@pytest.mark.parametrize(
    ("item", "points"), [("o42", "5"), ("o34", "1.25"), ("o25", "1"), ("o1", "4/9"), ("o10", "0.5")]
)
def test_items_of_2564_are_worth_what_their_group_makes_of_them(item, points):
    worth = {worth.code: worth.full for worth in list_worths(LETTERS)}

    assert worth[item] == Fraction(points)


@pytest.mark.parametrize("framework", ALL, ids=lambda f: f.name)
def test_all_worths_add_up_to_the_whole_total(framework):
    assert sum(worth.full for worth in list_worths(framework)) == 100


@pytest.mark.parametrize("framework", ALL, ids=lambda f: f.name)
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_gain_of_an_item_equals_scoring_again(framework, data):
    sheets, items = data.draw(answered(framework))
    given = make_given(framework, sheets, items)
    before = score_agency(framework, given)
    gains = {worth.code: worth for worth in list_gains(before) if worth.kind == "item"}
    code = data.draw(st.sampled_from(sorted(gains)))

    after = score_agency(framework, replace(given, items={**items, code: FULL}))

    if framework is PARTS:  # the parts are rounded before they are added
        assert abs(after.unrounded - before.unrounded - gains[code].gain) <= Fraction(1, 100)
    else:
        assert after.unrounded - before.unrounded == gains[code].gain


@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_gain_of_an_answer_equals_scoring_again(data):
    sheets, items = data.draw(answered(WORDS))
    given = make_given(WORDS, sheets, items)
    before = score_agency(WORDS, given)
    worth = next(w for w in list_gains(before) if (w.code, w.part) == ("e1.a", "EIT2"))
    first = sheets["EIT2"][0][0]
    better = [[5, *sheets["EIT2"][0][1:]], *sheets["EIT2"][1:]]

    after = score_agency(WORDS, make_given(WORDS, {**sheets, "EIT2": better}, items))

    step = Fraction(5 - first, 5)
    assert after.unrounded - before.unrounded == worth.per_answer * step


def test_plan_takes_the_items_that_move_most():
    given = disclose(LETTERS, ["o1", "o2", "o25", "o42"], IIT="80", EIT="80")

    plan = find_plan(LETTERS, given, total=FULL * Fraction(86, 100))

    assert plan.items == ("o42",)
    assert plan.lifts == {}
    assert plan.after.total >= 86


def test_plan_heeds_prices_and_impossible_items():
    given = disclose(LETTERS, ["o1", "o2", "o25", "o42"], IIT="80", EIT="80")
    start = score_agency(LETTERS, given).total

    dear = find_plan(LETTERS, given, total=start + 1, prices=Prices(items={"o42": Fraction(9)}))
    never = find_plan(
        LETTERS, given, total=start + 1, prices=Prices(items={"o25": None, "o42": None})
    )

    assert dear.items == ("o25",)
    assert never.items == ("o1", "o2")
    assert never.lifts  # two ninths of two points are not enough


def test_plan_for_a_level_lifts_every_instrument_over_its_gate():
    given = disclose(WORDS, ["o27"], IIT="99", EIT="84")

    plan = find_plan(WORDS, given, level="good")

    assert plan.items == ()
    assert plan.lifts == {"EIT": Fraction("84.995") - 84}
    assert plan.after.grade.level.code == "good"
    excellent = find_plan(WORDS, given, level="excellent")
    assert excellent.items == ("o27",)
    assert excellent.after.grade.level.code == "excellent"


def test_no_plan_where_items_cannot_be_enough():
    given = disclose(WORDS, ["o27"], IIT="99", EIT="99")

    assert find_plan(WORDS, given, level="excellent", prices=Prices(items={"o27": None})) is None
    assert find_plan(WORDS, Given(), level="good") is None


@pytest.mark.parametrize("framework", ALL, ids=lambda f: f.name)
@settings(max_examples=15, deadline=None)
@given(iit=scores, eit=scores, target=scores, data=st.data())
def test_plan_is_reached_exactly_and_nothing_cheaper_is(framework, iit, eit, target, data):
    codes = [item.code for item in framework.get_instrument("OIT").all_items]
    missing = data.draw(st.lists(st.sampled_from(codes), max_size=5, unique=True))
    given = disclose(framework, missing, IIT=iit, EIT=eit)
    prices = {code: Fraction(data.draw(st.integers(1, 4))) for code in missing}

    plan = find_plan(framework, given, total=target, prices=Prices(items=prices))

    assert plan is not None
    assert plan.after.total >= target
    if not plan.lifts:
        cheapest = min(
            sum((prices[code] for code in chosen), NONE)
            for number in range(len(missing) + 1)
            for chosen in combinations(missing, number)
            if reaches(framework, given, chosen, target)
        )
        assert plan.cost == cheapest
    else:
        assert not reaches(framework, given, missing, target)
        assert plan.after.total == max(target, plan.after.total)


def reaches(framework, given, chosen, target):
    items = {**given.items, **dict.fromkeys(chosen, FULL)}
    return score_agency(framework, replace(given, items=items)).total >= target


def test_priced_surveys_compete_with_items():
    given = disclose(LETTERS, ["o1"], IIT="80", EIT="80")
    start = score_agency(LETTERS, given).total

    plan = find_plan(
        LETTERS,
        given,
        total=start + Fraction(2, 5),
        prices=Prices(items={"o1": Fraction(100)}, points={"EIT": Fraction(1)}),
    )

    assert plan.items == ()
    assert set(plan.lifts) == {"EIT"}
    assert plan.after.total == start + Fraction(2, 5)


def test_missed_gates_say_how_short_an_instrument_is():
    score = score_agency(WORDS, disclose(WORDS, IIT="99", EIT="84"))

    missed = [(m.wanted.code, m.instrument, m.short_by) for m in list_missed_gates(score)]

    assert missed == [
        ("excellent", "EIT", Fraction("10.995")),
        ("good", "EIT", Fraction("0.995")),
    ] or missed == [("good", "EIT", Fraction("0.995"))]
    assert score.grade.level.code == "pass"
    assert find_level_without_gates(score).code in {"excellent", "good"}
    assert list_missed_gates(score_agency(WORDS, Given())) == []
    assert find_level_without_gates(score_agency(WORDS, Given())) is None


def test_back_test_tells_who_changes_level():
    bands = tuple(Level(band.code, band.text, band.minimum, None) for band in WORDS.levels.bands)
    without_gates = replace(WORDS, levels=Levels(bands, WORDS.levels.pass_mark))
    agencies = [
        replace(disclose(WORDS, IIT="99", EIT="84"), code="a"),
        replace(disclose(WORDS, IIT="99", EIT="99"), code="b"),
        Given(code="c"),
    ]

    changes = list(compare_rules(WORDS, without_gates, agencies))

    assert [change.code for change in changes if change.level_changes] == ["a"]
    found = summarise(changes)
    assert (found.agencies, found.changed) == (3, 1)
    assert found.moves[None, None] == 1


def test_back_test_carries_items_by_meaning_and_not_by_number():
    before, after = get_pack("nacc-general-2564"), get_pack("nacc-general-2565")
    given = disclose(before, ["o34"], IIT="90", EIT="90")

    change = next(compare_rules(before, after, [given]))

    # o34 of 2564 is the integrity statement, of 2565 the no-gift policy: nothing is known of it.
    assert change.total_before is not None
    assert change.total_after is None
