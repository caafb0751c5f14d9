"""Dates as the reader's language writes them: Buddhist era in Thai, both eras in English."""

from datetime import date, datetime

from django.utils.translation import get_language

from prongsai.core.clock import BANGKOK
from prongsai.core.thai_dates import (
    BE_OFFSET,
    FIRST_YEAR,
    Language,
    format_thai_date,
    format_thai_datetime,
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
    return format_thai_date(value, language=get_page_language())


def get_short(value: date | datetime) -> str:
    """21 พ.ย. 2569 · 21 Nov 2026."""
    return format_thai_date(value, style="short", language=get_page_language())


def get_range(first: date, last: date) -> str:
    """1 มีนาคม – 30 เมษายน 2569 · 1 March – 30 April 2026 (B.E. 2569)."""
    return format_thai_range(first, last, language=get_page_language())


def get_moment(value: date | datetime) -> str:
    """Return day and time; of a mere day, the day."""
    if isinstance(value, datetime):
        return format_thai_datetime(value, language=get_page_language())
    return get_long(value)


def get_be_year(value: date | datetime | int) -> str:
    """Return the Buddhist-era year of a day, of a western year or of itself."""
    year = value if isinstance(value, int) else to_local(value).year
    year = year if year >= FIRST_YEAR else year + BE_OFFSET
    return str(year) if get_page_language() == "th" else f"B.E. {year}"
