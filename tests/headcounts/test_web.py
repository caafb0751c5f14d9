"""Pages of the set-up: nothing entered is lost, the area sees who stands where."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from prongsai.frameworks.types.windows import get_midnight
from prongsai.headcounts.models import SetupVersion
from prongsai.headcounts.selectors.setups import get_setup_for
from prongsai.headcounts.services.setups import confirm_setup, submit_setup
from prongsai.headcounts.types import Given
from prongsai.permissions.matrix import MATRIX
from tests.factories.organizations import make_spec, make_units
from tests.factories.seasons import make_season

FIELDS = {"revision": 0, "headcount": 40, "service_0": "ชำระภาษี", "contacts_0": 900, "rows": 4}


def get(client, name, *args, **query):
    answer = client.get(reverse(f"headcounts:{name}", args=args), query)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def send(admin, code="L1", headcount=40):
    given = Given(headcount=headcount, services=(("ชำระภาษี", 900),))
    return submit_setup(admin.actor, code=code, given=given)


def test_admin_fills_and_the_page_shows_rule_and_sum(client, admin, sign_in):
    sign_in(client, admin)

    answer = client.post(reverse("headcounts:edit", args=["L1"]), FIELDS, follow=True)

    page = answer.content.decode()
    assert "ร้อยละ 10 ของ 40 คน = 4 คน" in page
    assert "จึงเป็น 30 คน" in page
    assert "รอผู้บริหารยืนยัน" in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"headcount": "0"}, "ยังบันทึกไม่ได้"),
        ({"headcount": "สี่สิบ"}, "กรอกเป็นจำนวนเต็ม"),
        ({"headcount": "-40"}, "กรอกเป็นจำนวนเต็ม"),
        ({"headcount": "40.5"}, "กรอกเป็นจำนวนเต็ม"),
        ({"headcount": "1000000"}, "300000"),
        ({"headcount": "9" * 5000}, "กรอกเป็นจำนวนเต็ม"),
        ({"contacts_0": ""}, "กรอกจำนวนของบริการนี้"),
        ({"contacts_1": "5"}, "กรอกชื่อบริการ"),
        ({"service_1": "ชำระภาษี", "contacts_1": "5"}, "มีชื่อบริการซ้ำกัน"),
        ({"revision": "7"}, "มีผู้อื่นบันทึกข้อมูลนี้ไปก่อน"),
    ],
)
def test_bad_input_says_what_to_do_and_keeps_what_was_entered(client, admin, sign_in, wrong, words):
    sign_in(client, admin)

    answer = client.post(reverse("headcounts:edit", args=["L1"]), {**FIELDS, **wrong})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'value="ชำระภาษี"' in page
    assert not SetupVersion.objects.exists()


@pytest.mark.parametrize("written", ["๔๐", " 40 ", "40"])
def test_numbers_are_read_as_people_write_them(client, admin, sign_in, written):
    sign_in(client, admin)

    fields = {**FIELDS, "headcount": written, "contacts_0": "1,900"}
    client.post(reverse("headcounts:edit", args=["L1"]), fields)

    assert SetupVersion.objects.values_list("headcount", "contacts").get() == (40, 1900)


def test_more_rows_keep_what_was_typed(client, admin, sign_in):
    sign_in(client, admin)

    fields = {**FIELDS, "headcount": "", "more": "1"}
    page = client.post(reverse("headcounts:edit", args=["L1"]), fields).content.decode()

    assert 'value="ชำระภาษี"' in page
    assert 'name="service_7"' in page
    assert "ยังบันทึกไม่ได้" not in page


def test_newer_figures_are_told_and_what_was_typed_can_be_sent_again(client, admin, sign_in):
    send(admin)
    sign_in(client, admin)
    url = reverse("headcounts:edit", args=["L1"])

    told = client.post(url, {**FIELDS, "headcount": "55"})
    page = told.content.decode()
    sent = client.post(url, {**FIELDS, "headcount": "55", "revision": "1"})

    assert told.status_code == 422
    assert "คือบุคลากร 40 คน ผู้มาติดต่อ 900 คน" in page
    assert 'value="55"' in page
    assert 'name="revision" value="1"' in page
    assert sent.status_code == 302
    assert get_setup_for(admin.actor, "L1").latest.headcount == 55


def test_confirming_twice_says_where_things_stand(client, admin, executive, sign_in):
    send(admin)
    sign_in(client, executive)
    url = reverse("headcounts:confirm", args=["L1"])

    client.post(url, {"number": 1})
    again = client.post(url, {"number": 1}, follow=True)

    assert again.status_code == 200
    assert "ไม่ได้รอยืนยันแล้ว" in again.content.decode()
    assert "ยืนยันแล้ว" in again.content.decode()


def test_once_the_survey_is_over_the_page_offers_no_change(client, admin, executive, sign_in):
    make_season(2570)
    with time_machine.travel(get_midnight(date(2027, 4, 1))):
        send(admin)

    with time_machine.travel(get_midnight(date(2027, 5, 2))):
        pages = [get(sign_in(client, person), "unit", "L1") for person in (admin, executive)]

    for page in pages:
        assert "การเก็บแบบวัดภายในของปีนี้สิ้นสุดแล้ว" in page
        assert reverse("headcounts:edit", args=["L1"]) not in page
        assert reverse("headcounts:confirm", args=["L1"]) not in page


def test_a_question_is_asked_and_answered_without_losing_anything(client, admin, sign_in):
    sign_in(client, admin)
    fields = {**FIELDS, "service_0": "", "contacts_0": ""}

    asked = client.post(reverse("headcounts:edit", args=["L1"]), fields)
    told = client.post(
        reverse("headcounts:edit", args=["L1"]), {**fields, "is_sure": "on"}, follow=True
    )

    assert asked.status_code == 422
    assert "ไม่มีผู้มาติดต่อภายนอกเลย" in asked.content.decode()
    assert 'value="40"' in asked.content.decode()
    assert "บันทึกและส่งให้ผู้บริหารยืนยันแล้ว" in told.content.decode()


def test_executive_returns_with_a_reason_and_confirms(client, admin, executive, sign_in):
    send(admin)
    sign_in(client, executive)
    url = reverse("headcounts:return", args=["L1"])

    empty = client.post(url, {"number": 1, "reason": ""})
    client.post(url, {"number": 1, "reason": "ตรวจอีกครั้ง"})

    assert empty.status_code == 422
    assert "ตรวจอีกครั้ง" in get(client, "unit", "L1")
    send_again = Given(headcount=41, services=(("ชำระภาษี", 900),), revision=1)
    submit_setup(admin.actor, code="L1", given=send_again)
    done = client.post(reverse("headcounts:confirm", args=["L1"]), {"number": 2}, follow=True)
    assert "ยืนยันตัวเลขแล้ว" in done.content.decode()


def test_the_area_sees_states_filters_and_reminds(client, ids, admin, executive, chief, sign_in):
    send(admin)
    sign_in(client, chief)

    page = get(client, "list")
    waiting = get(client, "list", state="waiting").split("<tbody")[-1]
    missing = get(client, "list", state="not_set").split("<tbody")[-1]
    told = client.post(reverse("headcounts:remind"), {"selected": ["L1"]}, follow=True)

    assert "หน่วยงาน L2" in page
    assert "หนองฟ้าใส" in waiting
    assert "หน่วยงาน L2" not in waiting
    assert "หนองฟ้าใส" not in missing
    assert "ส่งข้อความเตือนแล้ว 1" in told.content.decode()


def test_the_export_holds_what_the_filters_leave(client, admin, executive, chief, sign_in):
    send(admin)
    confirm_setup(executive.actor, code="L1", number=1)
    sign_in(client, chief)

    answer = client.get(reverse("headcounts:list"), {"export": "csv", "state": "confirmed"})

    lines = b"".join(answer).decode().strip().splitlines()
    assert len(lines) == 2
    assert lines[1].split(",")[1:3] == ["L1", "ยืนยันแล้ว"]


def test_queries_do_not_grow_with_agencies(client, ids, chief, sign_in):
    sign_in(client, chief)
    url = reverse("headcounts:list")
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    make_units(*(make_spec(f"N{number}", geography="A1") for number in range(8)))

    with CaptureQueriesContext(connection) as many:
        client.get(url)

    assert len(many) == len(few)


def test_whoever_sees_setups_sees_the_same_units():
    assert MATRIX["headcount.view"].items() <= MATRIX["unit.view"].items()
