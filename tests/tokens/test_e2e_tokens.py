"""The browser blinds, the server signs, the intake believes: in a real browser."""

import re
from datetime import timedelta

import pytest

from prongsai.core import clock
from prongsai.permissions.roles import Role
from prongsai.surveys.intake.server import Intake
from prongsai.tokens.selectors.rounds import find_issued_round, write_link
from tests.e2e.browser import assert_accessible, assert_no_sideways_scroll
from tests.factories.organizations import make_unit
from tests.factories.surveys import ask, make_channel
from tests.factories.tokens import make_members, make_round

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(settings, tmp_path, live_server):
    settings.TOKENS_KEYS = str(tmp_path / "tokens")
    settings.SURVEYS_MIXER_KEYS = str(tmp_path / "mixer")
    settings.SITE_URL = live_server.url
    unit = make_unit("700001", name_th="เทศบาลตำบลหนองฟ้าใส")
    make_channel(unit)
    return make_members(unit, 12)


@pytest.fixture
def intake(people):
    card = make_round(people[0].unit_id)
    intake = Intake()
    yield intake, card
    intake.close()


def serve(page, intake):
    """Answer the addresses of the survey by the intake of this process."""

    def answer(route, request):
        path = request.url.partition("/s/")[2].partition("#")[0]
        fields = None
        if request.method == "POST":
            fields = dict(pair.split("=", 1) for pair in request.post_data.split("&"))
        sent = ask(intake, f"/s/{path}", fields)
        headers = {k: v for k, v in sent.headers.items() if k not in {"content-encoding"}}
        headers.pop("content-length", None)
        route.fulfill(status=sent.status, headers=headers, body=sent.text)

    page.route(re.compile(r"/s/"), answer)


def test_token_travels_from_the_browser_to_the_ledger(people, intake, open_page):
    intake, card = intake
    link = f"/tokens/me/{write_link(people[0].member_id)}/"
    page = open_page(width=390)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data}"))
    serve(page, intake)

    page.goto(link)
    page.get_by_role("button", name="ขอโทเคน").click()
    page.get_by_role("heading", name="โทเคนของท่านอยู่ในเครื่องนี้").wait_for()
    address = page.locator("#token-link").text_content()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    assert page.locator("#token-qr svg").count() == 1
    assert find_issued_round(people[0].member_id) == card.id
    token = address.partition("#")[2]
    assert len(token) == 384
    assert not any(token[:40] in each for each in sent)

    # On another device: nothing but the address of the QR.
    other = open_page(width=390)
    asked: list[str] = []
    other.on("request", lambda request: asked.append(request.url))
    serve(other, intake)
    other.goto(address)
    assert token not in other.url
    assert not any(token[:40] in url.partition("#")[0] for url in asked)
    for fieldset in other.locator("fieldset.line[id^=q]").all():
        fieldset.locator("input").first.check()
    other.get_by_role("button", name="ส่งคำตอบ").click()
    other.get_by_text("ขอบคุณ ระบบเก็บคำตอบของท่านแล้ว").wait_for()


def test_reload_keeps_the_token_and_asks_for_nothing(people, intake, open_page):
    page = open_page()
    page.goto(f"/tokens/me/{write_link(people[1].member_id)}/")
    page.get_by_role("button", name="ขอโทเคน").click()
    page.locator("#token-have").wait_for()
    first = page.locator("#token-link").text_content()

    page.reload()
    page.locator("#token-have").wait_for()

    assert page.locator("#token-link").text_content() == first
    assert page.get_by_role("button", name="ขอโทเคน").is_hidden()


def test_lost_reply_costs_nobody_the_token(people, intake, open_page):
    page = open_page()
    page.goto(f"/tokens/me/{write_link(people[2].member_id)}/")
    page.route("**/sign/", lambda route: (route.fetch(), route.abort()))
    page.get_by_role("button", name="ขอโทเคน").click()
    page.locator("#token-problem").wait_for()
    assert find_issued_round(people[2].member_id)

    page.unroute("**/sign/")
    page.get_by_role("button", name="ขอโทเคน").click()
    page.locator("#token-have").wait_for()


def test_second_device_hears_that_the_token_is_out(people, intake, open_page):
    for page in (open_page(), open_page(language="en")):
        page.goto(f"/tokens/me/{write_link(people[3].member_id)}/")
        page.locator("#token-get").click()
        page.locator("#token-have, #token-problem").locator("visible=true").first.wait_for()

    assert "cannot be issued again" in page.locator("#token-problem").text_content()


def test_tampered_key_is_found_out(people, intake, open_page):
    page = open_page()
    page.goto(f"/tokens/me/{write_link(people[4].member_id)}/")
    page.evaluate("document.getElementById('token').dataset.key = 'AAAA'")
    page.get_by_role("button", name="ขอโทเคน").click()

    page.get_by_text("ไม่ตรงกับกุญแจที่ประกาศ").wait_for()
    assert find_issued_round(people[4].member_id) is None


def test_without_scripts_the_page_points_to_paper(people, intake, open_page):
    page = open_page(javascript=False, width=390)
    page.goto(f"/tokens/me/{write_link(people[5].member_id)}/")

    notice = page.locator("noscript .notice")
    assert notice.bounding_box()["height"] > 50
    assert "รหัสในซองกระดาษ" in notice.text_content()
    assert page.get_by_role("button", name="ขอโทเคน").is_hidden()


@pytest.mark.parametrize(
    ("language", "theme", "width"), [("th", "light", 1280), ("en", "dark", 390)]
)
def test_pages_of_the_agency_are_accessible(
    people, intake, make_person, open_page, language, theme, width
):
    admin = make_person(Role.AGENCY_ADMIN, people[0].unit_id, starts=clock.today() - timedelta(1))
    page = open_page(language=language, theme=theme, width=width, person=admin)

    for path in ("", "people/", "open/"):
        assert page.goto(f"/tokens/units/700001/{path}").status == 200, path
        assert_accessible(page)
        assert_no_sideways_scroll(page)
