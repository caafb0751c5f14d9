"""Limits in the browser: read by the commission, proposed in its words, approved by another."""

import pytest
from django.urls import reverse

from prongsai.approvals.selectors import list_pending_about
from prongsai.approvals.services.requests import approve
from prongsai.integrity.gateways import read_thresholds
from prongsai.integrity.models import ThresholdsVersion
from prongsai.integrity.rules.limits import LIMITS, list_outside
from prongsai.integrity.selectors.limits import to_shown, to_stored
from prongsai.integrity.selectors.thresholds import get_thresholds
from prongsai.integrity.services.thresholds import get_subject, try_thresholds
from tests.factories.integrity import make_old_thresholds


def fill(**changes):
    now = get_thresholds()
    shown = {limit.name: to_shown(limit, now[limit.name]) for limit in LIMITS}
    return {**shown, "reason": "ปีก่อนแจ้งน้อยไป", **changes}


def propose(client, **changes):
    return client.post(reverse("integrity:thresholds-propose"), fill(**changes))


def read(client, name, *args):
    return client.get(reverse(f"integrity:{name}", args=args)).content.decode()


def test_owner_proposes_and_another_approves(client, sign_in, affair):
    client = sign_in(client, affair.owner)
    answer = propose(client, burst_share="40")
    row = ThresholdsVersion.objects.get()
    assert answer.url == reverse("integrity:thresholds-draft", args=[row.pk])
    assert "กำลังนับ" in read(client, "thresholds-draft", row.pk)
    try_thresholds(row.pk)
    page = read(client, "thresholds-draft", row.pk)
    assert "ร้อยละ 50" in page
    assert "ร้อยละ 40" in page
    assert "จาก 1 หน่วยงานของปีงบประมาณ 2569" in page

    client.post(reverse("integrity:thresholds-ask", args=[row.pk]))
    assert "รอผู้อนุมัติอีกหนึ่งคน" in read(client, "thresholds-draft", row.pk)
    pending = list_pending_about(get_subject(row)).get()
    approve(affair.second.actor, request_id=pending.pk)

    row.refresh_from_db()
    assert "ใช้แล้วเป็นฉบับที่ 4" in read(client, "thresholds-draft", row.pk)
    assert "ปีก่อนแจ้งน้อยไป" in read(client, "thresholds-version", row.version)
    assert "ไม่ได้ใช้แล้ว" in read(client, "thresholds-version", 3)


def test_what_was_not_touched_stays_to_the_digit(client, sign_in, affair):
    propose(sign_in(client, affair.owner), burst_share="40")

    numbers = ThresholdsVersion.objects.get().numbers
    assert {**get_thresholds().numbers, "burst_share": 0.4} == numbers


def test_odds_are_entered_as_people_say_them(client, sign_in, affair):
    propose(sign_in(client, affair.owner), fast_surprise="10000")

    assert ThresholdsVersion.objects.get().numbers["fast_surprise"] == 4.0


@pytest.mark.parametrize(
    "wrong", [{"burst_share": "1"}, {"fast_surprise": "0"}, {"reason": ""}, {"near_least": "x"}]
)
def test_bad_numbers_are_refused_and_nothing_entered_is_lost(client, sign_in, affair, wrong):
    answer = propose(sign_in(client, affair.owner), **{"gap_deviations": "5.5", **wrong})

    assert answer.status_code == 422
    assert 'value="5.5"' in answer.content.decode()
    assert not ThresholdsVersion.objects.exists()


def test_nothing_changed_is_said_so(client, sign_in, affair):
    answer = propose(sign_in(client, affair.owner))

    assert answer.status_code == 422
    assert "ยังไม่ได้เปลี่ยนค่าใด" in answer.content.decode()


def test_page_says_when_the_product_has_newer_formulas(client, sign_in, affair):
    client = sign_in(client, affair.owner)
    before = read(client, "thresholds-propose")
    make_old_thresholds(3)

    after = read(client, "thresholds-propose")

    assert "วิธีคำนวณที่ใหม่กว่า" not in before
    assert "วิธีคำนวณที่ใหม่กว่า" in after


def test_office_of_a_province_reads_but_proposes_nothing(client, sign_in, affair):
    client = sign_in(client, affair.office)

    page = read(client, "thresholds")

    assert "ใช้ฉบับที่ 3 อยู่" in page
    assert "เสนอเกณฑ์ใหม่" not in page
    assert propose(client, burst_share="40").status_code == 404


def test_shipped_numbers_lie_within_their_bounds_and_survive_the_form():
    now = read_thresholds()

    assert not list_outside(now.numbers)
    for limit in LIMITS:
        shown = to_shown(limit, now[limit.name])
        assert to_shown(limit, to_stored(limit, shown)) == shown
