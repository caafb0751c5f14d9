"""Reporting pressure in a real browser, and the desk's pages."""

import pytest
from django.db import connection

from prongsai.core import clock
from prongsai.permissions.roles import Role
from tests.access.world import file_pressure
from tests.e2e.browser import assert_accessible, assert_no_sideways_scroll

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    settings.PRESSURE_KEYS = str(tmp_path / "pressure")
    settings.SURVEYS_WORK_BITS = 8
    empty()
    yield
    empty()


def empty():
    """Empty what Django does not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE pressure.keys, pressure.reports, pressure.messages, pressure.spent"
        )


def test_citizen_reports_and_reads_on_a_phone(open_page):
    page = open_page(width=390)
    page.goto("/pressure/")
    assert_accessible(page)
    assert_no_sideways_scroll(page)

    page.get_by_label("เกิดขึ้นที่หน่วยงานใด").fill("เทศบาลตำบลหนองฟ้าใส")
    page.get_by_label("บอกว่าต้องตอบอย่างไร").check()
    page.get_by_label("เล่าเพิ่มเติม").fill("เรียกประชุมแล้วบอกให้ตอบข้อสุดท้าย")
    page.get_by_role("button", name="ส่งเรื่อง").click()
    page.get_by_role("heading", name="รหัสเรื่องของท่าน").wait_for()
    assert_accessible(page)
    code = page.locator("[data-copy]").get_attribute("data-copy")

    page.goto("/pressure/case/")
    page.get_by_label("รหัสเรื่อง").fill(code)
    page.get_by_role("button", name="เปิดเรื่อง").click()
    page.get_by_text("เรียกประชุมแล้วบอกให้ตอบข้อสุดท้าย").wait_for()
    assert code not in page.url
    assert_accessible(page)
    page.get_by_label("เขียนเพิ่มเติม").fill("เกิดขึ้นอีก")
    page.get_by_role("button", name="ส่งข้อความ").click()
    page.get_by_text("ส่งข้อความแล้ว").wait_for()


def test_without_scripts_the_text_survives_the_wait(open_page):
    page = open_page(width=390, javascript=False)
    page.goto("/pressure/")
    page.get_by_label("เกิดขึ้นที่หน่วยงานใด").fill("เทศบาลตำบลหนองฟ้าใส")
    page.get_by_label("ขู่").check()
    page.get_by_role("button", name="ส่งเรื่อง").click()

    page.get_by_role("heading", name="อีกขั้นเดียว").wait_for()
    assert page.locator("input[name=what]").get_attribute("value") == "threat"


@pytest.mark.parametrize("javascript", [True, False])
def test_other_language_keeps_what_was_written(open_page, javascript):
    page = open_page(width=390, javascript=javascript)
    page.goto("/pressure/")
    page.locator("[name=agency]").fill("เทศบาลตำบลหนองฟ้าใส")
    page.locator("[name=what]").nth(3).check()
    page.locator("[name=text]").fill("บรรทัดหนึ่ง\nบรรทัดสอง")
    for language in ("en", "th"):
        page.locator(f"button[name=language][value={language}]").click()
        page.locator(f"html[lang={language}]").wait_for()
        assert page.locator("[name=agency]").input_value() == "เทศบาลตำบลหนองฟ้าใส"
        assert page.locator("[name=what]").nth(3).is_checked()
        assert page.locator("[name=text]").input_value() == "บรรทัดหนึ่ง\nบรรทัดสอง"
        assert page.locator(".is-invalid, [aria-invalid=true]").count() == 0

    page.locator("[name=agency]").press("Enter")  # sends, and never changes the language
    page.locator("html[lang=th] .copy-text, html[lang=th] h1:text('อีกขั้นเดียว')").wait_for()


@pytest.mark.parametrize(
    ("language", "theme", "width"), [("th", "light", 1280), ("en", "dark", 390)]
)
def test_pages_of_the_desk_are_accessible(make_person, open_page, language, theme, width):
    number = file_pressure()
    desk = make_person(Role.COMMISSION_OWNER, starts=clock.today())
    page = open_page(language=language, theme=theme, width=width, person=desk)

    for path in ("cases/", "cases/?closed=1", "counts/", f"cases/{number}/"):
        assert page.goto(f"/pressure/desk/{path}").status == 200, path
        assert_accessible(page)
        assert_no_sideways_scroll(page)
