"""The engine against the rules written a second time, and properties that no data may break."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prongsai.scoring.explain import explain_score
from prongsai.scoring.plain import score_plain
from prongsai.scoring.rounding import half_up
from prongsai.scoring.run import score_agency
from prongsai.scoring.types.given import Counts, Given
from prongsai.scoring.types.result import State
from tests.scoring.agencies import ALL, LETTERS, PARTS, WORDS, answered, make_given, score_by_hand

quick = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.data_too_large])
BEST = [5, 5, 1, 5, 5, 5, 5, 5, 0]  # the nine external questions of 2567
frameworks = pytest.mark.parametrize("framework", ALL, ids=lambda f: f.name)


@frameworks
@quick
@given(data=st.data())
def test_total_equals_the_rules_done_by_hand(framework, data):
    sheets, items = data.draw(answered(framework))

    score = score_agency(framework, make_given(framework, sheets, items))

    assert score.unrounded == score_by_hand(framework, sheets, items)
    assert score.total == half_up(score.unrounded)


@frameworks
@quick
@given(data=st.data())
def test_total_stays_in_bounds_and_ignores_the_order_of_respondents(framework, data):
    sheets, items = data.draw(answered(framework))
    shuffled = {sheet: data.draw(st.permutations(rows)) for sheet, rows in sheets.items()}

    score = score_agency(framework, make_given(framework, sheets, items))

    assert 0 <= score.total <= 100
    assert score_agency(framework, make_given(framework, shuffled, items)).total == score.total


@frameworks
@quick
@given(data=st.data())
def test_a_better_item_never_lowers_the_total(framework, data):
    sheets, items = data.draw(answered(framework))
    code = data.draw(st.sampled_from(sorted(items)))
    before = score_agency(framework, make_given(framework, sheets, items))

    better = score_agency(framework, make_given(framework, sheets, {**items, code: Fraction(100)}))

    assert better.unrounded >= before.unrounded
    assert items[code] == 100 or framework is PARTS or better.unrounded > before.unrounded


@frameworks
@quick
@given(data=st.data())
def test_a_better_answer_never_lowers_the_total(framework, data):
    sheets, items = data.draw(answered(framework))
    rows = [list(row) for row in sheets["IIT"]]
    lines = framework.get_instrument("IIT").lines
    place = data.draw(st.integers(0, len(lines) - 1))
    points = [choice.points for choice in lines[place].choices]
    before = score_agency(framework, make_given(framework, sheets, items))

    rows[0][place] = points.index(max(points))

    after = score_agency(framework, make_given(framework, {**sheets, "IIT": rows}, items))
    assert after.unrounded >= before.unrounded


def add_up(node):
    """Every contribution of the tree is the sum of those below it; return the leaves' sum."""
    if "contribution" not in node:
        return None
    own = Fraction(node["contribution"])
    below = [add_up(child) for child in node.get("children", [])]
    if below and None not in below:
        assert sum(below, Fraction(0)) == own
    return own


@frameworks
@quick
@given(data=st.data())
def test_the_explanation_adds_up_to_the_total(framework, data):
    sheets, items = data.draw(answered(framework))

    score = score_agency(framework, make_given(framework, sheets, items))

    assert add_up(explain_score(score)) == score.unrounded


def test_explanation_goes_down_to_the_answer_lines():
    sheets = {"IIT": [[0] * 15], "EIT1": [[0] * 9], "EIT2": [[1] * 9]}
    items = {item.code: Fraction(100) for item in WORDS.get_instrument("OIT").all_items}

    told = explain_score(score_agency(WORDS, make_given(WORDS, sheets, items)))

    line = told["children"][0]["children"][0]["children"][0]["children"][0]
    assert line["kind"] == "line"
    assert line["code"] == "i1.a"
    assert line["counts"] == [1, 0, 0, 0, 0, 0]
    assert line["points"] == ["0", "20", "40", "60", "80", "100"]
    part = told["children"][1]["children"][0]["children"][1]
    assert (part["kind"], part["code"]) == ("part", "EIT2")
    assert told["children"][1]["children"][0]["rules"] == {"eit-parts": "N"}


def test_rounded_parts_show_their_rounding():
    told = explain_score(
        score_agency(PARTS, Given(instruments={c: Fraction(200, 3) for c in ("IIT", "EIT", "OIT")}))
    )

    assert told["value"] == "66.67"
    assert add_up(told) == Fraction("66.67")
    assert [child["kind"] for child in told["children"][2]["children"]] == ["given", "rounding"]


# What each incomplete input means.


def codes(told):
    return {notice["code"] for notice in told["notices"]}


def test_most_detailed_complete_level_wins_and_differences_are_told():
    told = score_plain(
        WORDS,
        {
            "indicators": {str(n): "90" for n in range(1, 11)},
            "instruments": {"IIT": "80"},
            "points": {"EIT": "27.01"},
            "total": "80",
        },
    )

    assert told["total"] == "90.00"
    assert codes(told) == {"differs:IIT", "differs:EIT", "differs:total"}


