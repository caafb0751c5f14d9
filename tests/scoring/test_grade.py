"""Levels of every year, at their bounds."""

from fractions import Fraction

import pytest

from prongsai.frameworks.gateways.packs import get_pack
from prongsai.scoring.grade import find_other_level
from prongsai.scoring.plain import score_plain

LETTER_YEARS = ["nacc-general-2562", "nacc-general-2563", "nacc-general-2564", "nacc-general-2565"]
WORD_YEARS = [f"nacc-general-{year}" for year in range(2566, 2570)] + ["nacc-amphoe-2567"]


def level(name, **agency):
    found = score_plain(get_pack(name), agency)["level"]
    return found and found["code"]


@pytest.mark.parametrize("name", [*LETTER_YEARS, "up-internal-2563"])
@pytest.mark.parametrize(
    ("total", "letter"),
    [
        ("100", "AA"), ("95", "AA"), ("94.995", "AA"), ("94.994", "A"), ("94.99", "A"),
        ("85", "A"), ("85.005", "A"), ("84.995", "A"), ("84.994", "B"), ("84.99", "B"), ("75", "B"),
        ("74.99", "C"), ("65", "C"), ("64.99", "D"), ("55", "D"), ("54.99", "E"), ("50", "E"),
        ("49.99", "F"), ("0", "F"),
    ],
)  # fmt: skip
def test_letters_follow_the_two_decimal_total(name, total, letter):
    assert level(name, total=total) == letter


@pytest.mark.parametrize("name", WORD_YEARS)
@pytest.mark.parametrize(
    ("iit", "eit", "oit", "word"),
    [
        ("100", "100", "100", "excellent"),
        ("95", "95", "95", "excellent"),
        ("94.99", "100", "100", "good"),
        ("94.995", "100", "100", "excellent"),
        ("84.99", "100", "100", "pass"),
        ("100", "84.994", "100", "pass"),
        ("100", "100", "84.9", "pass"),
        ("85", "85", "85", "good"),
        ("84.99", "84.99", "84.99", "improve"),
        ("70", "70", "70", "improve"),
        ("69.99", "69.99", "69.99", "urgent"),
        ("0", "0", "0", "urgent"),
    ],
)
def test_words_ask_every_instrument(name, iit, eit, oit, word):
    assert level(name, instruments={"IIT": iit, "EIT": eit, "OIT": oit}) == word


@pytest.mark.parametrize("name", WORD_YEARS)
def test_a_gate_that_cannot_be_checked_leaves_the_level_open(name):
    told = score_plain(get_pack(name), {"total": "96.04"})

    assert told["total"] == "96.04"
    assert told["level"] is None
    assert "gate-unknown" in {notice["code"] for notice in told["notices"]}
    assert level(name, total="84.99") == "improve"
    assert level(name, total="69.99") == "urgent"


def test_one_known_instrument_can_close_the_question():
    assert level("nacc-general-2568", total="94.64", instruments={"EIT": "84.20"}) == "pass"
    assert level("nacc-general-2568", total="94.64", instruments={"EIT": "85.20"}) is None
    assert level("nacc-general-2568", total="97.90", points={"EIT": "28.00"}) is None
    low, two = {"EIT": "94"}, {"EIT": "94", "IIT": "99"}
    assert level("nacc-general-2568", total="97.90", instruments=low) is None
    assert level("nacc-general-2568", total="97.90", instruments={**two, "OIT": "99.1"}) == "good"


@pytest.mark.parametrize(
    ("total", "word"),
    [("95", "excellent"), ("94.99", "good"), ("85", "good"), ("84.99", "improve")],
)
def test_colleges_have_words_without_gates(total, word):
    assert level("ovec-college-2568", total=total) == word


def test_both_vocabularies_stand_in_every_framework():
    letters, words = get_pack("nacc-general-2564"), get_pack("nacc-general-2568")

    assert find_other_level(letters.levels, Fraction("94.99")).text.th == "ผ่านดี"
    assert find_other_level(words.levels, Fraction("94.995")).code == "AA"


def test_a_gate_passed_only_by_rounding_is_said_to_rest_on_an_inferred_rule():
    told = score_plain(
        get_pack("nacc-general-2568"),
        {"instruments": {"IIT": "94.995", "EIT": "100", "OIT": "100"}},
    )

    assert "provisional-rule:level-figures" in {notice["code"] for notice in told["notices"]}
