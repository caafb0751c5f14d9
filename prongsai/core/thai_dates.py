"""Dates in the Buddhist era: what people type, what pages and letters show, fiscal years.

A year typed without an era is a Buddhist year; two digits mean 25xx. Christian years are taken
only where they cannot be mistaken: in ISO form (2025-02-07), marked with ค.ศ., or beside an
English month. Years before B.E. 2484 began in April and are not handled.

Thai readers see the Buddhist era. English readers see the Christian year too, but for the
numeric form, which is Buddhist everywhere.
"""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.utils.translation import get_language, gettext

from prongsai.core.clock import BANGKOK
from prongsai.core.errors import Invalid
from prongsai.core.thai_text import fold, to_arabic_digits, to_thai_digits

Style = Literal["long", "short", "numeric"]
Digits = Literal["arabic", "thai"]
Language = Literal["th", "en"]

THAI_MONTHS = (
    *("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน"),
    *("กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"),
)
THAI_MONTHS_SHORT = (
    *("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย."),
    *("ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."),
)
ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
# Monday first, as date.weekday() counts.
THAI_WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
ENGLISH_WEEKDAYS = (
    *("Monday", "Tuesday", "Wednesday", "Thursday"),
    *("Friday", "Saturday", "Sunday"),
)
BE_OFFSET = 543
FIRST_YEAR = 2484
LAST_YEAR = 2743


def be_year(day: date) -> int:
    return day.year + BE_OFFSET


