"""Photographs every page of tests/e2e/pages.py so that somebody looks: `script/check --screens`.

Phone and desktop, Thai and English, light and dark, into var/screens. Starts a server over a demo
of its own; `--at http://127.0.0.1:8000` takes a running one (with PRONGSAI_DEMO_PASSWORD set).
Words after the options choose pages: `script/check --screens styleguide`.
"""

import argparse
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from benchmarks.server import PASSWORD, ROOT, environment, manage, serve
from tests.e2e.chromium import ARGUMENTS, CHROMIUM
from tests.e2e.pages import PAGES

FOLDER = ROOT / "var" / "screens"
WIDTHS = {"phone": (390, 844), "desktop": (1280, 900)}
LANGUAGES = ("th", "en")
THEMES = ("light", "dark")


def main() -> int:
    arguments = read_arguments()
    if CHROMIUM is None:
        sys.stderr.write("No chromium on this machine: install Debian's package `chromium`.\n")
        return 1
    wanted = [page for page in PAGES if is_wanted(page, arguments.words)]
    FOLDER.mkdir(parents=True, exist_ok=True)
    with open_server(arguments.at) as (address, password), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for account in sorted({account for account, _ in wanted}):
            paths = [path for other, path in wanted if other == account]
            cookies = sign_in(browser, address, account, password)
            photograph(browser, address, account, cookies, paths)
        browser.close()
    sys.stdout.write(f"{len(list(FOLDER.glob('*.png')))} pictures lie in {FOLDER}\n")
    return 0


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--at", default="", help="address of a running server")
    parser.add_argument("words", nargs="*", help="only pages whose account or address has a word")
    return parser.parse_args()


def is_wanted(page: tuple[str, str], words: list[str]) -> bool:
    return not words or any(word in part for word in words for part in page)


@contextmanager
def open_server(at: str) -> Iterator[tuple[str, str]]:
    """Yield address and password of the server to photograph."""
    if at:
        yield at.rstrip("/"), os.environ.get("PRONGSAI_DEMO_PASSWORD", "")
        return
    env = environment("screens-demo")
    manage(env, "migrate", "--verbosity", "0")
    manage(env, "collectstatic", "--no-input", "--verbosity", "0")
    manage(env, "demo", "load", "--scale", "province", "--once")
    with serve(env, workers=1) as address:
        yield address, PASSWORD


def sign_in(browser: Browser, address: str, account: str, password: str) -> Any:
    """Return the cookies of ACCOUNT; a visitor has none."""
    context = browser.new_context(base_url=address)
    if account:
        page = context.new_page()
        page.goto("/accounts/login/")
        page.fill("[name=login]", f"{account}@demo.invalid")
        page.fill("[name=password]", password)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: "/login" not in url)
    cookies = context.cookies()
    context.close()
    return cookies


def photograph(
    browser: Browser, address: str, account: str, cookies: Any, paths: list[str]
) -> None:
    for (device, size), language, theme in product(WIDTHS.items(), LANGUAGES, THEMES):
        context = open_context(browser, address, size, theme)
        context.add_cookies([*cookies, make_cookie("prongsai_language", language, address)])
        page = context.new_page()
        for path in paths:
            page.goto(path, wait_until="networkidle")
            file = (
                FOLDER / f"{get_name(account or 'visitor', path)}-{device}-{language}-{theme}.png"
            )
            page.screenshot(path=file, full_page=True)
            sys.stdout.write(f"{file.relative_to(ROOT)}\n")
        context.close()


def open_context(
    browser: Browser, address: str, size: tuple[int, int], theme: str
) -> BrowserContext:
    return browser.new_context(
        base_url=address,
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
    )


def make_cookie(name: str, value: str, address: str) -> Any:
    return {"name": name, "value": value, "url": address}


def get_name(who: str, path: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", f"{who}-{path}".lower()).strip("-")


if __name__ == "__main__":
    raise SystemExit(main())
