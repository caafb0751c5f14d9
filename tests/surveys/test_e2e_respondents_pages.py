"""What every page of a respondent has to be: light on a phone, and open to everybody."""

import pytest

from prongsai.surveys.services.mixing import mix
from tests.e2e.browser import assert_accessible, assert_no_sideways_scroll
from tests.surveys.respondents import answer_all, read_receipt, send

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

MOST_BYTES = 60_000
MOST_REQUESTS = 6


@pytest.mark.parametrize(("instrument", "files"), [("IIT", 3), ("EIT", 4)])
def test_first_view_is_light_over_the_wire(visit, request, instrument, files):
    path = request.getfixturevalue("link" if instrument == "EIT" else "code")
    page = visit("about:blank")
    replies = []
    page.on("response", lambda reply: replies.append(reply))
    page.goto(f"/s/{path.removeprefix('/s/')}", wait_until="networkidle")

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
    page.locator(expected).wait_for()


def check(page, language):
    assert page.locator("html").get_attribute("lang") == language
    assert_accessible(page)
    assert_no_sideways_scroll(page)
