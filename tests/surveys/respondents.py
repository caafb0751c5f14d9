"""What the browser tests of respondents share: the intake behind the live server, and a hand."""

import re

from django.db import connection

PHONE = 390
RECEIPT = re.compile(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}")


def mount(server, intake):
    """Answer /s/ by INTAKE, as config/wsgi.py does; return how to undo it."""
    pages = server.get_app()

    def application(environ, start_response):
        if environ["PATH_INFO"].startswith("/s/"):
            return intake(environ, start_response)
        return pages(environ, start_response)

    server.set_app(application)
    return lambda: server.set_app(pages)


def answer_all(page, *, leave_out=()):
    """Tick a choice of every question, the first and the second by turns."""
    for at in range(count_lines(page)):
        if at not in leave_out:
            page.locator(f"#q{at} input").nth(at % 2).check()


def count_lines(page):
    return page.locator("fieldset[id^=q]").count()


def list_ticked(page):
    """Return what is ticked and picked on the form, as a browser would send it."""
    return page.evaluate(
        "[...new FormData(document.getElementById('form'))]"
        ".filter(([name, value]) => /^(q|p\\d|told)/.test(name) && value)"
    )


def wait_for_page(page, selector):
    """Return when the page with SELECTOR is there as a whole, and its script has run."""
    page.locator(selector).first.wait_for()
    page.wait_for_load_state("load")


def send(page):
    page.locator(".button.main").click()


def read_receipt(page):
    """Wait for the thanks and return the receipt."""
    wait_for_page(page, "body.sent .receipt .code")
    receipt = page.locator(".receipt .code").text_content()
    assert RECEIPT.fullmatch(receipt)
    return receipt


def read_storage(page):
    return page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")


def count_spends():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger.spends")
        return cursor.fetchone()[0]
