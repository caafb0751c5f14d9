"""Rules that no framework here uses by default, but another body may: built from edited packs."""

import copy
from decimal import Decimal
from fractions import Fraction

import pytest

from prongsai.frameworks.gateways.packs import get_pack, get_schema, read_pack
from prongsai.frameworks.rules.packs.build import build_framework
from prongsai.frameworks.rules.packs.check import check_framework
from prongsai.frameworks.types.packs import Parsed
from prongsai.scoring.backtest import compare_rules
from prongsai.scoring.explain import explain_score
from prongsai.scoring.faults import BadInput
from prongsai.scoring.nation import NationCounts
from prongsai.scoring.path import find_plan
from prongsai.scoring.plain import score_plain
from prongsai.scoring.run import score_agency, score_all
from prongsai.scoring.samples import find_minimum
from prongsai.scoring.types.given import Given
from tests.scoring.test_run import add_up

BEST, WORST = [5, 5, 1, 5, 5, 5, 5, 5, 0], [0, 0, 0, 0, 0, 0, 0, 0, 1]
DEDUCTION = {"code": "late", "kind": "deduction", "th": "ส่งช้า", "en": "Late", "most": 5}
FACTOR = {"code": "trust", "kind": "factor", "th": "ปรับ", "en": "Correction", "most": 1}


@pytest.fixture
def draft():
    return copy.deepcopy(read_pack("nacc-general-2568").document)


def build(document):
    assert check_framework(Parsed(document), get_schema()) == []
    return build_framework(document)


def test_pooled_parts_count_every_respondent_alike(draft):
    draft["instruments"][1]["join"] = "pooled"
    answers = {"EIT1": [BEST, BEST, BEST], "EIT2": [WORST]}

    told = score_plain(build(draft), {"answers": answers}, explain=True)
    alone = score_plain(build(draft), {"answers": {"EIT1": [BEST]}})

    assert told["instruments"]["EIT"]["score"] == "75.00"
    assert "provisional-rule:eit-parts" in {notice["code"] for notice in told["notices"]}
    line = told["explanation"]["children"][1]["children"][0]["children"][0]["children"][0]
    assert line["counts"] == [1, 0, 0, 0, 0, 3]
    assert alone["instruments"]["EIT"]["score"] == "100.00"


def test_weighted_means_follow_their_weights(draft):
    instrument = draft["instruments"][0]
    instrument["aggregate"] = "weighted"
    for number, indicator in enumerate(instrument["indicators"]):
        indicator["weight"] = 1 if number else Decimal("2.5")
    scores = {"1": "100", "2": "0", "3": "0", "4": "0", "5": "0"}

    told = score_plain(build(draft), {"indicators": scores})

    assert told["instruments"]["IIT"]["score"] == "38.46"  # 250 of 6.5


def test_adjustments_change_the_total_in_their_order(draft):
    draft["adjustments"] = [FACTOR, DEDUCTION]
    pack = build(draft)
    given = {"instruments": {"IIT": "90", "EIT": "90", "OIT": "90"}}

    plain = score_plain(pack, given)
    both = score_plain(
        pack, {**given, "adjustments": {"late": "1.5", "trust": "0.9"}}, explain=True
    )
    floor = score_plain(
        pack,
        {"instruments": dict.fromkeys(("IIT", "EIT", "OIT"), "1"), "adjustments": {"late": "5"}},
        explain=True,
    )

    assert (plain["total"], both["total"], floor["total"]) == ("90.00", "79.50", "0.00")
    steps = [child["kind"] for child in both["explanation"]["children"][3:]]
    assert steps == ["factor", "deduction"]
    assert add_up(both["explanation"]) == Fraction("79.5")
    assert add_up(floor["explanation"]) == 0
    with pytest.raises(BadInput, match=r"agency\.adjustments\.late"):
        score_plain(pack, {"adjustments": {"late": "5.01"}})


