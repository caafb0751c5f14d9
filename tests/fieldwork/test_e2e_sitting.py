"""One interviewer, one phone, six people in one sitting; then everything goes wrong at once."""

from collections import Counter

import pytest

from prongsai.fieldwork.models import Attempt, Case
from prongsai.fieldwork.services import sync
from prongsai.fieldwork.services.cases import reopen_cases
from prongsai.surveys.services.mixing import mix
from tests.factories.surveys import list_sheets
from tests.fieldwork.devices import (
    answer_questions,
    fill_interview,
    get_card,
    load_app,
    record_outcome,
    reopen,
    send,
)
from tests.fieldwork.test_services_sync import FORM, dump

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def six(place):
    """Return the cases of the call list, six of them."""
    agency, one = place.field.agency, place.one.user
    Case.objects.bulk_create(
        Case(agency=agency, telephone=f"0200001{at:03}", interviewer=one) for at in range(3)
    )
    return list(Case.objects.order_by("pk").values_list("pk", flat=True))


def test_six_people_in_one_sitting_and_a_telephone_that_dies(place, device, six, monkeypatch):
    page = device.start(place.one)
    load_app(page)
    device.set_offline(True)
    meet_all(page, six)
    page = device.start()
    device.set_offline(True)
    reopen(page)
    finish_paused(page, six[1])
    kill_while_sending(device, page, place.one, monkeypatch)
    page = device.start(place.one)
    reopen(page)
    send(page)
    page.get_by_text("ไม่มีงานค้างส่งในเครื่อง").wait_for()

    said = ["complete", "complete", "refusal", "non_contact", "wrong_number", "appointment"]
    assert list_states() == dict(zip(six, said, strict=True))
    assert Counter(Attempt.objects.values_list("case_id", flat=True)) == dict.fromkeys(six, 1)
    one, mistake = place.field.round.pk, six[2]
    reopen_cases(place.lead.actor, round_id=one, case_ids=[mistake], reason="กดผิดปุ่ม")
    send(page)
    fill_interview(page, mistake)
    send(page)

    assert list_states()[mistake] == "complete"
    mix(everything=True)
    assert [row[-1] for row in list_sheets()] == [bytes(len(FORM.lines))] * 3
    assert_no_number_beside_answers()


def meet_all(page, six):
    """Ask one person to the end and one half-way, and reach nobody four times."""
    whole, paused, refused, absent, wrong, later = six
    fill_interview(page, whole)
    get_card(page, paused).get_by_role("button", name="สัมภาษณ์").click()
    answer_questions(page, 4)
    page.get_by_text("ตอบแล้ว 4").wait_for()
    page.get_by_role("button", name="พักไว้").click()
    record_outcome(page, refused, "ปฏิเสธ")
    record_outcome(page, absent, "ไม่พบผู้ให้สัมภาษณ์")
    record_outcome(page, wrong, "หมายเลขใช้ไม่ได้หรือผิดหมายเลข")
    make_appointment(page, later)


def finish_paused(page, case):
    get_card(page, case).get_by_role("button", name="สัมภาษณ์ต่อ").click()
    page.get_by_text("ตอบแล้ว 4").wait_for()
    answer_questions(page)
    page.get_by_role("button", name="จบการสัมภาษณ์").click()
    page.get_by_text("คำตอบ 2 ชุด ผลการติดต่อ 6 รายการ").wait_for()


def make_appointment(page, case):
    get_card(page, case).get_by_role("button", name="บันทึกผลการติดต่อ").click()
    page.get_by_label("นัดติดต่อใหม่").check()
    page.get_by_label("เวลานัด").select_option("10:30")
    page.get_by_role("button", name="บันทึก", exact=True).click()
    page.get_by_text("เวลา 10.30 น.").wait_for()


def kill_while_sending(device, page, person, monkeypatch):
    """Let the server commit the interviews; the telephone dies before it hears of it."""
    real = sync.take_answers

    def store_and_kill(*args, **options):
        monkeypatch.setattr(sync, "take_answers", real)
        taken = real(*args, **options)
        device.kill()
        return taken

    monkeypatch.setattr(sync, "take_answers", store_and_kill)
    device.sign_in(person)
    with device.context.expect_event("close"):
        device.set_offline(False)
        page.get_by_role("button", name="ส่งงานและรับรายชื่อล่าสุด").click(no_wait_after=True)


def list_states():
    return dict(Case.objects.values_list("pk", "disposition"))


def assert_no_number_beside_answers():
    numbers = set(Case.objects.values_list("telephone", flat=True))
    tables = dump()
    assert all(number in tables["public.fieldwork_case"] for number in numbers)
    others = [text for name, text in tables.items() if name != "public.fieldwork_case"]
    assert not any(number in text for number in numbers for text in others)
