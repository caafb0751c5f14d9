"""Everything the intake can answer, with the headers that go with it."""

import gzip
import html
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl

from django.conf import settings
from django.utils import translation
from django.utils.html import escape, format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from prongsai.core.thai_dates import format_thai_range
from prongsai.surveys.intake.assets import Asset
from prongsai.surveys.intake.forms import compile_page
from prongsai.surveys.intake.pages import Page, gzip_page
from prongsai.surveys.intake.payload import Submission
from prongsai.surveys.types import ChannelCard, ChannelKind, Instrument

CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; worker-src 'self'; img-src data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
Headers = list[tuple[str, str]]
_COMMON: Headers = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("content-security-policy", CSP),
    ("x-frame-options", "DENY"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
]
if settings.SECURE_HSTS_SECONDS:
    _COMMON.append(("strict-transport-security", f"max-age={settings.SECURE_HSTS_SECONDS}"))
_HTML: Headers = [
    ("content-type", "text/html; charset=utf-8"),
    ("cache-control", "no-store"),
    *_COMMON,
]
_GZIP = ("content-encoding", "gzip")
_PACKED: Headers = [*_HTML, _GZIP]

# (heading, text) of the pages that say why a form cannot be shown.
NOTICES = {
    "unknown": (
        _("ไม่พบลิงก์นี้"),
        _("โปรดตรวจรหัสจากป้ายหรือซองอีกครั้ง รหัสที่พิมพ์ผิดเพียงตัวเดียวจะไม่พบ"),
    ),
    "early": (
        _("ยังไม่ถึงวันเปิดรับคำตอบ"),
        _("แบบวัดของหน่วยงานนี้ยังไม่เปิด โปรดกลับมาใหม่ในวันที่แจ้งไว้"),
    ),
    "closed": (
        _("ปิดรับคำตอบแล้ว"),
        _("แบบวัดของหน่วยงานนี้ปิดแล้ว ขอบคุณที่สนใจ ผลการประเมินจะประกาศต่อสาธารณะ"),
    ),
    "revoked": (
        _("ลิงก์นี้ยกเลิกแล้ว"),
        _("โปรดดูลิงก์หรือ QR ล่าสุดจากป้ายหรือเว็บไซต์ของหน่วยงาน หากไม่พบ โปรดถามหน่วยงาน"),
    ),
    "too-large": (
        _("ข้อมูลที่ส่งมาไม่ใช่แบบวัดนี้"),
        _("โปรดเปิดลิงก์ใหม่แล้วตอบอีกครั้ง"),
    ),
    "not-ready": (
        _("ระบบยังไม่พร้อม"),
        _("โปรดเปิดหน้านี้ใหม่ในอีกสักครู่ คำตอบที่เก็บในเครื่องของท่านยังอยู่"),
    ),
}


REPEATED = _("เคยได้รับคำตอบนี้แล้ว คำตอบชุดแรกเท่านั้นที่นับ ใบรับจึงเป็นใบเดิม")
CODE_TAKEN = _("หากครั้งแรกไม่ใช่ท่าน แปลว่าผู้อื่นใช้รหัสนี้ไปแล้ว โปรดขอซองใหม่")
TOKEN_TAKEN = _(
    "หากครั้งแรกไม่ใช่ท่าน แปลว่าผู้อื่นใช้โทเคนของท่านไปแล้ว โทเคนออกใหม่ไม่ได้ โปรดแจ้งเจ้าหน้าที่คุ้มครองข้อมูล"
)


BROKEN_SECONDS = 20


class Reply(NamedTuple):
    """One answer to one request, with all of its headers."""

    status: str
    headers: Headers
    body: bytes


def packed(status: str, body: bytes) -> Reply:
    """Answer with a page that is compressed already."""
    return _reply(status, _PACKED, body)


def unpack(reply: Reply) -> Reply:
    """Return the reply for somebody who cannot read compressed pages."""
    if _GZIP not in reply.headers:
        return reply
    headers = [each for each in reply.headers if each != _GZIP and each[0] != "content-length"]
    return _reply(reply.status, headers, gzip.decompress(reply.body))


def page(status: str, text: str, *, retry_after: int = 0) -> Reply:
    headers = [*_PACKED, ("retry-after", str(retry_after))] if retry_after else _PACKED
    return _reply(status, headers, gzip_page(text))


def asset(file: Asset) -> Reply:
    headers = [
        ("content-type", file.content_type),
        _GZIP,
        ("vary", "accept-encoding"),
        ("cache-control", "public, max-age=31536000, immutable"),
        *_COMMON,
    ]
    return _reply("200 OK", headers, file.content)


def redirect(place: str) -> Reply:
    headers = [("location", place), ("cache-control", "no-store"), *_COMMON]
    return _reply("303 See Other", headers, b"")


def refuse_method() -> Reply:
    return _reply("405 Method Not Allowed", [("allow", "GET, HEAD, POST"), *_COMMON], b"")


def notice(status: str, name: str, language: str, **values: str) -> Reply:
    return page(status, _get_notice(name, language).render(values))


