"""Pages that keep what was answered while something is missing: another code, or a wait."""

from functools import lru_cache

from django.utils.html import escape
from django.utils.translation import gettext_noop as _

from prongsai.surveys.intake import replies
from prongsai.surveys.intake.forms import compile_page
from prongsai.surveys.intake.pages import Page
from prongsai.surveys.intake.payload import Submission
from prongsai.surveys.intake.replies import Reply

# (status, heading, text) of why answers could not be taken under a code.
REASONS = {
    "no-code": (
        "404 Not Found",
        _("ไม่พบรหัสนี้"),
        _("รหัสไม่ถูกต้อง หรือถูกยกเลิกแล้ว โปรดตรวจทีละตัว หรือขอซองใหม่จากผู้ดูแลของหน่วยงาน แล้วพิมพ์รหัสที่นี่"),
    ),
    "too-often": (
        "429 Too Many Requests",
        _("มีการลองรหัสผิดหลายครั้ง"),
        _("รหัสไม่ถูกต้อง โปรดตรวจทีละตัว หรือขอซองใหม่ รหัสที่ถูกต้องใช้ได้เสมอ"),
    ),
    "revoked": (
        "410 Gone",
        _("ลิงก์นี้ยกเลิกแล้ว"),
        _("หน่วยงานเปลี่ยนลิงก์ใหม่ โปรดพิมพ์รหัสล่าสุดจากป้าย เว็บไซต์ หรือซองของหน่วยงาน"),
    ),
}
# A shared device does not keep the answers of somebody who left to ask for another slip.
KIOSK_SECONDS = 300
BUSY_SECONDS = 10


def ask_code(reason: str, given: Submission, words: dict[str, str], language: str) -> Reply:
    """Say why the code does not count, and take another with the answers of the page."""
    status, heading, text = REASONS[reason]
    refresh = f'<meta http-equiv="refresh" content="{KIOSK_SECONDS}">' if words["kiosk"] else ""
    values = words | {
        "refresh": refresh,
        "value": escape(given.code),
        "fields": replies.hide_fields(given.fields),
    }
    return replies.page(status, _get_page(heading, text, language).render(values))


def offer_code(given: Submission, language: str) -> str:
    """Return the part of the thanks that takes another code, for whoever got a spent one."""
    return _get_part(language).render({"fields": replies.hide_fields(given.fields)})


def ask_to_wait(given: Submission, seconds: int, words: dict[str, str], language: str) -> Reply:
    """Show the place in the slow lane."""
    return _show_wait("428 Precondition Required", given, seconds, words, language)


def ask_again(given: Submission, words: dict[str, str], language: str) -> Reply:
    """Let a page that came at a busy moment come again by itself."""
    return _show_wait("503 Service Unavailable", given, BUSY_SECONDS, words, language)


def _show_wait(
    status: str, given: Submission, seconds: int, words: dict[str, str], language: str
) -> Reply:
    paying = {
        **{"work": given.work, "wait": given.wait},
        **{"code": given.code, "token": given.token},
    }
    fields = given.fields | {name: text for name, text in paying.items() if text}
    values = words | {
        "seconds": str(seconds),
        "time": replies.tell_time(seconds, language),
        "fields": replies.hide_fields(fields),
    }
    page = replies.get_wait(language, busy=status.startswith("503"))
    return replies.page(status, page.render(values), retry_after=seconds)


@lru_cache(maxsize=8)
def _get_page(heading: str, text: str, language: str) -> Page:
    return compile_page("retry", language, heading=heading, text=text)


@lru_cache(maxsize=2)
def _get_part(language: str) -> Page:
    return compile_page("_spent", language)
