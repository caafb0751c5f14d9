"""What every page of a respondent has to be: light on a phone, and open to everybody."""

from datetime import timedelta

import pytest

from prongsai.core import clock
from prongsai.core.actor import SYSTEM
from prongsai.surveys.services.channels import revoke_channel
from prongsai.surveys.services.mixing import mix
from tests.e2e.browser import assert_accessible, assert_no_sideways_scroll
from tests.factories.surveys import make_channel
from tests.factories.tokens import make_members, make_round
from tests.surveys.respondents import answer_all, list_ticked, read_receipt, send, wait_for_page

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

MOST_BYTES = 60_000
MOST_REQUESTS = 6


@pytest.fixture
def token(unit):
    """The link of a round of tokens."""
    make_channel(unit)
    make_members(unit, 12)
    return make_round(unit).channel_code


@pytest.mark.parametrize("query", ["", "?lang=en"])
@pytest.mark.parametrize(("way", "files"), [("code", 3), ("link", 4), ("kiosk", 4), ("token", 3)])
def test_first_view_is_light_over_the_wire(visit, request, way, files, query):
    path = request.getfixturevalue(way)
    page = visit("about:blank")
    replies = []
    page.on("response", lambda reply: replies.append(reply))
    page.goto(f"/s/{path.removeprefix('/s/')}{query}", wait_until="networkidle")

    assert page.locator("#form").is_visible()
    assert [reply.status for reply in replies] == [200] * files
    assert len(replies) <= MOST_REQUESTS
    assert {reply.headers["content-encoding"] for reply in replies} == {"gzip"}
    assert sum(weigh(reply) for reply in replies) <= MOST_BYTES


def weigh(reply):
    """Return the bytes of a reply as it came over the wire: head and compressed body."""
    head = sum(len(f"{each['name']}: {each['value']}\r\n") for each in reply.headers_array())
    return head + int(reply.headers["content-length"])


@pytest.mark.parametrize(("language", "theme"), [("th", "light"), ("en", "dark")])
def test_every_page_is_accessible(visit, link, monkeypatch, language, theme):
    monkeypatch.setattr("prongsai.surveys.intake.limits.LANE_LEAST", 300)
    query = f"?lang={language}"
    page = visit(f"/s/{query}", language=language, theme=theme)
    check(page, language)
    page.get_by_role("textbox").fill("ABC")
    page.get_by_role("button").click()
    page.locator("#wrong").wait_for()
    check(page, language)

    answer(page, link + query, "body.form #problem", leave_out={1})
    check(page, language)
    page.route("**/work.*.js", lambda route: route.abort())  # a browser that cannot work
    answer(page, link + query, "body.waiting")
    check(page, language)
    page.unroute("**/work.*.js")
    answer(page, link + query, "body.sent")
    check(page, language)

    receipt = read_receipt(page)
    mix(everything=True)
    page.goto(f"/receipts/?code={receipt}")
    check(page, language)


def answer(page, address, expected, *, leave_out=()):
    """Open the form, look at it, and send it off to the page that is EXPECTED."""
    page.goto(address)
    check(page, page.locator("html").get_attribute("lang"))
    answer_all(page, leave_out=leave_out)
    send(page)
    wait_for_page(page, expected)


def check(page, language):
    assert page.locator("html").get_attribute("lang") == language
    assert_accessible(page)
    assert_no_sideways_scroll(page)


@pytest.mark.parametrize(("language", "theme"), [("th", "dark"), ("en", "light")])
def test_every_refusal_is_accessible(visit, unit, code, token, language, theme):
    today, day = clock.today(), timedelta(days=1)
    revoked = make_channel(unit, instrument="EIT")
    revoke_channel(SYSTEM, channel_id=revoked.id, reason="test")
    links = [
        revoked.code,
        make_channel(unit, instrument="EIT", opens_on=today + day).code,
        make_channel(unit, instrument="EIT", opens_on=today - day, closes_on=today - day).code,
        "ZZZZZZ",
        code[:6],
    ]
    page = visit("about:blank", language=language, theme=theme)
    for link in links:
        page.goto(f"/s/{link}?lang={language}")
        check(page, language)

    page.goto(f"/s/{token}?lang={language}")
    page.locator("#token").fill("x")
    answer_all(page)
    send(page)
    wait_for_page(page, "#problem")
    assert page.locator("#problem").evaluate("each => each === document.activeElement")
    page.locator("#problem a").click()
    check(page, language)

    used = f"/s/{code}?lang={language}"
    for _ in range(2):  # the second time it has been spent
        answer(page, used, "body.sent")
        check(page, language)


def test_groups_progress_and_errors_have_names(visit, code):
    page = visit(f"/s/{code}?lang=en")
    first = page.locator("#q0")
    tree = page.locator("#form").aria_snapshot()

    assert page.get_by_role("group", name=first.locator("legend").inner_text()).count() == 1
    assert tree.count("- group ") == page.locator("fieldset").count()
    assert tree.count("- radio ") == page.locator("input[type=radio]").count()
    assert page.get_by_role("progressbar", name="Progress").count() == 1
    assert page.locator("h1").get_attribute("lang") is None  # the agency has an English name
    assert page.get_by_role("button", name="ไทย").get_attribute("lang") == "th"

    answer_all(page, leave_out={0})
    send(page)
    wait_for_page(page, "#problem")
    group = page.locator("#q0")
    assert group.get_attribute("aria-describedby") == group.locator(".error").get_attribute("id")


@pytest.mark.parametrize("size", ["125%", "225%"])
def test_large_letters_break_nothing(visit, code, size):
    page = visit(f"/s/{code}", width=320 if size == "125%" else 390)
    page.locator("#large").check()
    page.evaluate(f"document.documentElement.style.fontSize = '{size}'")

    assert_no_sideways_scroll(page)
    small = page.evaluate(
        "[...document.querySelectorAll('button, .choices label, select, .act, .large')]"
        ".filter(each => each.checkVisibility() && !each.matches('.skip')"
        " && each.getBoundingClientRect().height < 44).map(each => each.outerHTML)"
    )
    assert small == []


def test_page_by_page_shows_one_section_and_remembers(visit, code):
    page = visit(f"/s/{code}")
    sections = page.locator("#form section")
    count = sections.count()
    page.get_by_label("ตอบทีละหน้า").check()
    assert page.get_by_role("button", name="ส่งคำตอบ").is_hidden()
    for at in range(count):
        assert page.locator("#form section:visible").count() == 1
        assert page.locator("#at").text_content() == str(at + 1)
        for group in sections.nth(at).locator("fieldset[id^=q]").all():
            if group.get_attribute("id") != "q1":
                group.locator("input").first.check()
        if at < count - 1:
            page.get_by_role("button", name="ถัดไป").click()
            assert page.evaluate("document.activeElement.tagName") == "H2"
    given = list_ticked(page)
    send(page)

    wait_for_page(page, "#problem")
    assert list_ticked(page) == given
    assert page.locator("#form section:visible").count() == 1
    assert page.locator("#q1").is_visible()  # the page with what is missing
    page.locator("#problem a").last.click()
    page.locator("#skip").check()
    send(page)
    read_receipt(page)
