"""From the figures of an agency to the board of its governor, in a real browser."""

from datetime import timedelta

import pytest

from prongsai.core import clock
from prongsai.core.actor import SYSTEM
from prongsai.core.thai_dates import fiscal_year
from prongsai.organizations.services.divisions import add_division
from prongsai.permissions.roles import Role
from prongsai.surveys.models import Channel
from prongsai.surveys.services.progress import refresh_progress
from tests.e2e.browser import assert_accessible, assert_no_sideways_scroll
from tests.factories.organizations import LONG_AGO, make_spec, make_units
from tests.factories.seasons import make_season, make_window
from tests.factories.setups import make_setup, put_counts
from tests.factories.surveys import make_channel

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

YEAR = fiscal_year(clock.today())
LONG_NAME = "องค์การบริหารส่วนตำบลหนองฟ้าใสสายธารทองคำเหนือธารน้ำใสใต้ร่มบุญกลางลานเรืองรอง"


@pytest.fixture
def ids():
    today = clock.today()
    span = today - timedelta(days=10), today + timedelta(days=50)
    make_season(YEAR, windows=[make_window(name, *span) for name in ("register", "iit", "eit")])
    ids = make_units(
        make_spec("P1", unit_class="province"),
        make_spec("A1", unit_class="district", geography="P1"),
        make_spec("A2", unit_class="district", geography="P1"),
        make_spec("L1", geography="A1", name_th=LONG_NAME),
        make_spec("L2", geography="A2"),
    )
    add_division(SYSTEM, code="L1", name_th="กองคลัง", on=LONG_AGO)
    return ids


def test_figures_are_returned_mended_and_confirmed_then_links_and_the_board(
    ids, make_person, open_page
):
    admin = open_page(person=make_person(Role.AGENCY_ADMIN, ids["L1"]), width=390)
    executive = open_page(person=make_person(Role.AGENCY_EXECUTIVE, ids["L1"]))

    agree_on_figures(admin, executive)
    open_link(admin)
    old = Channel.objects.get()
    admin.get_by_role("link", name="เปลี่ยนลิงก์").click()
    admin.get_by_label("เหตุผล").fill("ลิงก์หลุดไปในกลุ่มสนทนา")
    admin.get_by_role("button", name="เปลี่ยนลิงก์นี้").click()
    admin.get_by_text("ช่องทางที่เลิกใช้แล้ว 1 ช่องทาง").wait_for()
    new = Channel.objects.get(revoked_at=None)
    assert new.code != old.code

    put_counts(new.pk, {1: 25})
    refresh_progress()
    governor = open_page(person=make_person(Role.GOVERNOR, ids["P1"]))
    governor.goto("/board/")
    governor.get_by_role("link", name="หน่วยงาน A1").click()
    governor.get_by_role("link", name=LONG_NAME).click()
    governor.get_by_text("20 จาก 42").wait_for()


def agree_on_figures(admin, executive):
    admin.goto("/")
    admin.get_by_role("link", name="กรอกตัวเลข").click()
    admin.get_by_role("link", name="เริ่มกรอกตัวเลข").first.click()
    admin.get_by_label("บุคลากรที่ปฏิบัติงานตั้งแต่ 1 ปีขึ้นไป").fill("400")
    admin.get_by_label("บริการหรือภารกิจ").first.fill("ชำระภาษี")
    admin.get_by_label("ผู้มาติดต่อต่อปี").first.fill("900")
    admin.get_by_role("button", name="บันทึกและส่งให้ผู้บริหารยืนยัน").click()
    admin.get_by_text("ร้อยละ 10 ของ 400 คน = 40 คน").wait_for()

    executive.goto("/")
    executive.get_by_role("link", name="ตรวจและยืนยัน").last.click()
    executive.get_by_role("link", name="ส่งกลับให้แก้ไข").click()
    executive.get_by_label("เหตุผลที่ส่งกลับ").fill("นับพนักงานจ้างด้วย")
    with executive.expect_navigation():
        executive.get_by_role("button", name="ส่งกลับ").click()

    admin.goto("/headcounts/L1/")
    admin.get_by_text("นับพนักงานจ้างด้วย").first.wait_for()
    admin.get_by_role("link", name="แก้ไขแล้วส่งใหม่").click()
    admin.get_by_label("บุคลากรที่ปฏิบัติงานตั้งแต่ 1 ปีขึ้นไป").fill("420")
    with admin.expect_navigation():
        admin.get_by_role("button", name="บันทึกและส่งให้ผู้บริหารยืนยัน").click()

    executive.goto("/headcounts/L1/")
    executive.get_by_role("link", name="ยืนยันตัวเลข").click()
    executive.get_by_role("button", name="ยืนยันตัวเลขชุดนี้").click()
    executive.get_by_text("ผู้ดูแลระบบเปิดช่องทางตอบแบบวัดได้").first.wait_for()


def open_link(admin):
    admin.goto("/channels/")
    admin.get_by_role("link", name="เปิดช่องทางใหม่").click()
    admin.get_by_role("button", name="เปิดช่องทาง").click()
    admin.get_by_text("เปิดช่องทางแล้ว").first.wait_for()
    image = admin.locator(".channel img")
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")


@pytest.mark.parametrize(
    ("language", "theme", "width"),
    [("th", "light", 390), ("en", "dark", 1280), ("th", "dark", 1280), ("en", "light", 390)],
)
def test_pages_are_accessible(ids, make_person, open_page, language, theme, width):
    make_setup("L1", 400)
    first = clock.today() - timedelta(days=9)
    iit = make_channel(ids["L1"], fiscal_year=YEAR, opens_on=first)
    eit = make_channel(ids["L1"], fiscal_year=YEAR, opens_on=first, instrument="EIT")
    put_counts(iit.id, dict.fromkeys(range(1, 9), 4))
    put_counts(eit.id, dict.fromkeys(range(1, 9), 14))
    refresh_progress()
    admin = open_page(
        language=language,
        theme=theme,
        width=width,
        person=make_person(Role.AGENCY_ADMIN, ids["L1"]),
    )
    governor = open_page(
        language=language, theme=theme, width=width, person=make_person(Role.GOVERNOR, ids["P1"])
    )

    own = (
        "/headcounts/L1/",
        "/headcounts/L1/edit/",
        "/channels/L1/",
        "/channels/L1/open/",
        "/channels/L1/codes/",
        f"/channels/L1/{iit.id}/rotate/",
        f"/channels/L1/{iit.id}/last-day/",
        "/board/L1/",
    )
    area = ("/headcounts/", "/headcounts/L2/", "/board/", "/board/agencies/", "/channels/L1/")
    for page, paths in ((admin, own), (governor, area)):
        for path in paths:
            assert page.goto(path).status == 200, path
            assert_accessible(page)
            assert_no_sideways_scroll(page)
