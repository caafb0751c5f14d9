"""Filters: dates, years, scores and counts in the reader's language."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import template
from django.utils.translation import npgettext

from prongsai.ui import dates

register = template.Library()
NOTHING = "–"


@register.filter
def thai_date(value: Any) -> str:
    """21 พฤศจิกายน 2569 · 21 November 2026 (B.E. 2569)."""
    return dates.get_long(value) if isinstance(value, date) else NOTHING


@register.filter
def thai_date_short(value: Any) -> str:
    """21 พ.ย. 2569 · 21 Nov 2026."""
    return dates.get_short(value) if isinstance(value, date) else NOTHING


@register.filter
def thai_datetime(value: Any) -> str:
    """21 พฤศจิกายน 2569 เวลา 14.30 น. · 21 November 2026 (B.E. 2569), 14:30."""
    return dates.get_moment(value) if isinstance(value, date) else NOTHING


@register.filter
def be_year(value: Any) -> str:
    """2569 · B.E. 2569."""
    return dates.get_be_year(value) if isinstance(value, date | int) else NOTHING


@register.filter
def score(value: Any) -> str:
    """A score with two decimals, half up; a dash where there is none."""
    if value is None or value == "":
        return NOTHING
    return str(Decimal(str(value)).quantize(Decimal("0.01"), ROUND_HALF_UP))


@register.filter
def count(value: Any) -> str:
    """A whole number with its thousands marked."""
    if value is None or value == "":
        return NOTHING
    return f"{int(value):,}"


@register.filter
def agencies(number: int) -> str:
    """The word that counts agencies, for so many of them."""
    return npgettext("unit", "แห่ง", "แห่ง", number)


@register.filter
def people(number: int | None) -> str:
    """The word that counts people, for so many of them; for many where that is not known."""
    return npgettext("unit", "คน", "คน", number or 0)


@register.filter
def rows(number: int) -> str:
    """The word that counts the rows of a table, for so many of them."""
    return npgettext("unit", "แถว", "แถว", number)


def count_people(number: int) -> str:
    """1,204 คน · 1,204 people."""
    return f"{number:,} {people(number)}"


def count_agencies(number: int) -> str:
    """1,204 แห่ง · 1,204 agencies."""
    return f"{number:,} {agencies(number)}"