def test_plans_and_back_tests_heed_adjustments(draft):
    draft["adjustments"] = [FACTOR, DEDUCTION]
    pack = build(draft)
    values = {code: Fraction(90) for code in ("IIT", "EIT", "OIT")}
    given = Given(instruments=values, adjustments={"late": Fraction(2), "trust": Fraction(9, 10)})

    plan = find_plan(pack, given, total=Fraction(85))

    assert score_agency(pack, given).total == 79
    assert plan.after.total == 85
    change = next(compare_rules(pack, get_pack("nacc-general-2568"), [given]))
    assert (change.total_before, change.total_after) == (79, 90)


def test_answers_go_over_to_rules_with_the_same_questions():
    before, after = get_pack("nacc-general-2567"), get_pack("nacc-general-2568")
    other = get_pack("nacc-general-2564")
    rest = {"IIT": Fraction(90), "OIT": Fraction(90)}
    from prongsai.scoring.survey_index import count_rows

    choices = [len(line.choices) for line in before.get_instrument("EIT").lines]
    given = Given(sheets={"EIT1": count_rows([BEST], choices)}, instruments=rest)

    same = next(compare_rules(before, after, [given]))
    different = next(compare_rules(before, other, [given]))

    assert same.total_before == same.total_after == 93
    assert different.total_after is None
    assert next(compare_rules(before, before, [given])).level_changes is False


@pytest.mark.parametrize(
    ("headcount", "minimum"),
    [
        (0, 0),
        (1, 1),
        (29, 29),
        (30, 30),
        (300, 30),
        (301, 31),
        (3_999, 400),
        (4_000, 400),
        (50_000, 400),
    ],
)
def test_internal_minimum_follows_the_headcount(headcount, minimum):
    found = find_minimum(get_pack("nacc-general-2568"), "IIT", headcount=headcount)

    assert found.number == minimum
    assert found.formula.th.endswith(f"จึงเป็น {minimum} คน")
    assert str(headcount) in found.formula.en


def test_internal_minimum_is_checked_when_the_headcount_is_known():
    pack = get_pack("nacc-general-2568")
    agency = {
        "headcount": 12,
        "answers": {"IIT": [[0] * 15] * 11},
        "instruments": {"EIT": "90", "OIT": "90"},
    }

    assert score_plain(pack, agency)["state"] == "sample too small"
    agency["answers"]["IIT"].append([0] * 15)
    assert score_plain(pack, agency)["state"] == "provisional"


def test_minimum_is_not_guessed():
    pack = get_pack("nacc-general-2567")

    assert find_minimum(pack, "IIT") is None
    assert find_minimum(pack, "EIT1", agency_class="court") is None
    assert find_minimum(pack, "EIT2", headcount=9) is None
    assert find_minimum(pack, "EIT1", agency_class="university").number == 400


def test_items_of_a_survey_can_be_given_as_values():
    told = score_plain(
        get_pack("nacc-general-2568"), {"items": {"e1": "90", "e2": "90", "e3": "90"}}
    )

    assert told["indicators"]["6"] == "90.00"


def test_many_agencies_are_scored_one_by_one():
    scores = score_all(get_pack("nacc-general-2564"), [Given(code="a"), Given(code="b")])

    assert [score.given.code for score in scores] == ["a", "b"]


def test_no_respondents_add_nothing():
    import numpy as np

    nation = NationCounts(1, [2])
    nation.add(np.array([], np.int32), [np.array([], np.uint8)])

    assert nation.respondents.tolist() == [0]


def test_an_explanation_without_a_total_says_no_result():
    told = explain_score(score_agency(get_pack("nacc-general-2568"), Given()))

    assert told["state"] == "no result"
    assert told["value"] is None


def test_plans_round_as_their_programme_does():
    pack = get_pack("ovec-college-2568")
    given = Given(instruments={code: Fraction(80) for code in ("IIT", "EIT", "OIT")})

    plan = find_plan(pack, given, total=Fraction("99.99"))

    assert plan.after.total == Fraction("99.99")
    assert find_plan(pack, given, total=Fraction(100)).after.total == 100
