"""A respondent's way through the real intake, on a phone, in Thai: every way of answering."""

import re
import time

import psycopg
import pytest
import time_machine
from playwright.sync_api import expect

from prongsai.core.actor import SYSTEM
from prongsai.surveys.intake.connection import get_address
from prongsai.surveys.selectors.channels import find_channel
from prongsai.surveys.services.codes import cancel_unused_codes, issue_codes
from prongsai.surveys.services.mixing import mix
from tests.surveys.respondents import (
    PHONE,
    RECEIPT,
    answer_all,
    count_lines,
    count_spends,
    list_ticked,
    read_receipt,
    read_storage,
    send,
    wait_for_page,
)

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_code_from_an_envelope_leads_to_a_receipt_that_is_found_after_mixing(visit, code):
    page = visit("/s/")
    wrong = ("2" if code[0] != "2" else "3") + code[1:]
    page.get_by_label("รหัส", exact=True).fill(wrong)
    page.get_by_role("button", name="ไปต่อ").click()
    page.get_by_role("alert").get_by_text("รหัสนี้ไม่ถูกต้อง").wait_for()
    assert page.get_by_label("รหัส", exact=True).input_value() == wrong

    typed = f"{code[:6]}-{code[6:12]} {code[12:]}".lower()
    page.get_by_label("รหัส", exact=True).fill(typed)
    page.get_by_role("button", name="ไปต่อ").click()
    page.get_by_role("heading", name="เทศบาลตำบลหนองฟ้าใส").wait_for()
    answer_all(page)
    send(page)
    receipt = read_receipt(page)
    mix(everything=True)

    page.get_by_role("link", name="/receipts/").click()
    page.get_by_label("รหัสใบรับ").fill(receipt.lower())
    page.get_by_role("button", name="ตรวจใบรับ").click()
    page.get_by_text("ถูกนับแล้ว").wait_for()


def test_open_link_is_paid_with_work_done_beside_the_page(visit, link):
    page = visit(link)
    statuses = []
    page.on("response", lambda reply: statuses.append((reply.request.method, reply.status)))

    answer_all(page)
    send(page)
    read_receipt(page)

    assert ("POST", 200) in statuses
    assert ("POST", 428) not in statuses


def test_open_link_without_script_waits_and_loses_nothing(visit, link, monkeypatch):
    monkeypatch.setattr("prongsai.surveys.intake.limits.LANE_LEAST", 300)
    page = visit(link, javascript=False)
    assert page.locator("noscript p").bounding_box()["height"] > 20
    answer_all(page)
    page.locator("[name=told]").last.check()
    count = count_lines(page)
    send(page)

    wait_for_page(page, "body.waiting")
    page.get_by_role("heading", name="อีกขั้นเดียว").wait_for()
    assert page.get_by_role("timer").text_content() in {"5 นาที 0 วินาที", "5 นาที 1 วินาที"}
    assert page.locator("[type=hidden][name=told]").get_attribute("value") == "2"
    with page.expect_navigation() as early:
        send(page)
    assert early.value.status == 428
    assert page.locator("[type=hidden][name^=q]").count() == count
    with time_machine.travel(time.time() + 301):
        send(page)
        read_receipt(page)

    assert count_spends() == 1


