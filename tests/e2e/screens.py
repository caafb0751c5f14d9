"""Photographs every page so that somebody looks: `script/check --screens [options] [WORD ...]`.

Phone and desktop, Thai and English, light and dark, into var/screens: the pages of
tests/e2e/pages.py, and every other page of the matrix of addresses as the first role sees it.
Starts a server over a demo of its own; `--at http://127.0.0.1:8000` takes a running one (with
PRONGSAI_DEMO_PASSWORD set) and the listed pages alone. Words choose pages by account or address,
`--device`, `--language` and `--theme` one look.
"""

import argparse
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, sync_playwright

from benchmarks.nation import keep
from benchmarks.server import PASSWORD, ROOT, serve
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
    looks = list(product(arguments.device, arguments.language, arguments.theme))
    FOLDER.mkdir(parents=True, exist_ok=True)
    server = open_server(arguments.at)
    with server as (address, password, pages), sync_playwright() as playwright:
        wanted = [page for page in pages if is_wanted(page, arguments.words)]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for account in sorted({account for account, _ in wanted}):
            paths = [path for other, path in wanted if other == account]
            cookies = sign_in(browser, address, account, password)
            for look in looks:
                photograph(browser, address, account, cookies, paths, look)
        browser.close()
    sys.stdout.write(f"{len(list(FOLDER.glob('*.png')))} pictures lie in {FOLDER}\n")
    return 0


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--at", default="", help="address of a running server")
    for name, known in (("device", WIDTHS), ("language", LANGUAGES), ("theme", THEMES)):
        parser.add_argument(f"--{name}", nargs=1, choices=[*known], default=[*known])
    parser.add_argument("words", nargs="*", help="only pages whose account or address has a word")
    return parser.parse_args()


def is_wanted(page: tuple[str, str], words: list[str]) -> bool:
    return not words or any(word in part for word in words for part in page)


@contextmanager
def open_server(at: str) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Yield address and password of the server to photograph, and its pages."""
    if at:
        yield at.rstrip("/"), os.environ.get("PRONGSAI_DEMO_PASSWORD", ""), PAGES
        return
    env, pages = keep("screens-demo", "province")
    with serve(env, workers=1) as address:
        yield address, PASSWORD, list_pages(pages)


def list_pages(known: list[tuple[str, str, bool]]) -> list[tuple[str, str]]:
    """Return account and path of every page once, the listed ones first."""
    found = dict.fromkeys(PAGES)
    seen = {path for _, path in PAGES}
    for account, path, is_area in known:
        if path not in seen and not is_area:
            found[account, path] = None
            seen.add(path)
    return list(found)


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
    browser: Browser, address: str, account: str, cookies: Any, paths: list[str], look: Any
) -> None:
    device, language, theme = look
    context = open_context(browser, address, WIDTHS[device], theme)
    context.add_cookies([*cookies, make_cookie("prongsai_language", language, address)])
    page = context.new_page()
    for path in paths:
        name = f"{get_name(account or 'visitor', path)}-{device}-{language}-{theme}.png"
        try:
            answer = page.goto(path)
        except Error:  # a file to keep
            continue
        # A form in a sandbox never says that it is ready; it is seen in the frames of its preview.
        headers = answer.headers if answer else {}
        is_page = headers.get("content-type", "").startswith("text/html")
        if not is_page or "sandbox" in headers.get("content-security-policy", ""):
            continue
        page.evaluate("document.fonts.ready.then(() => true)")
        page.screenshot(path=FOLDER / name, full_page=True)
        sys.stdout.write(f"{(FOLDER / name).relative_to(ROOT)}\n")
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
