"""Calendars, approvals, the trail and the inbox in a real browser."""

from datetime import date, timedelta

import pytest

from prongsai.core import clock
from prongsai.core.actor import SYSTEM
from prongsai.core.thai_dates import fiscal_year
from prongsai.frameworks.services import training
from prongsai.frameworks.services.versions import propose_extension
from prongsai.frameworks.types.proposals import Extension
from prongsai.frameworks.types.windows import Target
from prongsai.permissions.roles import Role
from tests.e2e.browser import assert_accessible, assert_no_sideways_scroll
from tests.factories.seasons import make_calendar, make_season

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def code():
    return make_season(fiscal_year(clock.today()))


@pytest.fixture
def asked(code, make_person):
    """A request by one owner that another one may approve."""
    person = make_person(Role.COMMISSION_OWNER)
    make_person(Role.COMMISSION_OWNER)
    last = make_calendar(int(code[:4]))[1].closes
    extension = Extension("iit", last + timedelta(days=9), (Target("city"),), "น้ำท่วม")
    return propose_extension(person.actor, code=code, extension=extension)


@pytest.mark.parametrize(
    ("language", "theme", "width"),
    [("th", "light", 390), ("en", "dark", 1280), ("th", "dark", 1280), ("en", "light", 390)],
)
def test_pages_are_accessible(code, asked, make_person, open_page, language, theme, width):
    make_season(int(code[:4]) + 1, publish=False)
    owner = make_person(Role.COMMISSION_OWNER)
    page = open_page(language=language, theme=theme, width=width, person=owner)

    for path in (
        "/seasons/",
        "/seasons/new/",
        f"/seasons/{code}/",
        f"/seasons/{code}/edit/",
        f"/seasons/{code}/extend/",
        f"/seasons/{code}/versions/",
        f"/seasons/{int(code[:4]) + 1}-ita-general/",
        "/approvals/",
        "/approvals/history/",
        f"/approvals/{asked.id}/",
        "/inbox/",
    ):
        assert page.goto(path).status == 200, path
        assert_accessible(page)
        assert_no_sideways_scroll(page)


@pytest.mark.parametrize(
    ("language", "theme", "width"), [("th", "light", 390), ("en", "dark", 1280)]
)
def test_the_trail_is_accessible(asked, make_person, open_page, language, theme, width):
    auditor = make_person(Role.AUDITOR)
    page = open_page(language=language, theme=theme, width=width, person=auditor)

    for path in ("/audit/", "/audit/?unit=nowhere", "/audit/?person=บุคคล"):
        assert page.goto(path).status == 200, path
        assert_accessible(page)
        assert_no_sideways_scroll(page)
    page.goto("/audit/?verb=approval.request")
    page.locator("tbody a").first.click()
    assert_accessible(page)
    assert_no_sideways_scroll(page)


def test_an_approver_goes_from_the_list_to_the_new_version(code, asked, make_person, open_page):
    page = open_page(person=make_person(Role.COMMISSION_OWNER), width=390)

    page.goto("/approvals/")
    page.locator("tbody a").first.click()
    page.get_by_role("button", name="อนุมัติและดำเนินการ").click()
    page.get_by_text("อนุมัติแล้ว ระบบดำเนินการตามคำขอ").first.wait_for()
    page.goto(f"/seasons/{code}/versions/")

    page.get_by_role("heading", name="ฉบับที่ 2").wait_for()
    assert page.get_by_text("น้ำท่วม").count() == 1


def test_the_countdown_follows_the_moved_clock(code, make_person, open_page, settings):
    settings.TIME_TRAVEL = True
    person = make_person(Role.AUDITOR, starts=date(2020, 1, 1))
    first = make_calendar(int(code[:4]))[0]
    training.travel(SYSTEM, to=first.closes - timedelta(days=2, hours=3))
    page = open_page(person=person)

    page.goto(f"/seasons/{code}/")

    assert "อีก 2 วัน" in page.locator("[data-countdown]").first.inner_text()