def test_missing_answers_are_listed_and_may_be_left_out_knowingly(visit, code):
    page = visit(f"/s/{code}")
    answer_all(page, leave_out={3, 7})
    page.locator("[name=told]").last.check()
    for pick in page.locator("select").all():
        pick.select_option(index=1)
    given = list_ticked(page)
    send(page)

    problem = page.locator("#problem")
    problem.get_by_role("heading", name="ยังไม่ได้ตอบ 2 ข้อ").wait_for()
    expect(problem).to_be_focused()
    assert list_ticked(page) == given
    problem.get_by_role("link", name="ข้อ 8").click()
    assert page.locator("#q7").evaluate("each => each.getBoundingClientRect().top") > 0
    assert page.locator("#q7").get_by_text("ยังไม่ได้ตอบข้อนี้").is_visible()
    assert count_spends() == 0

    page.get_by_label("ขอเว้นข้อที่ยังไม่ได้ตอบ").check()
    send(page)
    read_receipt(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_cancelled_slip_gives_way_to_a_new_one_with_every_answer(visit, unit, code, javascript):
    page = visit(f"/s/{code}", javascript=javascript)
    answer_all(page)
    page.locator("[name=told]").last.check()
    given = list_ticked(page)
    channel = find_channel(code[:6])
    cancel_unused_codes(SYSTEM, channel_id=channel.id)
    send(page)

    page.get_by_role("heading", name="ไม่พบรหัสนี้").wait_for()
    page.wait_for_load_state("load")
    field = page.get_by_label("รหัส", exact=True)
    assert field.input_value() == code
    field.fill("")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    fields = page.locator("main [type=hidden]:not([name=pace])").evaluate_all(
        "all => all.map(e => [e.name, e.value])"
    )
    assert sorted(fields) == sorted(given)
    new = issue_codes(SYSTEM, channel_id=channel.id, count=1)[0]
    field.fill(f"{new[:6]} {new[6:]}".lower())
    send(page)

    read_receipt(page)
    assert count_spends() == 1
    assert "draft" not in read_storage(page)


def test_spent_slip_is_told_and_a_new_one_taken_without_script(visit, unit, code):
    page = visit(f"/s/{code}", javascript=False)
    answer_all(page)
    send(page)
    first = read_receipt(page)

    page.goto(f"/s/{code}")
    answer_all(page)
    send(page)
    page.get_by_text("โปรดขอซองใหม่").wait_for()
    assert read_receipt(page) == first
    new = issue_codes(SYSTEM, channel_id=find_channel(code[:6]).id, count=1)[0]
    page.locator("summary").click()
    page.get_by_label("รหัส", exact=True).fill(new)
    send(page)

    page.wait_for_function("first => !document.body.innerText.includes(first)", arg=first)
    assert read_receipt(page) != first
    assert count_spends() == 2


def test_draft_comes_back_and_is_gone_after_sending(visit, code):
    page = visit(f"/s/{code}")
    for at in range(3):
        page.locator(f"#q{at} input").nth(1).check()
    given = list_ticked(page)
    context, address = page.context, page.url
    page.close()

    page = context.new_page()
    page.goto(address)
    assert list_ticked(page) == []
    page.get_by_role("button", name="ตอบต่อจากเดิม").click()
    assert list_ticked(page) == given
    assert page.locator("#done").text_content() == "3"

    answer_all(page)
    send(page)
    read_receipt(page)
    assert "draft" not in read_storage(page)
    page.goto(address)
    assert page.locator("#draft").is_hidden()


def test_a_draft_that_nobody_came_back_for_leaves_the_device(visit, code, link):
    page = visit(f"/s/{code}")
    page.locator("#q0 input").nth(1).check()
    page.goto(link)
    assert code in read_storage(page)

    page.evaluate(
        "for (const key of Object.keys(localStorage).filter(each => each.includes('draft')))"
        ' localStorage[key] = localStorage[key].replace(/"at":\\d+/, \'"at":1\')'
    )
    page.reload()

    assert code not in read_storage(page)


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("place", ["code", "kiosk"])
def test_other_language_keeps_the_answers(visit, request, place, javascript):
    path = request.getfixturevalue(place)
    page = visit(path if place == "kiosk" else f"/s/{path}", javascript=javascript)
    asked = []
    page.on("request", lambda each: asked.append(each.url))
    for at in range(3):
        page.locator(f"#q{at} input").nth(1).check()
    page.locator("[name=told]").last.check()
    page.locator("select").first.select_option(index=1)
    given = list_ticked(page)

    for language, name in (("en", "English"), ("th", "ไทย")):
        page.get_by_role("button", name=name).click()
        wait_for_page(page, f"html[lang={language}]")
        assert list_ticked(page) == given
        assert page.locator("#problem").count() == 0

    assert not any("q0" in url for url in asked)
    assert not any("q0" in each["value"] for each in page.context.cookies())
    assert count_spends() == 0
    if place == "kiosk" and javascript:
        assert '"q0"' not in read_storage(page)
        page.reload()
        assert list_ticked(page) == []


def test_enter_never_changes_the_language(visit, code):
    page = visit(f"/s/{code}", javascript=False)
    page.locator("#q0 input").first.press("Enter")

    page.locator("html[lang=th] #problem").wait_for()


def test_second_answer_of_a_device_tells_how_long_it_waits(visit, link):
    page = visit(link)
    answer_all(page)
    send(page)
    read_receipt(page)

    page.goto(link)
    page.clock.install()
    answer_all(page, leave_out={0})
    send(page)  # what is incomplete comes back at once
    wait_for_page(page, "#problem")
    page.locator("#q0 input").first.check()
    pretend_to_have_sent_just_now(page)
    send(page)
    page.get_by_text("เครื่องนี้เพิ่งส่งคำตอบ").wait_for()
    assert re.fullmatch(r"(\d นาที )?\d+ วินาที", page.get_by_role("timer").text_content())
    page.clock.fast_forward(121_000)
    read_receipt(page)

    assert count_spends() == 2


def pretend_to_have_sent_just_now(page):
    """Forget how long the test has taken since the device last sent something."""
    page.evaluate(
        "for (const key of Object.keys(localStorage).filter(each => each.includes('sent:')))"
        " localStorage[key] = Date.now()"
    )


def test_kiosk_starts_empty_for_the_next_person(visit, kiosk, monkeypatch):
    monkeypatch.setattr("prongsai.surveys.intake.state.KIOSK_SECONDS", 2)
    page = visit(kiosk)
    # However slow the test: the page itself says what it shows before it goes.
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () =>"
        " console.log(document.querySelector('.receipt .code')?.textContent))"
    )
    sent = []
    page.on("request", lambda each: each.method == "POST" and sent.append(each.method))
    answer_all(page, leave_out={2})
    send(page)
    wait_for_page(page, "#problem")
    assert '"q0"' not in read_storage(page)
    page.locator("#q2 input").first.check()
    with page.expect_console_message(lambda said: RECEIPT.fullmatch(said.text)) as shown:
        send(page)
    receipt = shown.value.text

    wait_for_page(page, "body.form")  # by itself
    assert list_ticked(page) == []
    assert page.locator("#draft").is_hidden()
    assert "q0" not in read_storage(page)
    for _ in range(2):
        page.go_back()
        page.reload()  # sends nothing again
        wait_for_page(page, "body.form")
        assert list_ticked(page) == []
        assert receipt not in page.content()
    assert sent == ["POST", "POST"]


