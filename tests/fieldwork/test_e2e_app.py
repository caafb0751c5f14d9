"""A day without a network, killed browsers, shared phones: every interview counts once."""

from collections import Counter

import pytest

from prongsai.core.errors import Conflict
from prongsai.fieldwork.models import Attempt, Case
from prongsai.fieldwork.rules.sealing import Interview, new_key_pair, open_interview
from prongsai.fieldwork.services import sync
from prongsai.fieldwork.web import app
from prongsai.surveys.selectors.counts import get_counts
from tests.e2e.browser import assert_accessible, assert_no_sideways_scroll
from tests.fieldwork.devices import (
    answer_questions,
    fill_interview,
    get_card,
    load_app,
    record_outcome,
    reopen,
    send,
    set_pin,
    unlock,
)

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def count(place):
    channel = place.field.agency.interview_channel
    return get_counts([channel])[channel]


def count_attempts():
    return Counter(Attempt.objects.values_list("case_id", flat=True))


def test_day_without_a_network_counts_everything_once(place, device, cases):
    page = device.start(place.one)
    load_app(page)
    assert_accessible(page)
    assert_no_sideways_scroll(page)

    device.set_offline(True)
    page.reload()
    unlock(page)
    fill_interview(page, cases[0])
    fill_interview(page, cases[1])
    page.get_by_text("คำตอบ 2 ชุด").wait_for()
    assert Attempt.objects.count() == 0

    # The restart ended the session too: the interviewer signs in again before sending.
    page = device.start()
    device.set_offline(True)
    reopen(page)
    page.get_by_text("คำตอบ 2 ชุด").wait_for()
    fill_interview(page, cases[2])
    device.set_offline(False)
    page.get_by_role("button", name="ส่งงานและรับรายชื่อล่าสุด").click()
    page.get_by_text("หมดเวลาเข้าสู่ระบบ").wait_for()
    assert Attempt.objects.count() == 0

    device.sign_in(place.one)
    send(page)
    page.get_by_text("ไม่มีงานค้างส่งในเครื่อง").wait_for()
    send(page)
    assert count(place) == 3
    assert count_attempts() == dict.fromkeys(cases, 1)


@pytest.mark.parametrize("what", ["record_attempts", "take_answers"])
@pytest.mark.parametrize("has_committed", [True, False])
def test_browser_killed_while_sending(place, device, cases, monkeypatch, what, has_committed):
    """The battery falls out when the server has stored everything, or just before it does."""
    page = device.start(place.one)
    load_app(page)
    device.set_offline(True)
    for case in cases:
        fill_interview(page, case)
    real = getattr(sync, what)

    def store_and_kill(*args, **options):
        monkeypatch.setattr(sync, what, real)
        if not has_committed:
            device.kill()
            raise Conflict("ไม่ได้เก็บ")
        taken = real(*args, **options)
        device.kill()
        return taken

    monkeypatch.setattr(sync, what, store_and_kill)
    with device.context.expect_event("close"):
        device.set_offline(False)
    is_stored = count(place) if what == "take_answers" else Attempt.objects.count()
    assert is_stored == (3 if has_committed else 0)

    page = device.start(place.one)
    reopen(page)
    send(page)
    page.get_by_text("ไม่มีงานค้างส่งในเครื่อง").wait_for()
    assert count(place) == 3
    assert count_attempts() == dict.fromkeys(cases, 1)


def test_unfinished_interview_survives_a_killed_browser(place, device, cases):
    page = device.start(place.one)
    load_app(page)
    device.set_offline(True)
    get_card(page, cases[0]).get_by_role("button", name="สัมภาษณ์").click()
    answer_questions(page, 4)
    page.get_by_text("ตอบแล้ว 4").wait_for()
    page.get_by_role("button", name="พักไว้").click()
    get_card(page, cases[0]).get_by_role("button", name="สัมภาษณ์ต่อ").wait_for()
    with device.context.expect_event("close"):
        device.kill()

    page = device.start()
    device.set_offline(True)
    reopen(page)
    get_card(page, cases[0]).get_by_role("button", name="สัมภาษณ์ต่อ").click()
    page.get_by_text("ตอบแล้ว 4").wait_for()
    page.get_by_role("button", name="ลบคำตอบข้อ 1", exact=True).click()
    page.get_by_text("ตอบแล้ว 3").wait_for()
    assert_accessible(page)


def test_outcomes_of_a_day_reach_the_call_list(place, device, cases):
    page = device.start(place.one)
    load_app(page)
    device.set_offline(True)
    get_card(page, cases[0]).get_by_role("button", name="บันทึกผลการติดต่อ").click()
    page.get_by_role("button", name="บันทึก", exact=True).click()
    page.get_by_text("เลือกผลของการติดต่อ").wait_for()
    page.get_by_label("นัดติดต่อใหม่").check()
    page.get_by_role("button", name="บันทึก", exact=True).click()
    page.get_by_text("ใส่วันและเวลานัด").wait_for()
    assert_accessible(page)
    page.get_by_label("เวลานัด").select_option("10:30")
    page.get_by_role("button", name="บันทึก", exact=True).click()
    page.get_by_text("เวลา 10.30 น.").wait_for()
    record_outcome(page, cases[0], "ไม่มีผู้รับสาย")
    record_outcome(page, cases[1], "สื่อสารภาษากันไม่ได้")

    device.set_offline(False)
    send(page)

    states = dict(Case.objects.values_list("pk", "disposition"))
    assert states == {cases[0]: "no_answer", cases[1]: "language", cases[2]: "new"}
    assert count_attempts() == {cases[0]: 2, cases[1]: 1}


