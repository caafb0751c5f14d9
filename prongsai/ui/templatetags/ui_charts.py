"""Charts drawn on the server: SVG with title and description, and a table beside it."""

from collections.abc import Sequence
from hashlib import sha1
from typing import Any

from django import template

from prongsai.ui import charts
from prongsai.ui.types import Bar, Number, Point

register = template.Library()


def _get_id(*parts: object) -> str:
    return "chart-" + sha1(repr(parts).encode(), usedforsecurity=False).hexdigest()[:10]


@register.inclusion_tag("ui/components/bars.html")
def ui_bars(
    rows: Sequence[Bar], title: str = "", unit: str = "", maximum: Number = 100
) -> dict[str, Any]:
    """Horizontal bars: a table whose last column draws the number."""
    drawn = [(bar, charts.get_share(bar.value, maximum)) for bar in rows]
    return {"rows": drawn, "title": title, "unit": unit}


@register.inclusion_tag("ui/components/trend.html")
def ui_trend(
    points: Sequence[Point], title: str = "", note: str = "", label: str = ""
) -> dict[str, Any]:
    """Values over years as a line; gaps stay gaps, a break in the series is marked."""
    drawn = charts.get_trend(points)
    return {"id": _get_id(title, points), "title": title, "note": note, "label": label, **drawn}


@register.inclusion_tag("ui/components/sparkline.html")
def ui_sparkline(values: Sequence[Number | None], label: str) -> dict[str, Any]:
    """A word-sized line; LABEL says in words what it shows."""
    return {**charts.get_sparkline(values), "label": label}


@register.inclusion_tag("ui/components/distribution.html")
def ui_distribution(
    rows: Sequence[Bar], title: str = "", unit: str = "", note: str = ""
) -> dict[str, Any]:
    """How many fall into each class: columns with their numbers."""
    columns = charts.get_columns(rows)
    values = {"title": title, "unit": unit, "note": note, "columns": columns}
    return {"id": _get_id(title, rows), "rows": rows, **values}
