"""One cell of a table as HTML and as a plain value for export."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from prongsai.ui import dates
from prongsai.ui.templatetags.ui_formats import NOTHING, count, score
from prongsai.ui.types import Badge

if TYPE_CHECKING:
    from prongsai.ui.tables import Column


@dataclass(frozen=True, slots=True)
class Cell:
    """What a row shows in one column."""

    column: "Column"
    html: str | SafeString
    note: str = ""


def get_cell(column: "Column", row: Any) -> Cell:
    value = column.read(row)
    note = column.note(row) if column.note else ""
    html = get_html(column, value)
    address = column.url(row) if column.url and value not in (None, "") else ""
    if address:
        html = format_html('<a href="{}">{}</a>', address, html)
    return Cell(column, html, note)


def get_html(column: "Column", value: Any) -> str | SafeString:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, Badge):
        return get_badge(value)
    if column.kind == "score":
        return score(value)
    if column.kind == "number":
        return count(value) if isinstance(value, int | Decimal) else str(value)
    if isinstance(value, date):
        words = dates.get_moment(value) if column.kind == "datetime" else dates.get_short(value)
        local = dates.to_local(value).isoformat()
        return format_html('<time datetime="{}">{}</time>', local, words)
    return str(value)


@lru_cache(maxsize=1024)
def get_badge(badge: Badge) -> SafeString:
    """The rows of a table say the same few states again and again."""
    context = {"tone": badge.tone, "text": badge.text, "icon": badge.icon or badge.tone}
    return render_to_string("ui/components/badge.html", context)


def get_plain(column: "Column", row: Any) -> Any:
    """Return the value for a spreadsheet: numbers stay numbers, states become their words."""
    value = column.read(row)
    if isinstance(value, Badge):
        return value.text
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return value
    if isinstance(value, date):
        return dates.to_local(value)
    return "" if value is None else str(value)