def test_interview_under_half_is_broken_off_and_says_so(place, device, cases):
    page = device.start(place.one)
    load_app(page)
    get_card(page, cases[0]).get_by_role("button", name="สัมภาษณ์").click()
    answer_questions(page, 2)
    page.get_by_role("button", name="จบการสัมภาษณ์").click()
    page.get_by_text("ไม่เก็บคำตอบ").wait_for()
    page.get_by_label("ผู้ให้สัมภาษณ์ขอเว้นข้อที่เหลือ").check()
    page.get_by_role("button", name="จบการสัมภาษณ์").click()
    send(page)

    assert Case.objects.get(pk=cases[0]).disposition == "break_off"
    assert count(place) == 0


def test_two_people_share_a_phone(place, device, cases):
    """The second sees nothing of the first, sends nothing of hers, and loses nothing."""
    Case.objects.filter(pk=cases[2]).update(interviewer=place.two.user)
    page = device.start(place.one)
    load_app(page)
    device.set_offline(True)
    fill_interview(page, cases[0])

    device.hand_to(place.two)
    page.get_by_text("ผู้ที่เข้าสู่ระบบอยู่ไม่ใช่").wait_for()
    assert Attempt.objects.count() == 0

    page.get_by_role("button", name="ล็อกหน้าจอ").click()
    set_pin(page, "246802")
    get_card(page, cases[2]).wait_for()
    assert get_card(page, cases[1]).count() == 0
    page.get_by_text("ไม่มีงานค้างส่งในเครื่อง").wait_for()
    fill_interview(page, cases[2])
    send(page)
    assert (count(place), count_attempts()) == (1, {cases[2]: 1})

    device.set_offline(True)
    page.get_by_role("button", name="ล็อกหน้าจอ").click()
    page.get_by_role("heading", name="ใครใช้เครื่องนี้").wait_for()
    assert_accessible(page)
    page.get_by_role("button", name=place.one.user.full_name).click()
    unlock(page)
    page.get_by_text("คำตอบ 1 ชุด").wait_for()
    device.hand_to(place.one)
    send(page)
    assert (count(place), count_attempts()) == (2, {cases[0]: 1, cases[2]: 1})


def test_full_phone_keeps_the_interview_on_the_screen(place, device, cases):
    page = device.start(place.one)
    load_app(page)
    get_card(page, cases[0]).get_by_role("button", name="สัมภาษณ์").click()
    answer_questions(page)
    page.get_by_role("button", name="พักไว้").click()  # until then every draft is on the disk
    get_card(page, cases[0]).get_by_role("button", name="สัมภาษณ์ต่อ").click()
    page.get_by_role("heading", name="แบบสัมภาษณ์").wait_for()
    page.evaluate(
        "() => { const store = IDBObjectStore.prototype; window.realPut = store.put;"
        " store.put = () => { throw new DOMException('', 'QuotaExceededError'); } }"
    )
    page.get_by_role("button", name="จบการสัมภาษณ์").click()
    page.get_by_text("เก็บลงเครื่องไม่ได้").wait_for()

    page.evaluate("() => { IDBObjectStore.prototype.put = window.realPut; }")
    page.get_by_role("button", name="จบการสัมภาษณ์").click()
    send(page)
    assert (count(place), count_attempts()) == (1, {cases[0]: 1})


def test_new_version_of_the_app_leaves_what_waits(place, device, cases, monkeypatch):
    page = device.start(place.one)
    load_app(page)
    device.set_offline(True)
    fill_interview(page, cases[0])
    device.sign_out()
    device.set_offline(False)
    before = page.evaluate("caches.keys()")
    monkeypatch.setattr(app, "_list_all_phrases", lambda: "other words")

    page.evaluate("navigator.serviceWorker.ready.then((one) => one.update())")
    page.wait_for_function(
        "(old) => caches.keys().then((now) => !now.includes(old))", arg=before[0]
    )
    device.set_offline(True)
    reopen(page)
    page.get_by_text("คำตอบ 1 ชุด").wait_for()


def test_forgotten_pin_takes_the_list_and_leaves_what_waits(place, device, cases):
    page = device.start(place.one)
    load_app(page)
    device.set_offline(True)
    fill_interview(page, cases[0])
    page.get_by_role("button", name="ล็อกหน้าจอ").click()
    for left in (4, 3, 2, 1):
        unlock(page, "000000")
        page.get_by_text(f"ลองได้อีก {left} ครั้ง").wait_for()
    unlock(page, "000000")
    page.get_by_text("ครั้งแรกต้องเปิดเมื่อมีสัญญาณ").wait_for()
    page.get_by_text("คำตอบ 1 ชุด").wait_for()

    device.set_offline(False)
    set_pin(page, "111222")
    send(page)
    assert (count(place), count_attempts()) == (1, {cases[0]: 1})


def test_both_sides_seal_alike(place, device):
    """What seal.js closes, the server opens, byte by byte as it was given."""
    private, public = new_key_pair()
    page = device.start(place.one)
    page.goto("/fieldwork/app/")
    given = [
        Interview(1, 255, 0, bytes(range(9)), b""),
        Interview(2**32 - 1, 255, 4, b"\xff" * 30, b"\x05\xff\x00"),
        Interview(70_000, 255, 2, b"\x01", b"\x02"),
    ]
    for each in given:
        sealed = page.evaluate(
            "([agency, answers, profile, pace, id, bytes]) => field.sealInterview("
            "{ agency, answers, profile, pace },"
            " { id, public: btoa(String.fromCharCode(...bytes)) })",
            [each.agency_id, [*each.answers], [*each.profile], each.pace, 12, [*public]],
        )
        body = app.base64.b64decode(sealed["body"])
        assert open_interview(body, private_key=private, key_id=12) == each
