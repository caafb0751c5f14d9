"""Dates as the reader's language writes them: Buddhist era in Thai, both eras in English."""

from datetime import date, datetime

from django.utils.translation import get_language

from prongsai.core.clock import BANGKOK
from prongsai.core.thai_dates import (
    BE_OFFSET,
    ENGLISH_MONTHS,
    FIRST_YEAR,
    Language,
    be_year,
    format_thai_date,
    format_thai_range,
)


def get_page_language() -> Language:
    return "en" if (get_language() or "").startswith("en") else "th"


def to_local(value: date | datetime) -> date | datetime:
    """Return a moment on Bangkok's clock; a day stays a day."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(BANGKOK)
    return value


def get_long(value: date | datetime) -> str:
    """21 พฤศจิกายน 2569 · 21 November 2026 (B.E. 2569)."""
    day = to_local(value)
    if get_page_language() == "th":
        return format_thai_date(_to_day(day))
    return f"{day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year} (B.E. {be_year(day)})"


def get_short(value: date | datetime) -> str:
    """21 พ.ย. 2569 · 21 Nov 2026."""
    day = to_local(value)
    if get_page_language() == "th":
        return format_thai_date(_to_day(day), style="short")
    return f"{day.day} {ENGLISH_MONTHS[day.month - 1][:3]} {day.year}"


def get_range(first: date, last: date) -> str:
    """1 มีนาคม – 30 เมษายน 2569 · 1 March – 30 April 2026 (B.E. 2569)."""
    if get_page_language() == "th":
        return format_thai_range(first, last)
    if first == last or first.year != last.year:
        return get_long(last) if first == last else f"{get_long(first)} – {get_long(last)}"
    month = "" if first.month == last.month else f" {ENGLISH_MONTHS[first.month - 1]} "
    return f"{first.day}{month}–{' ' if month else ''}{get_long(last)}"


def get_moment(value: date | datetime) -> str:
    """Return day and time; of a mere day, the day."""
    local = to_local(value)
    if not isinstance(local, datetime):
        return get_long(local)
    if get_page_language() == "th":
        return f"{get_long(local)} เวลา {local:%H.%M} น."
    return f"{get_long(local)}, {local:%H:%M}"


def get_be_year(value: date | datetime | int) -> str:
    """Return the Buddhist-era year of a day, of a western year or of itself."""
    year = value if isinstance(value, int) else to_local(value).year
    year = year if year >= FIRST_YEAR else year + BE_OFFSET
    return str(year) if get_page_language() == "th" else f"B.E. {year}"


def _to_day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value
