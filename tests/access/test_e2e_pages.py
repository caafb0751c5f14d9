"""Every page of the matrix on a telephone: axe finds nothing, and nothing is wider than the screen.

The pages are answered by the test's own clients, so that one browser page may show what many
people see, and nothing has to be written down for another process.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Route

from benchmarks.addresses import choose_roles
from tests.access.test_matrix import LINES, expand
from tests.access.world import World, build_world, grow_world
from tests.e2e.browser import PATIENCE, find_violations, measure_excess

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
SITE = "http://localhost"
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def world() -> World:
    made = build_world()
    grow_world(made, agencies=1)
    return made


def test_every_page_is_accessible_on_a_phone(world, browser):
    phone = Phone(browser)

    found = {
        f"{role} {url}": faults
        for role, url, page in list_pages(world)
        if (faults := phone.look(url, page))
    }

    phone.close()
    assert found == {}


class Phone:
    """One page of a browser; it shows what it is given and asks nobody."""

    def __init__(self, browser: Browser) -> None:
        self.context = browser.new_context(
            base_url=SITE, viewport=PHONE, reduced_motion="reduce", service_workers="block"
        )
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.page.route("**/*", self._answer)

    def look(self, url, answer) -> list[str]:
        """Return what is wrong with a page."""
        self.url, self.answer = url, answer
        self.page.goto(url)
        excess = measure_excess(self.page)
        wide = [f"{excess} px wider than the screen"] if excess > 0 else []
        return [*find_violations(self.page), *wide]

    def close(self) -> None:
        self.context.close()

    def _answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == self.url:
            route.fulfill(headers=dict(self.answer.items()), body=self.answer.content)
        elif path.startswith("/static/"):
            route.fulfill(path=finders.find(path.removeprefix("/static/")))
        else:
            route.abort()


def list_pages(world: World) -> Iterator[tuple[str, str, object]]:
    """Yield role, address and answer of every page, as the first role that may open it sees it."""
    for name, line in LINES.items():
        if "get" not in line:
            continue
        url = reverse(name, kwargs=world.arguments(line.get("args", {})))
        roles = choose_roles(line["get"])
        for role in dict.fromkeys([*roles, *sorted(expand(line["get"]) - {"public"})]):
            answer = world.answer(world.insiders[role] if role else Client(), "get", url)
            if is_page(answer):
                yield role or "citizen", url, answer
                break


def is_page(answer) -> bool:
    """Return whether this is a page that scripts may look at: no file, no form in a sandbox."""
    policy = answer.headers.get("Content-Security-Policy", "")
    is_html = answer.headers.get("Content-Type", "").startswith("text/html")
    return answer.status_code == 200 and is_html and "sandbox" not in policy
