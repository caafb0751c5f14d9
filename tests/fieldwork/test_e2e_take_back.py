"""A wrong tap is taken back on the phone: before it was sent, after it, and with a lost reply."""

import pytest

from prongsai.core.errors import Conflict
from prongsai.fieldwork.models import Attempt, Case
from prongsai.fieldwork.services import sync
from tests.e2e.browser import assert_accessible, assert_no_sideways_scroll
from tests.fieldwork.devices import (
    fill_interview,
    get_card,
    load_app,
    record_outcome,
    reopen,
    send,
)

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

OPEN = """(person) => new Promise((resolve) => {
  indexedDB.open(`prongsai-field-${person}`).onsuccess = ({ target: { result: box } }) => {
    const rows = box.transaction("%s", "readwrite").objectStore("%s");
    const end = (value) => { box.close(); resolve(value); };
    %s
  };
})"""
FORGET_TURNS = OPEN % (
    *("local", "local"),
    """rows.openCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor) { end(); return; }
      const { turn, last, ...row } = cursor.value;
      cursor.update(row);
      cursor.continue();
    };""",
)
LIST_TURNS = OPEN % (
    *("attempts", "attempts"),
    """rows.getAll().onsuccess = ({ target: { result } }) => {
      end(result.map((row) => row.turn));
    };""",
)


def take_back(page, case, *, closed=True):
    card = page.locator(f"[data-closed='{case}']") if closed else get_card(page, case)
    card.get_by_role("button", name="ถอนผลที่บันทึก").click()
    page.get_by_role("heading", name="ถอนผลที่บันทึก").wait_for()
    page.get_by_role("button", name="ถอนผลที่บันทึก").click()
    page.get_by_text("ถอนผลแล้ว").wait_for()


def list_states():
    return dict(Case.objects.values_list("pk", "disposition"))


def test_taken_back_without_a_network_and_the_interview_counts(place, device, cases):
    page = device.start(place.one)
    load_app(page)
    device.set_offline(True)
    record_outcome(page, cases[0], "ปฏิเสธ")
    record_outcome(page, cases[1], "ไม่มีผู้รับสาย")
    page.locator(f"[data-closed='{cases[0]}']").get_by_role("button").click()
    page.get_by_text("บันทึกไว้ว่า “ปฏิเสธ”").wait_for()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.get_by_role("button", name="กลับไปรายชื่อ").click()
    take_back(page, cases[0])
    take_back(page, cases[1], closed=False)

    page = device.start()
    device.set_offline(True)
    reopen(page)
    fill_interview(page, cases[0])
    assert get_card(page, cases[1]).get_by_text("ยังไม่ได้ติดต่อ").count() == 1
    device.sign_in(place.one)
    device.set_offline(False)
    send(page)

    assert list_states() == {cases[0]: "complete", cases[1]: "new", cases[2]: "new"}
    assert dict(Case.objects.values_list("pk", "attempts_made"))[cases[1]] == 0
    assert Attempt.objects.filter(taken_back=True).count() == 2


def test_what_was_sent_is_taken_back_in_a_dead_zone(place, device, cases):
    page = device.start(place.one)
    load_app(page)
    record_outcome(page, cases[0], "ปฏิเสธ")
    send(page)
    assert list_states()[cases[0]] == "refusal"

    device.set_offline(True)
    take_back(page, cases[0])
    get_card(page, cases[0]).wait_for()
    page.get_by_text("ผลการติดต่อ 1 รายการ").wait_for()
    device.set_offline(False)
    send(page)

    assert list_states()[cases[0]] == "new"


def test_reply_that_is_lost_changes_nothing(place, device, cases, monkeypatch):
    """The server has stored it, the device has not heard so; taken back, and both sent again."""
    page = device.start(place.one)
    load_app(page)
    device.set_offline(True)
    record_outcome(page, cases[0], "ปฏิเสธ")
    real = sync.record_attempts

    def store_and_fail(*args, **options):
        monkeypatch.setattr(sync, "record_attempts", real)
        real(*args, **options)
        raise Conflict("ไม่ถึงเครื่อง")

    monkeypatch.setattr(sync, "record_attempts", store_and_fail)
    device.set_offline(False)
    page.get_by_text("ผลการติดต่อ 1 รายการ").wait_for()
    page.wait_for_function("() => navigator.onLine")
    take_back(page, cases[0])
    send(page)

    assert list_states()[cases[0]] == "new"
    assert list(Attempt.objects.values_list("taken_back", flat=True)) == [True]


def test_case_that_an_older_page_noted_goes_on_in_order(place, device, cases):
    """Its row on the device knows attempts but no turns, and nothing that may be taken back."""
    page = device.start(place.one)
    load_app(page)
    device.set_offline(True)
    for _time in range(3):
        record_outcome(page, cases[0], "ไม่มีผู้รับสาย")
    page.evaluate(FORGET_TURNS, place.one.user.pk)
    record_outcome(page, cases[0], "ปฏิเสธ")
    take_back(page, cases[0])
    assert sorted(page.evaluate(LIST_TURNS, place.one.user.pk)) == [1, 2, 3, 4, 5]
    device.set_offline(False)
    send(page)

    case = Case.objects.get(pk=cases[0])
    assert (case.disposition, case.attempts_made) == ("no_answer", 3)
    assert Attempt.objects.get(taken_back=True).disposition == "refusal"


def test_late_taking_back_says_why_and_can_be_dropped(place, device, cases):
    page = device.start(place.one)
    load_app(page)
    record_outcome(page, cases[0], "ปฏิเสธ")
    send(page)
    device.set_offline(True)
    take_back(page, cases[0])
    Case.objects.filter(pk=cases[0]).update(last=None)
    device.set_offline(False)

    page.get_by_text("1 รายการ: ถอนผลไม่ได้แล้ว").wait_for()
    page.get_by_role("button", name="ลบรายการที่รับไม่ได้อีก").click()
    page.get_by_role("button", name="ยืนยันลบ 1 รายการอย่างถาวร").click()

    page.get_by_text("ไม่มีงานค้างส่งในเครื่อง").wait_for()
    get_card(page, cases[0]).wait_for(state="detached")


def test_store_that_cannot_take_answers_now_is_not_somebody_else(place, device, cases, monkeypatch):
    page = device.start(place.one)
    load_app(page)
    device.set_offline(True)
    fill_interview(page, cases[0])

    def refuse(*args, **options):
        raise Conflict("ระบบกำลังผสมคำตอบของวัน")

    real = sync.take_answers
    monkeypatch.setattr(sync, "take_answers", refuse)
    device.set_offline(False)
    page.get_by_role("button", name="ส่งงานและรับรายชื่อล่าสุด").click()
    page.get_by_text("ส่งไม่ได้ในขณะนี้").wait_for()
    assert page.get_by_text("ผู้ที่เข้าสู่ระบบอยู่ไม่ใช่").count() == 0

    monkeypatch.setattr(sync, "take_answers", real)
    send(page)
    page.get_by_text("ไม่มีงานค้างส่งในเครื่อง").wait_for()
