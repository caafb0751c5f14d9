"""Components under the hands of a reader: with a script, without one, by keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import OpenPage, assert_accessible, assert_no_sideways_scroll

pytestmark = pytest.mark.e2e


def get_names(page: Page) -> list[str]:
    return page.locator("#bodies tbody .cell-first a").all_inner_texts()


def test_sorting_replaces_only_the_table_and_goes_into_the_address(browser_page: Page):
    browser_page.goto("/styleguide")
    browser_page.evaluate("window.untouched = true")

    browser_page.get_by_role("link", name="ผู้ตอบ (คน)").click()

    expect(browser_page.locator("th[aria-sort=ascending]")).to_contain_text("ผู้ตอบ")
    expect(browser_page).to_have_url(re.compile(r"\?sort=answers$"))
    assert browser_page.evaluate("window.untouched")

    browser_page.go_back()

    expect(browser_page.locator("th[aria-sort=ascending]")).to_contain_text("หน่วยงาน")


def test_search_answers_while_typing_and_keeps_the_place(browser_page: Page):
    browser_page.goto("/styleguide")

    browser_page.get_by_label("ค้นหาชื่อหน่วยงาน").press_sequentially("ท่าช้างคู่")

    expect(browser_page.locator(".chip")).to_contain_text("ท่าช้างคู่")
    assert all("ท่าช้างคู่" in name for name in get_names(browser_page))
    expect(browser_page.get_by_label("ค้นหาชื่อหน่วยงาน")).to_be_focused()


def test_table_works_without_a_script(open_page: OpenPage):
    page = open_page(javascript=False)
    page.goto("/styleguide")

    page.get_by_label("อำเภอ", exact=True).select_option("ห้วยน้ำใส")
    page.get_by_label("ค้นหาชื่อหน่วยงาน").fill("สันทราย")
    page.get_by_role("button", name="ค้นหา").click()

    expect(page.locator(".chip")).to_have_count(2)
    assert all("สันทราย" in name for name in get_names(page))

    page.get_by_role("link", name="ล้างทั้งหมด").click()
    page.get_by_role("link", name="2", exact=True).click()

    expect(page.locator(".table-range")).to_contain_text("แสดง 9–16 จาก 64 รายการ")


def test_selected_rows_are_counted_and_the_buttons_wait_for_them(browser_page: Page):
    browser_page.goto("/styleguide")
    button = browser_page.get_by_role("button", name="ส่งหนังสือเตือน")
    expect(button).to_be_disabled()

    browser_page.get_by_label("เลือกทุกรายการในหน้านี้").check()

    expect(browser_page.locator("[data-bulk-count]")).to_have_text("เลือกแล้ว 8")
    expect(button).to_be_enabled()

    browser_page.locator("[name=selected]").first.uncheck()

    expect(browser_page.locator("[data-bulk-count]")).to_have_text("เลือกแล้ว 7")


def test_theme_changes_at_once_and_is_remembered(browser_page: Page):
    browser_page.goto("/styleguide")

    browser_page.locator(".theme-menu summary").click()
    browser_page.get_by_role("button", name="มืด").click()

    expect(browser_page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    browser_page.reload()
    expect(browser_page.locator("html")).to_have_attribute("data-bs-theme", "dark")


@pytest.mark.parametrize("javascript", [True, False])
def test_language_changes_and_stays_on_the_page(open_page: OpenPage, javascript: bool):
    page = open_page(javascript=javascript)
    page.goto("/styleguide?sort=score")

    page.get_by_role("button", name="English").click()

    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith("/styleguide?sort=score")


def test_dialog_names_the_act_and_gives_the_focus_back(browser_page: Page):
    browser_page.goto("/styleguide")
    trigger = browser_page.get_by_role("link", name="นำหน่วยงานออก")

    trigger.click()

    dialog = browser_page.get_by_role("dialog", name="นำหน่วยงานออกจากรอบการประเมินหรือไม่")
    expect(dialog).to_be_visible()
    assert_accessible(browser_page, within="dialog[open]")
    browser_page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(trigger).to_be_focused()


def test_dialog_is_a_page_without_a_script(open_page: OpenPage):
    page = open_page(javascript=False)
    page.goto("/styleguide")

    page.get_by_role("link", name="นำหน่วยงานออก").click()
    page.get_by_role("button", name="นำหน่วยงานออก").click()

    expect(page.locator(".messages")).to_contain_text("นำหน่วยงานตัวอย่างออกแล้ว")


@pytest.mark.parametrize("javascript", [True, False])
def test_branch_is_loaded_when_it_is_opened(open_page: OpenPage, javascript: bool):
    page = open_page(javascript=javascript)
    page.goto("/styleguide")

    page.locator("summary", has_text="อำเภอห้วยน้ำใส").click()
    if not javascript:
        page.get_by_role("link", name="แสดงหน่วยงานข้างใต้").click()

    expect(page.get_by_role("link", name="เทศบาลตำบลท่าช้างคู่").last).to_be_visible()


def test_line_of_a_tree_is_a_link_beside_its_toggle(browser_page: Page):
    browser_page.goto("/styleguide")
    below = browser_page.locator("#tree").get_by_role("link", name="หนองกระทุ่มใหญ่พัฒนา")
    expect(below).to_be_visible()

    browser_page.locator(".tree-toggle").click()

    expect(below).to_be_hidden()
    assert "#tree" not in browser_page.url


@pytest.mark.parametrize("javascript", [True, False])
def test_menu_of_a_phone_opens(open_page: OpenPage, javascript: bool):
    page = open_page(width=390, javascript=javascript)
    page.goto("/styleguide/frame")
    entry = page.get_by_role("link", name="บุคคลและสิทธิ์")
    expect(entry).to_be_hidden()

    page.locator(".menu-fold summary").click()

    expect(entry).to_be_visible()
    assert_no_sideways_scroll(page)


def test_first_tab_skips_to_the_content(browser_page: Page):
    browser_page.goto("/styleguide/frame")

    browser_page.keyboard.press("Tab")
    expect(browser_page.get_by_role("link", name="ข้ามไปเนื้อหา")).to_be_focused()
    browser_page.keyboard.press("Enter")

    expect(browser_page.locator("main")).to_be_focused()


def test_password_can_be_read_and_text_copied(browser_page: Page):
    browser_page.goto("/styleguide")
    password = browser_page.locator("#id_guide-password")

    browser_page.get_by_role("button", name="แสดงรหัสผ่าน").first.click()

    expect(password).to_have_attribute("type", "text")
    browser_page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    browser_page.get_by_role("button", name="คัดลอกลิงก์").click()
    expect(browser_page.get_by_role("button", name="คัดลอกแล้ว")).to_be_visible()
    copied = browser_page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(r"https://ita\.example/s/\w+", copied)


def test_every_error_of_the_summary_leads_to_its_field(browser_page: Page):
    browser_page.goto("/styleguide")
    links = browser_page.locator(".error-summary a")
    assert links.count() == 6

    for link in links.all():
        target = link.get_attribute("href")
        assert browser_page.locator(str(target)).count() == 1, target


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(("language", "theme"), [("th", "light"), ("en", "dark")])
@pytest.mark.parametrize(
    "path", ["/styleguide/frame", "/styleguide/confirm", "/no-such-page", "/styleguide/branch"]
)
def test_frame_and_plain_pages_are_accessible(
    open_page: OpenPage, settings, path: str, language: str, theme: str, width: int
):
    settings.DEMO = True
    page = open_page(language=language, theme=theme, width=width)
    page.goto(path)
    for menu in page.locator("details.menu").all():
        menu.evaluate("menu => { menu.open = true }")

    assert_accessible(page)
    assert_no_sideways_scroll(page)
