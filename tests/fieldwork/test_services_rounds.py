"""Rounds and their agencies, call lists with bad lines, and the rates."""

from fractions import Fraction

import pytest

from prongsai.core.actor import SYSTEM
from prongsai.core.errors import Invalid, NotFound
from prongsai.fieldwork.models import Agency, Case
from prongsai.fieldwork.rules.call_lists import read_telephone
from prongsai.fieldwork.rules.rates import count_cases, get_rates
from prongsai.fieldwork.services.agencies import set_agencies
from prongsai.fieldwork.services.cases import assign_evenly, import_cases
from prongsai.fieldwork.types import Why
from prongsai.surveys.selectors.channels import get_channel_for
from tests.factories.organizations import make_spec, make_units

MOBILE = "8" + "00001001"
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
L1,+66 2 000 1005,
L1,0066-2-000-1006,
L1,+65 2000 1007,
"""


def test_good_lines_are_added_and_bad_ones_named(place):
    report = import_cases(
        place.lead.actor, round_id=place.field.round.pk, data=LIST.encode(), file_name="list.csv"
    )

    assert report.added == 5
    assert [(fault.line, fault.why) for fault in report.faults] == [
        (4, Why.TWICE),
        (5, Why.NUMBER),
        (6, Why.STRANGE_AGENCY),
        (7, Why.NO_AGENCY),
        (8, Why.EMPTY),
        (9, Why.TWICE),
        (13, Why.NUMBER),
    ]
    numbers = Case.objects.values_list("telephone", flat=True)
    assert {"020001001", "020001002", "020001005", "020001006"} <= set(numbers)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("020001001", "020001001"),
        ("+6620001001", "020001001"),
        ("+66 (0)2 000 1001", "020001001"),
        ("00662000 1001", "020001001"),
        ("66-2-000-1001", "020001001"),
        ("+๖๖ ๒ ๐๐๐ ๑๐๐๑", "020001001"),
        ("+66 8 0000 1001", f"0{MOBILE}"),
        ("02\u2013000\u20111001", "020001001"),
        ("02\u00a0000\u200b1001", "020001001"),
        # A spreadsheet has taken the zero away.
        ("20001001", "020001001"),
        (MOBILE, f"0{MOBILE}"),
    ],
)
def test_number_is_read_however_it_is_written(written, read):
    assert read_telephone(written) == read


@pytest.mark.parametrize(
    "written",
    ["+65 2000 1001", "020001001, 020001002", "020001001 ต่อ 5", "8E+08", "1001", "66", "๐"],
)
def test_number_that_is_none_or_several_is_not_guessed(place, written):
    data = f'รหัสหน่วยงาน,โทรศัพท์\nL1,"{written}"\n'.encode()

    report = import_cases(
        place.lead.actor, round_id=place.field.round.pk, data=data, file_name="x.csv"
    )

    assert [fault.why for fault in report.faults] == [Why.NUMBER]


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
        set_agencies(place.one.actor, round_id=place.field.round.pk, quotas={"L1": 9})


def test_agency_that_nothing_hangs_on_leaves_with_its_channels(place):
    make_units(make_spec("L2", geography="A1", name_th="อบต. สอง"))
    one = place.field.round.pk
    set_agencies(place.lead.actor, round_id=one, quotas={"L1": 5, "L2": 7})
    channels = Agency.objects.get(quota=7).channels

    left = set_agencies(place.lead.actor, round_id=one, quotas={"L1": 6})

    assert [name.code for name in left] == ["L2"]
    assert list(Agency.objects.values_list("quota", flat=True)) == [6]
    assert all(get_channel_for(SYSTEM, each).is_revoked for each in channels)


def test_agency_with_cases_stays(place):
    make_units(make_spec("L2", geography="A1", name_th="อบต. สอง"))

    with pytest.raises(Invalid, match="L1"):
        set_agencies(place.lead.actor, round_id=place.field.round.pk, quotas={"L2": 7})
    assert list(Agency.objects.values_list("quota", flat=True)) == [5]


def test_rates_follow_the_standard_definitions():
    counts = {
        "complete": 50, "refusal": 8, "break_off": 2, "non_contact": 15,
        "appointment": 5, "other": 3, "language": 2, "no_answer": 10, "unknown": 3,
        "new": 1, "reopened": 1, "not_eligible": 10, "wrong_number": 5,
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
