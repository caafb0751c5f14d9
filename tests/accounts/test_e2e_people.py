"""Pages of people in a real browser: accessible, and no wider than the screen."""

import pytest

from prongsai.accounts.rules.handovers import get_handover_year
from prongsai.core import clock
from prongsai.permissions.roles import Role
from tests.e2e.browser import assert_accessible, assert_no_sideways_scroll

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("language", "theme", "width"), [("th", "light", 1280), ("en", "dark", 390)]
)
def test_pages_are_accessible(area, make_person, open_page, language, theme, width):
    chief = make_person(Role.DISTRICT_CHIEF, area.district)
    admin = make_person(Role.AGENCY_ADMIN, area.agency, full_name="นางสมมติ ใจเย็น")
    page = open_page(language=language, theme=theme, width=width, person=chief)

    for path in (
        "/people/",
        "/people/orphans/",
        "/people/handover/",
        "/people/handover/A1/",
        "/people/appointments/",
        f"/people/{admin.user.pk}/",
        f"/people/{admin.user.pk}/grants/new/",
        f"/people/{admin.user.pk}/appointments/new/",
        f"/people/{admin.user.pk}/grants/{admin.user.grants.get().pk}/revoke/",
    ):
        assert page.goto(path).status == 200, path
        assert_accessible(page)
        assert_no_sideways_scroll(page)


def test_an_admin_hands_over_in_the_browser(area, make_person, open_page):
    admin = make_person(Role.AGENCY_ADMIN, area.agency)
    page = open_page(person=admin)

    page.goto("/people/handover/")
    page.get_by_role("link", name="ทำต่อ").click()
    assert_accessible(page)
    page.get_by_label("คงอยู่").check()
    page.get_by_role("button", name="บันทึกและทำต่อ").click()
    page.get_by_role("link", name="ยืนยันการส่งมอบ").click()
    page.get_by_role("button", name="ยืนยันการส่งมอบ").click()

    page.get_by_text("บทบาททั้งหมดมีผลตามที่เลือก").first.wait_for()
    grant = admin.user.grants.get()
    assert grant.ends is not None
    assert grant.ends.year == get_handover_year(clock.today()) - 543
