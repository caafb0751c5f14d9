"""Rounds, call lists with bad lines, and the rates."""

from fractions import Fraction

import pytest

from prongsai.core.errors import Invalid, NotFound
from prongsai.fieldwork.models import Case
from prongsai.fieldwork.rules.rates import count_cases, get_rates
from prongsai.fieldwork.services.cases import assign_evenly, import_cases
from prongsai.fieldwork.services.rounds import add_agencies
from prongsai.fieldwork.types import Why

LIST = """รหัสหน่วยงาน,โทรศัพท์,สถานที่
L1,๐๒-๐๐๐-๑๐๐๑,
L1,(02) 000 1002,ตลาดเช้า
L1,0200000000,
L1,12345,
L9,0200010003,
,0200010004,
L1,,
L1,020001001,
L1,,ศาลากลางบ้าน
"""


def test_good_lines_are_added_and_bad_ones_named(place):
    report = import_cases(
        place.lead.actor, round_id=place.field.round.pk, data=LIST.encode(), file_name="list.csv"
    )

    assert report.added == 3
    assert [(fault.line, fault.why) for fault in report.faults] == [
        (4, Why.TWICE),
        (5, Why.NUMBER),
        (6, Why.STRANGE_AGENCY),
        (7, Why.NO_AGENCY),
        (8, Why.EMPTY),
        (9, Why.TWICE),
    ]
    assert Case.objects.filter(telephone__in=["020001001", "020001002"]).count() == 2


def test_list_without_headings_is_refused_as_a_whole(place):
    with pytest.raises(Invalid):
        import_cases(
            place.lead.actor, round_id=place.field.round.pk, data=b"a,b\n1,2\n", file_name="x.csv"
        )
    assert Case.objects.count() == len(place.field.cases)


def test_cases_are_shared_out_evenly(place):
    Case.objects.update(interviewer=None)

    assert assign_evenly(place.lead.actor, round_id=place.field.round.pk) == 3
    shares = [Case.objects.filter(interviewer=p.user).count() for p in (place.one, place.two)]
    assert sorted(shares) == [1, 2]


def test_interviewer_leads_no_round(place):
    with pytest.raises(NotFound):
        add_agencies(place.one.actor, round_id=place.field.round.pk, quotas={"L1": 9})


def test_rates_follow_the_standard_definitions():
    counts = {
        "complete": 50, "refusal": 8, "break_off": 2, "non_contact": 15,
        "appointment": 5, "other": 3, "language": 2, "no_answer": 10, "unknown": 3,
        "new": 2, "not_eligible": 15,
    }  # fmt: skip
    rates = get_rates(count_cases(counts, partials=10))

    assert rates.response_1 == Fraction(40, 100)
    assert rates.response_2 == Fraction(50, 100)
    assert rates.likely_eligible == Fraction(85, 100)
    assert rates.response_3 == 40 / (85 + Fraction(85, 100) * 15)
    assert rates.cooperation == Fraction(40, 65)
    assert rates.refusal == Fraction(10, 100)
    assert rates.contact == Fraction(65, 100)
    assert get_rates(count_cases({}, partials=0)).response_1 is None
