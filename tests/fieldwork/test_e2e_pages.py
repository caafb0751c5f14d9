"""Every page for axe and narrow screens; paper keyed by two people who touch no mouse."""

import pytest

from prongsai.fieldwork.models import Agency, Bundle, Case
from prongsai.surveys.selectors.counts import get_counts
from prongsai.surveys.services.mixing import mix
from tests.e2e.browser import assert_accessible, assert_no_sideways_scroll
from tests.factories.fieldwork import make_bundle
from tests.factories.surveys import list_sheets
from tests.fieldwork.test_services_paper import form, key

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
LOOKS = [("th", 390, "light"), ("en", 1280, "dark")]


@pytest.mark.parametrize(("language", "width", "theme"), LOOKS)
def test_pages_are_accessible_and_fit(place, open_page, language, width, theme):
    waiting = make_bundle(place.field, number="ก-1")
    differing = make_bundle(place.field, number="ก-2", count=1)
    key(place.one, differing, form(0))
    key(place.two, differing, form(0, q1=1))
    one = place.field.round.pk
    leads = ["", "new/", *(f"{one}/{page}" for page in LEAD_PAGES)]
    looks = {"language": language, "width": width, "theme": theme}
    lead = open_page(person=place.lead, **looks)
    clerk = open_page(person=place.one, **looks)
    for page, path in [
        *((lead, path) for path in leads),
        *((clerk, path) for path in ("mine/", f"paper/{waiting}/", f"paper/{waiting}/key/")),
        (clerk, f"paper/{differing}/"),
        (lead, f"paper/{waiting}/discard/"),
        (clerk, f"app/?lang={language}"),
    ]:
        page.goto(f"/fieldwork/{path}")
        assert_accessible(page)
        assert_no_sideways_scroll(page)


LEAD_PAGES = (
    *("", "agencies/", "people/", "cases/", "cases/import/", "close/"),
    *("paper/", "paper/new/"),
)


def test_case_is_opened_again_with_few_clicks(place, open_page):
    refused = place.field.cases[1]
    Case.objects.filter(pk=refused.pk).update(disposition="refusal")
    page = open_page(person=place.lead, width=390)
    page.goto(f"/fieldwork/{place.field.round.pk}/cases/?state=refusal")

    page.get_by_role("checkbox").last.check()
    page.get_by_role("button", name="เปิดให้ติดต่อใหม่").click()
    page.get_by_role("button", name="เปิดให้ติดต่อใหม่").click()
    page.locator(".field-wrong").wait_for()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.get_by_label("เหตุผล").fill("กดผิดปุ่ม")
    page.get_by_role("button", name="เปิดให้ติดต่อใหม่").click()

    page.get_by_text("เปิดให้ติดต่อใหม่แล้ว 1 ราย").wait_for()
    refused.refresh_from_db()
    assert refused.disposition == "reopened"


def test_chosen_cases_are_handed_to_one_of_many(place, open_page):
    page = open_page(person=place.lead, width=390)
    page.goto(f"/fieldwork/{place.field.round.pk}/cases/")
    hand_out = page.get_by_role("button", name="มอบหมาย")
    assert hand_out.is_disabled()

    page.get_by_role("checkbox").last.check()
    page.get_by_label("เลือกผู้สัมภาษณ์").select_option(str(place.two.user.pk))
    hand_out.click()

    page.get_by_text("มอบหมายแล้ว 1 ราย").wait_for()
    assert Case.objects.filter(interviewer=place.two.user).count() == 1


def type_forms(page, *forms):
    for body in forms:
        page.get_by_role("button", name="บันทึกใบนี้").wait_for()
        for at, digit in enumerate(body):
            page.wait_for_function(
                "(at) => document.activeElement.name === `q${at}`", arg=at, polling=20
            )
            page.keyboard.type(digit)
        with page.expect_navigation():
            page.keyboard.press("Enter")


def test_paper_is_keyed_with_the_keyboard_alone(place, open_page):
    bundle = make_bundle(place.field, count=2)
    size = len(form(0))
    plain, other = "1" * size, "๒" + "1" * (size - 1)
    first = open_page(person=place.one)
    first.goto(f"/fieldwork/paper/{bundle}/key/")
    first.keyboard.type("9")
    first.get_by_text("พิมพ์เลข 0 ถึง").wait_for()
    type_forms(first, plain, other)
    first.get_by_text("รอบที่สองต้องเป็นอีกคนหนึ่ง").wait_for()

    second = open_page(person=place.two)
    second.goto(f"/fieldwork/paper/{bundle}/key/")
    second.keyboard.type("1")
    second.keyboard.press("Backspace")
    type_forms(second, plain, plain)
    second.get_by_text("ต่างกัน 1 ข้อ").wait_for()
    second.keyboard.type("1")
    second.keyboard.press("Backspace")
    second.keyboard.type("2")
    with second.expect_navigation():
        second.keyboard.press("Enter")

    second.get_by_text("คำตอบของชุดนี้เข้าระบบแล้ว").wait_for()
    assert Bundle.objects.get().state == "sent"
    channel = Agency.objects.get().paper_channel
    assert get_counts([channel]) == {channel: 2}
    mix(everything=True)
    assert sorted(row[-1][0] for row in list_sheets()) == [0, 1]
