"""Next year's framework in a real browser: with scripts and without."""

import re

import pytest
from playwright.sync_api import expect

from prongsai.frameworks.selectors.packs import get_pack
from prongsai.frameworks.services.drafts import clone_framework, write_node
from prongsai.permissions.roles import Role
from tests.e2e.browser import assert_accessible, assert_no_sideways_scroll

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def owner(make_person):
    return make_person(Role.COMMISSION_OWNER)


@pytest.fixture
def ref(owner):
    return clone_framework(owner.actor, ref="nacc-general-2568", year=2571)


def save(page):
    page.get_by_role("button", name="บันทึก", exact=True).click()
    page.get_by_text("บันทึกแล้ว").first.wait_for()


@pytest.mark.parametrize("javascript", [True, False])
def test_from_a_clone_to_a_frozen_framework(owner, make_person, open_page, javascript):
    page = open_page(person=owner, javascript=javascript)
    page.goto("/frameworks/nacc-general-2569/")
    page.get_by_role("link", name="คัดลอกเป็นปีอื่น").click()
    page.get_by_label("ปีงบประมาณ").fill("2571")
    page.get_by_role("button", name="เริ่มฉบับร่าง").click()
    page.get_by_text("ฉบับร่างนี้ไม่มีข้อผิดพลาด").wait_for()

    page.get_by_role("link", name="IIT", exact=True).click()
    page.get_by_role("link", name="แก้ เครื่องมือ IIT").click()
    page.get_by_label("น้ำหนัก").fill("0.25")
    if javascript:
        page.locator("#live").get_by_text("รวมกันได้ 0.95 ต้องได้ 1").wait_for()
    save(page)
    page.get_by_text("ข้อผิดพลาด 1 รายการ").wait_for()
    page.get_by_role("link", name="แก้ เครื่องมือ IIT").click()
    page.get_by_label("น้ำหนัก").fill("0.30")
    save(page)

    page.get_by_role("link", name="ภาพรวม").click()
    page.get_by_role("button", name="ขอตรึง").click()
    page.get_by_role("heading", name="ตรึงกรอบการประเมิน nacc-general-2571").wait_for()
    request = page.url
    other = open_page(person=make_person(Role.COMMISSION_OWNER), javascript=javascript)
    other.goto(request)
    other.get_by_role("button", name="อนุมัติและดำเนินการ").click()
    other.get_by_text("อนุมัติแล้ว ระบบดำเนินการตามคำขอ").first.wait_for()

    page.goto("/frameworks/")
    row = page.get_by_role("row").filter(has_text="nacc-general-2571")
    expect(row).to_contain_text("ตรึงแล้ว")
    expect(row).to_contain_text(get_pack("nacc-general-2571").digest[:12])


def test_items_are_added_moved_and_removed_without_scripts(owner, ref, open_page):
    page = open_page(person=owner, javascript=False, width=390)
    page.goto(f"/frameworks/{ref}/IIT/")
    page.get_by_role("link", name=re.compile(r"^เพิ่มข้อหรือรายการ \(ตัวชี้วัด 1\)")).click()
    for label, text in (
        ("รหัส", "i99"),
        ("ชื่อกุญแจที่ใช้ข้ามปี", "own-item"),
        ("หัวข้อภาษาไทย", "ข้อใหม่"),
        ("หัวข้อภาษาอังกฤษ", "New item"),
    ):
        page.get_by_label(label).first.fill(text)
    page.get_by_label("ความแน่นอน").select_option("I")
    save(page)

    page.get_by_role("link", name="แก้ ข้อหรือรายการ i99").click()
    page.get_by_role("button", name="เลื่อนขึ้น").click()
    page.get_by_role("link", name="นำออก").click()
    page.get_by_role("button", name="นำออก").click()
    page.get_by_text("นำออกจากฉบับร่างแล้ว").wait_for()

    assert page.get_by_text("i99").count() == 0


@pytest.mark.parametrize(
    ("language", "theme", "width"),
    [("th", "light", 390), ("en", "dark", 1280)],
)
def test_pages_are_accessible(owner, ref, open_page, language, theme, width):
    values = {"weight": 1}
    write_node(owner.actor, ref=ref, version=1, path=("instruments", 0), values=values)
    page = open_page(language=language, theme=theme, width=width, person=owner)

    for path in (
        "",
        "new/",
        "upload/",
        "year/",
        "compare/?before=nacc-general-2567&after=nacc-general-2568",
        "nacc-general-2568/",
        "nacc-general-2568/clone/",
        "nacc-general-2568/disclosure/OIT/",
        f"{ref}/",
        f"{ref}/OIT/",
        f"{ref}/samples/",
        f"{ref}/node/",
        f"{ref}/node/instruments/2/indicators/0/groups/0/items/0/",
        f"{ref}/node/scales/degree-6/",
        f"{ref}/remove/instruments/0/",
        f"{ref}/wording/IIT/",
        "../preview/nacc-general-2568/IIT/",
    ):
        assert page.goto(f"/frameworks/{path}").status == 200, path
        assert_accessible(page)
        assert_no_sideways_scroll(page)
