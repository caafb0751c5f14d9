"""A real browser for tests: pages in either language, theme and width, and the axe check.

`browser_page` is a desktop page in Thai; `open_page(language=…, theme=…, width=…, person=…)` opens
any other. Both fail at the end when a script broke or the content security policy was violated.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.e2e.chromium import ARGUMENTS, CHROMIUM
from tests.factories.people import Person, sign_in_client

# Playwright keeps an event loop in this thread; Django would refuse the database because of it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

AXE = Path(settings.ROOT) / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HEIGHTS = {390: 844, 1280: 900}
# Nothing here has to be quick; what never comes fails after so many milliseconds.
PATIENCE = 120_000
expect.set_options(timeout=PATIENCE)

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine: install Debian's package `chromium`")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=ARGUMENTS, timeout=PATIENCE
        )
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, live_server: Any) -> Iterator[OpenPage]:
    """Return a function that opens a fresh browser profile on the live server."""
    opened: list[Page] = []
    wrong: list[str] = []

    def open_one(
        *,
        language: str = "th",
        theme: str = "light",
        width: int = 1280,
        person: Person | None = None,
        javascript: bool = True,
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
            java_script_enabled=javascript,
            service_workers="block",
        )
        context.set_default_timeout(PATIENCE)
        cookies = {settings.LANGUAGE_COOKIE_NAME: language, **get_session_cookie(person)}
        context.add_cookies(
            [{"name": k, "value": v, "url": live_server.url} for k, v in cookies.items()]
        )
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: _listen(message, wrong))
        opened.append(page)
        return page

    yield open_one
    for page in opened:
        page.context.close()
    assert wrong == []


@pytest.fixture
def browser_page(open_page: OpenPage) -> Page:
    return open_page()


def _listen(message: Any, wrong: list[str]) -> None:
    if "Content Security Policy" in message.text:
        wrong.append(message.text)


def get_session_cookie(person: Person | None) -> dict[str, str]:
    if person is None:
        return {}
    client = sign_in_client(Client(), person)
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


def assert_accessible(page: Page, *, within: str | None = None) -> None:
    """Fail with every axe violation of the page (or of the part WITHIN), one a line."""
    found = find_violations(page, within=within)
    assert found == [], "\n".join(found)


def find_violations(page: Page, *, within: str | None = None) -> list[str]:
    page.wait_for_load_state("load")  # colours are judged once the styles are there
    page.evaluate(AXE.read_text(encoding="utf-8"))
    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    result = page.evaluate(
        "([part, options]) => axe.run(part ?? document, options)", [within, options]
    )
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


def assert_no_sideways_scroll(page: Page) -> None:
    """Fail when the page is wider than the screen."""
    wide = measure_excess(page)
    assert wide <= 0, f"{wide} px wider than the screen"


def measure_excess(page: Page) -> int:
    """Return by how many pixels the page is wider than the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