def test_kiosk_clears_what_somebody_left_behind(visit, kiosk):
    page = visit(kiosk)
    page.clock.install()
    page.goto(f"{kiosk}?lang=en")
    answer_all(page, leave_out={2})
    send(page)
    wait_for_page(page, "#problem")

    page.clock.fast_forward(91_000)
    page.locator("#idle").wait_for()
    page.clock.fast_forward(31_000)
    page.locator("#problem").wait_for(state="detached")

    wait_for_page(page, "html[lang=th] body.form")
    assert list_ticked(page) == []


def test_keyboard_alone_is_enough(visit, code):
    page = visit("/s/")
    press_until(page, "each.id === 'code'")
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    wait_for_page(page, "#form")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")

    for at in range(count_lines(page)):
        press_until(page, f"each.name === 'q{at}'")
        page.keyboard.press("ArrowDown" if at % 2 else "Space")
        assert page.locator(f"#q{at} input").nth(at % 2).is_checked()
        assert page.evaluate(
            "document.activeElement.getBoundingClientRect().top"
            " >= document.querySelector('.top').getBoundingClientRect().bottom"
        )
    press_until(page, "each.matches('.button.main')")
    page.keyboard.press("Enter")
    read_receipt(page)


def press_until(page, wanted):
    """Press Tab until the focused element is WANTED."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate(f"(each => {wanted})(document.activeElement)"):
            return
    raise AssertionError(wanted)


def test_busy_page_keeps_the_answers_and_sends_them_by_itself(visit, code, monkeypatch):
    monkeypatch.setattr("prongsai.surveys.intake.store.PATIENCE", 1.0)
    monkeypatch.setattr("prongsai.surveys.intake.retry.BUSY_SECONDS", 1)
    page = visit(f"/s/{code}")
    answer_all(page)
    count = count_lines(page)

    with psycopg.connect(get_address()) as other:
        other.execute("LOCK TABLE ledger.spends IN EXCLUSIVE MODE")
        send(page)
        page.get_by_role("heading", name="มีผู้ตอบพร้อมกันจำนวนมาก").wait_for()
        expect(page.locator("[type=hidden][name^=q]")).to_have_count(count)
    read_receipt(page)

    assert count_spends() == 1
