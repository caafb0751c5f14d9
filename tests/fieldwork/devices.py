"""A phone for tests: a browser that keeps its profile when it is closed or killed."""

import os
import signal
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e.browser import PATIENCE, get_session_cookie
from tests.e2e.chromium import ARGUMENTS, CHROMIUM
from tests.factories.people import Person

PIN = "135790"


class Device:
    """One phone; START opens its browser over the same profile, as after a restart."""

    def __init__(self, browser: Browser, url: str, profile: Path) -> None:
        self.browser, self.url, self.profile = browser, url, profile
        self.context: BrowserContext | None = None

    def start(self, person: Person | None = None) -> Page:
        self.close()
        self.context = self.browser.browser_type.launch_persistent_context(
            str(self.profile),
            executable_path=CHROMIUM,
            args=ARGUMENTS,
            viewport={"width": 390, "height": 844},
            base_url=self.url,
            timeout=PATIENCE,
        )
        self.context.set_default_timeout(PATIENCE)
        # In a slow test the app does not take the network for gone.
        self.context.add_init_script("AbortSignal.timeout = () => new AbortController().signal")
        if person:
            self.sign_in(person)
        return self.context.pages[0]

    def sign_in(self, person: Person) -> None:
        cookies = get_session_cookie(person).items()
        assert self.context
        self.context.add_cookies([{"name": k, "value": v, "url": self.url} for k, v in cookies])

    def sign_out(self) -> None:
        assert self.context
        self.context.clear_cookies()

    def hand_to(self, person: Person) -> None:
        """Let somebody else sign in, and bring the phone back into reach."""
        self.sign_out()
        self.sign_in(person)
        self.set_offline(False)

    def set_offline(self, offline: bool) -> None:
        assert self.context
        self.context.set_offline(offline)

    def close(self) -> None:
        if self.context:
            self.context.close()
        self.context = None

    def kill(self) -> None:
        """End every process of this browser at once, as when the battery falls out."""
        for pid in self._list_processes():
            try:
                os.killpg(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue

    def _list_processes(self) -> list[int]:
        """Return the leaders of the process groups that run over this profile."""
        found = []
        for folder in Path("/proc").iterdir():
            try:
                command = (folder / "cmdline").read_bytes()
                if folder.name.isdigit() and f"--user-data-dir={self.profile}".encode() in command:
                    found.append(os.getpgid(int(folder.name)))
            except OSError:  # it has ended meanwhile
                continue
        own = os.getpgid(0)
        return sorted({pid for pid in found if pid != own})


def set_pin(page: Page, pin: str = PIN) -> None:
    page.get_by_role("heading", name="ตั้งรหัสเปิดรายชื่อ").wait_for()
    page.get_by_label("รหัสเปิดรายชื่อ").fill(pin)
    page.get_by_label("พิมพ์รหัสเดิมอีกครั้ง").fill(pin)
    page.get_by_role("button", name="ตั้งรหัสและเปิดรายชื่อ").click()


def unlock(page: Page, pin: str = PIN) -> None:
    page.get_by_label("รหัสเปิดรายชื่อ").fill(pin)
    page.get_by_role("button", name="เปิด", exact=True).click()


def load_app(page: Page) -> None:
    """Open the app for the first time and wait until it works without a network."""
    page.goto("/fieldwork/app/")
    set_pin(page)
    page.get_by_role("button", name="ส่งงานและรับรายชื่อล่าสุด").wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def reopen(page: Page) -> None:
    page.goto("/fieldwork/app/")
    unlock(page)
    page.get_by_role("button", name="ส่งงานและรับรายชื่อล่าสุด").wait_for()


def get_card(page: Page, case: int) -> Any:
    return page.locator(f"[data-case='{case}']")


def answer_questions(page: Page, count: int | None = None) -> None:
    page.get_by_role("heading", name="แบบสัมภาษณ์").wait_for()
    page.evaluate(
        "(count) => [...document.querySelectorAll('fieldset')].slice(0, count ?? undefined)"
        ".forEach((one) => one.querySelector('input').click())",
        count,
    )


def fill_interview(page: Page, case: int) -> None:
    get_card(page, case).get_by_role("button", name="สัมภาษณ์").click()
    answer_questions(page)
    page.get_by_role("button", name="จบการสัมภาษณ์").click()
    get_card(page, case).wait_for(state="detached")
    page.get_by_role("button", name="ส่งงานและรับรายชื่อล่าสุด").wait_for()


def record_outcome(page: Page, case: int, label: str) -> None:
    get_card(page, case).get_by_role("button", name="บันทึกผลการติดต่อ").click()
    page.get_by_label(label).check()
    page.get_by_role("button", name="บันทึก", exact=True).click()
    page.get_by_role("button", name="ส่งงานและรับรายชื่อล่าสุด").wait_for()


def send(page: Page) -> None:
    page.get_by_role("button", name="ส่งงานและรับรายชื่อล่าสุด").click()
    page.get_by_text("ส่งครบแล้ว").wait_for()
