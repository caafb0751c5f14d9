"""A day without a network in a browser that is closed in the middle: everything counts once."""

import pytest

from prongsai.fieldwork.models import Attempt
from prongsai.surveys.selectors.counts import get_counts
from tests.e2e.browser import assert_accessible, assert_no_sideways_scroll, get_session_cookie
from tests.e2e.chromium import ARGUMENTS, CHROMIUM

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
PIN = "135790"


@pytest.fixture
def open_device(browser, live_server, tmp_path):
    """Return a function that starts a browser over the same profile, as after a restart."""
    started = []

    def start(person=None):
        context = browser.browser_type.launch_persistent_context(
            str(tmp_path / "device"),
            executable_path=CHROMIUM,
            args=ARGUMENTS,
            viewport={"width": 390, "height": 844},
            base_url=live_server.url,
        )
        started.append(context)
        if person:
            cookies = get_session_cookie(person)
            context.add_cookies(
                [{"name": k, "value": v, "url": live_server.url} for k, v in cookies.items()]
            )
        return context, context.pages[0]

    yield start
    started[-1].close()


def fill_interview(page, case):
    page.locator(f"[data-case='{case}']").get_by_role("button", name="สัมภาษณ์").click()
    page.get_by_role("heading", name="แบบสัมภาษณ์").wait_for()
    page.evaluate(
        "document.querySelectorAll('fieldset').forEach((one) => one.querySelector('input').click())"
    )
    page.get_by_role("button", name="จบการสัมภาษณ์").click()
    page.locator(f"[data-case='{case}']").wait_for(state="detached")
    page.get_by_role("button", name="ส่งตอนนี้").wait_for()


def unlock(page):
    page.get_by_label("รหัสเปิดรายชื่อ").fill(PIN)
    page.get_by_role("button", name="เปิด", exact=True).click()


def load_list(page, case):
    page.goto("/fieldwork/app/")
    page.get_by_label("รหัสเปิดรายชื่อ").fill(PIN)
    page.get_by_label("พิมพ์รหัสเดิมอีกครั้ง").fill(PIN)
    assert_accessible(page)
    page.get_by_role("button", name="ตั้งรหัสและเปิดรายชื่อ").click()
    page.locator(f"[data-case='{case}']").wait_for()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def test_day_without_a_network_counts_everything_once(place, open_device):
    cases = [case.pk for case in place.field.cases]
    context, page = open_device(place.one)
    load_list(page, cases[0])

    context.set_offline(True)
    page.reload()
    unlock(page)
    fill_interview(page, cases[0])
    fill_interview(page, cases[1])
    assert Attempt.objects.count() == 0
    page.get_by_text("คำตอบ 2 ชุด").wait_for()
    context.close()

    # The restart ended the session too: the interviewer signs in again before sending.
    context, page = open_device(place.one)
    context.set_offline(True)
    page.goto("/fieldwork/app/")
    unlock(page)
    page.get_by_text("คำตอบ 2 ชุด").wait_for()
    fill_interview(page, cases[2])
    assert Attempt.objects.count() == 0

    context.set_offline(False)
    page.get_by_role("button", name="ส่งตอนนี้").click()
    page.get_by_text("คำตอบ 0 ชุด ผลการติดต่อ 0 รายการ").wait_for()
    page.get_by_role("button", name="ส่งตอนนี้").click()
    page.get_by_text("ส่งครบแล้ว").wait_for()

    channel = place.field.agency.interview_channel
    assert get_counts([channel]) == {channel: 3}
    assert sorted(Attempt.objects.values_list("case_id", flat=True)) == cases