def ce_year(year: int) -> int:
    """Return the Christian year of a Buddhist one; a year of another era is a mistake of ours."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"{year} is no Buddhist year")
    return year - BE_OFFSET


def fiscal_year(day: date) -> int:
    """Return the Buddhist fiscal year: year N runs from 1 October N-1 to 30 September N."""
    return be_year(day) + (day.month >= 10)


def fiscal_year_bounds(year: int) -> tuple[date, date]:
    """Return the first and the last day of a Buddhist fiscal year."""
    return date(ce_year(year) - 1, 10, 1), date(ce_year(year), 9, 30)


# Writing


def format_thai_date(
    day: date,
    *,
    style: Style = "long",
    digits: Digits = "arabic",
    language: Language = "th",
    weekday: bool = False,
) -> str:
    """Return "7 กุมภาพันธ์ 2568", "7 ก.พ. 2568" or "07/02/2568"; a moment is dated in Bangkok.

    In English: "7 February 2025 (B.E. 2568)", "7 Feb 2025" and "07/02/2568".
    """
    day = _day_of(day)
    text = f"{_day_and_month(day, style, language)}{_year(day, style, language)}"
    if weekday:
        name = (ENGLISH_WEEKDAYS if language == "en" else THAI_WEEKDAYS)[day.weekday()]
        text = f"{name}, {text}" if language == "en" else f"วัน{name}ที่ {text}"
    return _in_digits(text, digits)


def format_thai_time(
    moment: datetime,
    *,
    digits: Digits = "arabic",
    language: Language = "th",
    seconds: bool = False,
) -> str:
    """Return the time in Bangkok: "13.30 น.", in English "13:30"."""
    text = f"{_in_bangkok(moment):{'%H:%M:%S' if seconds else '%H:%M'}}"
    return text if language == "en" else _in_digits(text.replace(":", ".") + " น.", digits)


def format_thai_datetime(
    moment: datetime,
    *,
    style: Style = "long",
    digits: Digits = "arabic",
    language: Language = "th",
) -> str:
    """Return "7 กุมภาพันธ์ 2568 เวลา 13.30 น."; the time in Bangkok."""
    day = format_thai_date(moment, style=style, digits=digits, language=language)
    time = format_thai_time(moment, digits=digits, language=language)
    if language == "en":
        return f"{day}, {time}"
    return f"{day} เวลา {time}" if style == "long" else f"{day} {time}"


def format_thai_range(
    first: date,
    last: date,
    *,
    style: Style = "long",
    digits: Digits = "arabic",
    language: Language = "th",
) -> str:
    """Return "1–31 พฤษภาคม 2565", naming month and year once where both days share them."""
    first, last = _day_of(first), _day_of(last)
    end = format_thai_date(last, style=style, language=language)
    if first == last:
        text = end
    elif style == "numeric" or first.year != last.year:
        text = f"{format_thai_date(first, style=style, language=language)} – {end}"
    elif first.month != last.month:
        text = f"{_day_and_month(first, style, language)} – {end}"
    else:
        text = f"{first.day}–{end}"
    return _in_digits(text, digits)


def _day_of(day: date) -> date:
    return _in_bangkok(day).date() if isinstance(day, datetime) else day


def _in_bangkok(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(BANGKOK)


def _day_and_month(day: date, style: Style, language: Language) -> str:
    if style == "numeric":
        return f"{day:%d/%m}"
    if language == "en":
        name = ENGLISH_MONTHS[day.month - 1]
        return f"{day.day} {name if style == 'long' else name[:3]}"
    names = THAI_MONTHS if style == "long" else THAI_MONTHS_SHORT
    return f"{day.day} {names[day.month - 1]}"


def _year(day: date, style: Style, language: Language) -> str:
    if style == "numeric":
        return f"/{be_year(day)}"
    if language == "th":
        return f" {be_year(day)}"
    return f" {day.year} (B.E. {be_year(day)})" if style == "long" else f" {day.year}"


def _in_digits(text: str, digits: Digits) -> str:
    return to_thai_digits(text) if digits == "thai" else text


# Reading


@dataclass(frozen=True, slots=True)
class WeekdayCheck:
    """A date as written, and the weekday written before it: 0 is Monday, None is no weekday."""

    day: date
    written: int | None

    @property
    def actual(self) -> int:
        return self.day.weekday()

    @property
    def agrees(self) -> bool:
        return self.written in {None, self.actual}


def parse_thai_date(text: str) -> date:
    """Return the date that TEXT names; Invalid says in words what is wrong with it."""
    check = check_weekday(text)
    if not check.agrees:
        raise Invalid(
            gettext("%(date)s ตรงกับวัน%(actual)s ไม่ใช่วัน%(written)s กรุณาตรวจสอบวันที่")
            % {
                "date": format_thai_date(check.day, language=_language()),
                "actual": _weekday_name(check.actual),
                "written": _weekday_name(check.written or 0),
            }
        )
    return check.day


def _bare(name: str) -> str:
    return re.sub(r"[.\s]", "", fold(name))


def _numbers(*spellings: Sequence[str]) -> dict[str, int]:
    """Map every spelling, without dots, to its number counted from 0."""
    return {_bare(name): number for names in spellings for number, name in enumerate(names)}


def _any_of(spellings: dict[str, int]) -> str:
    """Return a pattern for the names, the longest first, abbreviations with or without dots."""
    ordered = sorted(spellings, key=len, reverse=True)
    return "|".join(r"\.?\s?".join(name) if len(name) < 4 else name for name in ordered)


_MONTHS = _numbers(
    THAI_MONTHS, THAI_MONTHS_SHORT, ENGLISH_MONTHS, [name[:3] for name in ENGLISH_MONTHS]
) | {"sept": 8}
_WEEKDAYS = _numbers(
    THAI_WEEKDAYS,
    ("จ.", "อ.", "พ.", "พฤ.", "ศ.", "ส.", "อา."),
    ENGLISH_WEEKDAYS,
    [name[:3] for name in ENGLISH_WEEKDAYS],
) | {"พฤหัส": 3}

_CHRISTIAN = {"คริสต์ศักราช", "คศ", "ce", "ad"}

_BEFORE = rf"(?:ณ\s?)?(?:(?:วัน\s?)?(?P<weekday>{_any_of(_WEEKDAYS)})\.?,?\s?)?(?:วัน)?(?:ที่)?\s?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_MONTH = rf"(?:เดือน\s?)?(?P<month>{_any_of(_MONTHS)})\.?"
_ERA = r"(?P<{}>พุทธศักราช|คริสต์ศักราช|พ\.?\s?ศ\.?|ค\.?\s?ศ\.?|b\.?\s?e\.?|c\.?\s?e\.?|a\.?\s?d\.?)?"
_YEAR = rf"{_ERA.format('era')}\s?(?P<year>\d+)\s?{_ERA.format('era_after')}"
_BOTH_ERAS = r"(?:\((?:b\.?e\.?|พ\.?ศ\.?)\s?(?P<both>\d{4})\))?"
_MARK = r"\s?[/.-]\s?"
_FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        r"(?P<iso>\d{4})-(?P<number>\d{1,2})-(?P<day>\d{1,2})",
        rf"{_BEFORE}{_DAY}(?P<mark>{_MARK})(?P<number>\d{{1,2}})(?P=mark){_YEAR}",
        rf"{_BEFORE}{_DAY}[\s/-]*{_MONTH}[\s/,-]*{_YEAR}{_BOTH_ERAS}",
        rf"{_BEFORE}{_MONTH}\s?{_DAY},?\s{_YEAR}",
    )
)


def check_weekday(text: str) -> WeekdayCheck:
    """Read a date such as "วันพฤหัสบดีที่ 31 มีนาคม 2565"; a wrong weekday is told, not refused."""
    plain = fold(to_arabic_digits(text))
    for form in _FORMS:
        if match := form.fullmatch(plain):
            return _read(match.groupdict())
    raise Invalid(
        gettext("อ่านวันที่ “%(text)s” ไม่ได้ กรุณาพิมพ์เช่น %(example)s หรือ 7/2/2568")
        % {"text": text.strip()[:40], "example": _example()}
    )


def _read(parts: dict[str, str | None]) -> WeekdayCheck:
    month = parts.get("month")
    number = _MONTHS[_bare(month)] + 1 if month else int(parts["number"] or 0)
    year = _read_year(parts)
    if parts.get("both") not in {None, str(year)}:
        raise Invalid(gettext("ปี ค.ศ. และ พ.ศ. ไม่ตรงกัน กรุณาพิมพ์ปีเดียว"))
    day = _date(year, number, int(parts["day"] or 0))
    written = parts.get("weekday")
    return WeekdayCheck(day, _WEEKDAYS[_bare(written)] if written else None)


def _read_year(parts: dict[str, str | None]) -> int:
    """Return the Buddhist year; an era that cannot be told is refused."""
    if iso := parts.get("iso"):
        return _christian_year(int(iso))
    text = parts["year"] or ""
    eras = {_bare(era) in _CHRISTIAN for era in (parts["era"], parts["era_after"]) if era}
    if len(eras) > 1 or len(text) not in ({4} if True in eras else {2, 4}):
        raise Invalid(gettext("กรุณาพิมพ์ปีพุทธศักราชให้ครบสี่หลัก เช่น 2568"))
    if len(text) == 2:
        return 2500 + int(text)
    looks_christian = FIRST_YEAR - BE_OFFSET <= int(text) <= LAST_YEAR - BE_OFFSET
    if True in eras or (looks_christian and not eras and _in_english(parts.get("month"))):
        return _christian_year(int(text))
    if looks_christian and not eras:
        raise Invalid(
            gettext("ปี %(year)s ดูเหมือนปีคริสต์ศักราช กรุณาพิมพ์เป็นพุทธศักราช %(be)s หรือพิมพ์ ค.ศ. หน้าปี")
            % {"year": text, "be": int(text) + BE_OFFSET}
        )
    return int(text)


def _in_english(month: str | None) -> bool:
    return bool(month) and str(month).isascii()


def _christian_year(year: int) -> int:
    if year >= FIRST_YEAR:
        raise Invalid(
            gettext("ปี %(year)s เป็นปีพุทธศักราช กรุณาพิมพ์วันที่เช่น %(example)s")
            % {"year": year, "example": _example()}
        )
    return year + BE_OFFSET


def _date(year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid(
            gettext("ปี พ.ศ. %(year)s อยู่นอกช่วงที่ใช้ได้ คือ พ.ศ. %(first)s ถึง %(last)s")
            % {"year": year, "first": FIRST_YEAR, "last": LAST_YEAR}
        )
    if not 1 <= month <= 12:
        raise Invalid(gettext("ไม่มีเดือนที่ %(month)s เดือนมีตั้งแต่ 1 ถึง 12") % {"month": month})
    days = monthrange(year - BE_OFFSET, month)[1]
    if not 1 <= day <= days:
        raise Invalid(
            gettext("ไม่มีวันที่ %(day)s %(month)s %(year)s เดือนนี้มี %(days)s วัน")
            % {"day": day, "month": _month_name(month), "year": year, "days": days}
        )
    return date(year - BE_OFFSET, month, day)


# Words of the messages, in the language of the page


def _language() -> Language:
    return "en" if (get_language() or "").startswith("en") else "th"


def _weekday_name(number: int) -> str:
    return (ENGLISH_WEEKDAYS if _language() == "en" else THAI_WEEKDAYS)[number]


def _month_name(number: int) -> str:
    return (ENGLISH_MONTHS if _language() == "en" else THAI_MONTHS)[number - 1]


def _example() -> str:
    return format_thai_date(date(2025, 2, 7), language=_language())