def test_incomplete_detail_gives_way_to_what_is_given_above_it():
    told = score_plain(
        WORDS,
        {
            "indicators": {"1": "10", "2": "10", "6": "90", "7": "90", "8": "90"},
            "instruments": {"IIT": "90", "OIT": "90"},
        },
    )

    assert told["total"] == "90.00"
    assert told["indicators"]["1"] == "10.00"
    assert {"set-aside:IIT", "incomplete:IIT"} <= codes(told)


@pytest.mark.parametrize(
    "agency",
    [
        {},
        {"instruments": {"IIT": "90", "EIT": "90"}},
        {"indicators": {str(n): "90" for n in range(1, 10)}},
        {"answers": {"IIT": []}, "instruments": {"EIT": "90", "OIT": "90"}},
        {"answers": {"IIT": [[None] * 15]}, "instruments": {"EIT": "90", "OIT": "90"}},
        {"items": {"o1": "100"}, "instruments": {"EIT": "90", "IIT": "90"}},
    ],
)
def test_a_branch_without_data_has_no_result_and_no_total(agency):
    told = score_plain(WORDS, agency)

    assert told["total"] is None
    assert told["level"] is None
    assert told["state"] == "no result"
    assert told["notices"]


def test_a_line_that_nobody_answered_is_never_a_silent_zero():
    rows = [[0] * 14 + [None]]
    told = score_plain(WORDS, {"answers": {"IIT": rows}})

    assert told["indicators"]["4"] is not None
    assert told["indicators"]["5"] is None
    assert told["instruments"]["IIT"]["score"] is None
    assert "incomplete:i15" in codes(told)


def test_answers_left_out_do_not_count():
    told = score_plain(LETTERS, {"answers": {"IIT": [[3] + [0] * 50, [None] + [0] * 50]}})
    full = score_plain(LETTERS, {"answers": {"IIT": [[3] + [0] * 50, [3] + [0] * 50]}})

    assert told["indicators"]["1"] == full["indicators"]["1"]


def test_one_part_alone_is_used_and_provisional():
    rest = {"IIT": "90", "OIT": "90"}
    told = score_plain(WORDS, {"answers": {"EIT1": [BEST]}, "instruments": rest})

    assert told["instruments"]["EIT"]["score"] == "100.00"
    assert told["state"] == "provisional"
    assert {"part-missing:EIT2", "provisional-rule:eit-parts"} <= codes(told)


def test_an_open_list_of_items_is_not_added_up():
    from prongsai.frameworks.gateways.packs import get_pack

    told = score_plain(get_pack("nacc-general-2562"), {"items": {"o1": "100"}})

    assert told["instruments"]["OIT"]["score"] is None
    assert "open-list:OIT" in codes(told)


def test_partial_marks_where_none_are_named_make_the_score_provisional():
    items = {item.code: "100" for item in LETTERS.get_instrument("OIT").all_items}
    rest = {"IIT": "90", "EIT": "90"}

    whole = score_plain(LETTERS, {"items": items, "instruments": rest})
    partial = score_plain(LETTERS, {"items": {**items, "o1": "50"}, "instruments": rest})

    assert (whole["state"], partial["state"]) == ("scored", "provisional")
    assert "partial-mark:o1" in codes(partial)


def test_worked_example_of_2564():
    items = {item.code: "100" for item in LETTERS.get_instrument("OIT").all_items}

    told = score_plain(LETTERS, {"items": {**items, "o1": "0", "o34": "0"}})

    assert told["indicators"]["9"] == "97.78"
    assert told["indicators"]["10"] == "93.75"
    assert told["instruments"]["OIT"]["points"] == "38.31"


def test_too_small_a_sample_keeps_its_score_and_says_so():
    from prongsai.frameworks.gateways.packs import get_pack

    pack = get_pack("nacc-general-2567")
    agency = {
        "class": "tambon_body-S",
        "answers": {"EIT1": [BEST] * 29, "EIT2": [BEST]},
        "instruments": {"IIT": "90", "OIT": "90"},
    }

    short = score_plain(pack, agency)
    agency["answers"]["EIT1"].append(BEST)
    enough = score_plain(pack, agency)

    assert short["state"] == "sample too small"
    assert short["total"] == enough["total"]
    assert "sample-too-small:EIT1" in codes(short)
    assert enough["state"] == "provisional"


def test_no_opinion_choices_are_left_out():
    line = LETTERS.get_instrument("IIT").lines[0]
    from prongsai.scoring.survey_index import mean_line
    from prongsai.scoring.tree import Spec

    spec = Spec("line", line.code, line.text, sheets=("IIT",), points=(0, 100, None))

    assert mean_line(spec, {"IIT": Counts(9, ((1, 3, 5),))}).value == 75
    assert mean_line(spec, {"IIT": Counts(5, ((0, 0, 5),))}).value is None


def test_same_input_same_digits():
    agency = Given(instruments={c: Fraction(1, 3) + 80 for c in ("IIT", "EIT", "OIT")})

    first, second = score_agency(WORDS, agency), score_agency(WORDS, replace(agency))

    assert (first.total, first.notices, first.state) == (second.total, second.notices, second.state)
    assert first.state is State.SCORED