def shut(status: str, name: str, channel: ChannelCard, language: str) -> Reply:
    """Say why a link that exists takes no answers, whose it is and on which days it does."""
    values = {"agency": name_agency(channel, language)}
    if name != "revoked" and channel.opens_on <= channel.closes_on:
        days = format_thai_range(
            channel.opens_on, channel.closes_on, language="en" if language == "en" else "th"
        )
        with translation.override(language):
            values["detail"] = say("p", gettext("วันรับคำตอบ %(days)s") % {"days": days})
    return notice(status, name, language, **values)


def name_agency(channel: ChannelCard, language: str) -> str:
    """Return the line above a heading that says whose link this is."""
    agency = channel.agency.in_language(language)
    lang = "th" if agency == channel.agency.th else language
    return say("p", agency, **{"class": "kicker", "lang": lang})


def keep_asking(body: bytes, language: str) -> Reply:
    """Answer a form that could not even be read: it comes again by itself, whatever it holds."""
    sent = parse_qsl(body.decode("ascii", "replace"))
    fields = {name: text for name, text in sent if name.isascii() and name.isalnum()}
    values = {"seconds": str(BROKEN_SECONDS), "time": tell_time(BROKEN_SECONDS, language)}
    text = get_wait(language, broken=True).render(values | {"fields": hide_fields(fields)})
    return page("503 Service Unavailable", text, retry_after=BROKEN_SECONDS)


def _reply(status: str, headers: Headers, body: bytes) -> Reply:
    return Reply(status, [*headers, ("content-length", str(len(body)))], body)


@lru_cache(maxsize=64)
def get_wait(language: str, *, busy: bool = False, broken: bool = False) -> Page:
    return compile_page("wait", language, busy=busy, broken=broken)


@lru_cache(maxsize=64)
def get_code_page(language: str, *, sealed: bool) -> Page:
    return compile_page("code", language, sealed=sealed)


@lru_cache(maxsize=64)
def _get_notice(name: str, language: str) -> Page:
    heading, text = NOTICES[name]
    return compile_page("notice", language, heading=heading, text=text)


def hide_fields(fields: Mapping[str, str]) -> str:
    """Return hidden inputs that carry what was already given."""
    return "\n".join(
        f'<input type="hidden" name="{name}" value="{html.escape(value)}">'
        for name, value in sorted(fields.items())
    )


def tell_time(seconds: int, language: str) -> str:
    minutes, rest = divmod(seconds, 60)
    with translation.override(language):
        words = [f"{minutes} {gettext('นาที')}"] if minutes else []
        return " ".join([*words, f"{rest} {gettext('วินาที')}"])


def say_repeated(channel: ChannelCard, language: str) -> str:
    """Return what is said when the same answer comes again; open links have no code to lose."""
    words = [REPEATED]
    if channel.instrument == Instrument.IIT:
        words.append(TOKEN_TAKEN if channel.kind == ChannelKind.TOKEN else CODE_TAKEN)
    with translation.override(language):
        text = " ".join(gettext(each) for each in words)
    return say("p", text, **{"class": "box"})


def describe_wrong_token() -> dict[str, str]:
    words = [("token", gettext("โทเคนของท่าน"))]
    return {"problem": list_problems(gettext("โทเคนนี้ใช้กับแบบวัดนี้ไม่ได้"), words)}


def describe_missing(given: Submission) -> dict[str, str]:
    """Return what the form says about questions without an answer."""
    error, values = gettext("ยังไม่ได้ตอบข้อนี้"), {}
    for at in given.missing:
        values[f"error{at}"] = say("p", error, **{"class": "error", "id": f"e{at}"})
        values[f"wrong{at}"] = f' aria-describedby="e{at}"'
    heading = gettext("ยังไม่ได้ตอบ %(count)s ข้อ") % {"count": len(given.missing)}
    links = [(f"q{at}", f"{gettext('ข้อ')} {at + 1}") for at in given.missing]
    if not given.is_empty:
        skip = gettext("ขอเว้นข้อที่ยังไม่ได้ตอบ และส่งเท่าที่ตอบแล้ว")
        values["skip"] = get_tick("skip", skip)
        links.append(("skip", skip))
    return values | {"problem": list_problems(heading, links)}


def list_problems(heading: str, links: Sequence[tuple[str, str]]) -> str:
    """Return the summary of what is wrong, with a way to each place (its id and words)."""
    items = format_html_join("", '<li><a href="#{}">{}</a></li>', links)
    return format_html(
        '<div class="problem" id="problem" role="alert" tabindex="-1"><h2>{}</h2><ul>{}</ul></div>',
        heading,
        items,
    )


def say(tag: str, text: str, **attributes: str) -> str:
    given = format_html_join("", ' {}="{}"', attributes.items())
    return format_html("<{0}{1}>{2}</{0}>", escape(tag), given, text)


def get_tick(name: str, text: str) -> str:
    return format_html(
        '<label class="tickbox"><input type="checkbox" id="{}" name="{}" value="1"> {}</label>',
        name,
        name,
        text,
    )
