"""What cannot be is refused, what is unlikely is asked about."""

from dataclasses import replace

import pytest

from prongsai.core import clock
from prongsai.headcounts.rules.figures import find_fault, list_doubts
from prongsai.headcounts.types import Given, VersionState, VersionView

TAX = ("ชำระภาษี", 900)
BEFORE = VersionView(
    number=1,
    state=VersionState.CONFIRMED,
    framework="nacc-general-2569",
    headcount=50,
    contacts=1000,
    iit_minimum=30,
    eit_minimum=None,
    reason="",
    explanation="",
    doubts=(),
    is_late=False,
    made_by_id=None,
    made_by_name="",
    sent_at=clock.real_now(),
    decided_by_name="",
    decided_at=None,
    decision_reason="",
)


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (Given(50, services=(TAX,)), None),
        (Given(50, {1: 20, 2: 30}, (TAX,)), None),
        (Given(0), ("headcount", "headcount_range")),
        (Given(300_001), ("headcount", "headcount_range")),
        (Given(50, {1: 51}), ("headcount", "divisions_over")),
        (Given(50, {1: -1}), ("headcount", "division_negative")),
        (Given(50, services=(("", 5),)), ("services", "service_incomplete")),
        (Given(50, services=(TAX, TAX)), ("services", "service_twice")),
        (Given(50, services=(("ก", 100_000_001),)), ("services", "contacts_range")),
    ],
)
def test_what_cannot_be_is_named(given, fault):
    assert find_fault(given) == fault


@pytest.mark.parametrize(
    ("headcount", "asked"),
    [(50, False), (60, False), (65, True), (35, True), (36, False), (120, True)],
)
def test_a_large_change_of_the_headcount_is_asked_about(headcount, asked):
    doubts = list(list_doubts(Given(headcount, services=(("ก", 1000),)), BEFORE))

    assert [doubt.code for doubt in doubts] == (["headcount_last_year"] if asked else [])


def test_a_small_agency_may_change_by_a_few_people():
    before = replace(BEFORE, headcount=8)

    assert list(list_doubts(Given(12, services=(("ก", 1000),)), before)) == []


def test_divisions_that_do_not_add_up_and_contacts_far_off_are_asked_about():
    doubts = list(list_doubts(Given(50, {1: 20}, (("ก", 2000),)), BEFORE))

    assert [doubt.code for doubt in doubts] == ["divisions_short", "contacts_last_year"]
    assert "2,000" in doubts[1].text


def test_the_first_year_asks_only_about_what_hardly_exists():
    assert [doubt.code for doubt in list_doubts(Given(3), None)] == [
        "headcount_tiny",
        "contacts_none",
    ]
