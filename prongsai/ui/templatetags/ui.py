"""Components that every template can use without loading anything."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from prongsai.core import clock
from prongsai.core.paging import Page
from prongsai.ui import types
from prongsai.ui.binding import BoundTable
from prongsai.ui.icons import ICONS
from prongsai.ui.paging import get_links

register = template.Library()
TONE_ICONS = {"ok": "ok", "warn": "warn", "bad": "bad", "info": "info", "neutral": "neutral"}


@register.simple_tag
def ui_icon(name: str, label: str = "") -> SafeString:
    """Draw an icon; without a LABEL it is decoration beside a word."""
    if name not in ICONS:
        raise template.TemplateSyntaxError(f"no icon {name!r}: add it to prongsai/ui/icons.py")
    address = f"{static('ui/build/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>',
            label,
            address,
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', address)


@register.inclusion_tag("ui/components/badge.html")
def ui_badge(tone: str, text: str, icon: str = "") -> dict[str, Any]:
    return {"tone": tone, "text": text, "icon": icon or TONE_ICONS[tone]}


@register.inclusion_tag("ui/components/field.html")
def ui_field(field: BoundField) -> dict[str, Any]:
    """Show a form field with label, help, error and control."""
    return {"field": field}


@register.inclusion_tag("ui/components/form_errors.html")
def ui_form_errors(form: BaseForm) -> dict[str, Any]:
    """Say above the form what is wrong, with a link to each field."""
    return {"form": form, "fields": [form[name] for name in form.errors if name in form.fields]}


@register.inclusion_tag("ui/components/submit.html")
def ui_submit(label: str, tone: str = "primary", **options: str) -> dict[str, Any]:
    """The button that sends the form; options: name, value, icon, note."""
    return {"label": label, "tone": tone, **options}


@register.inclusion_tag("ui/components/action.html")
def ui_action(url: str, label: str, icon: str = "", tone: str = "secondary") -> dict[str, Any]:
    """A link that looks like a button, for the main actions of a page."""
    return {"url": url, "label": label, "icon": icon, "tone": tone}


@register.inclusion_tag("ui/components/post.html", takes_context=True)
def ui_post(context: Context, url: str, label: str, **options: str) -> dict[str, Any]:
    """A button that posts at once; options: tone, icon, name, value."""
    return {"csrf_token": context.get("csrf_token"), "url": url, "label": label, **options}


@register.inclusion_tag("ui/components/empty.html")
def ui_empty(
    title: str, text: str = "", url: str = "", label: str = "", icon: str = "empty"
) -> dict[str, Any]:
    """Say that there is nothing yet and how to begin."""
    return {"title": title, "text": text, "url": url, "label": label, "icon": icon}


@register.inclusion_tag("ui/components/progress.html")
def ui_progress(
    value: int, total: int, label: str, unit: str = "", tone: str = "accent"
) -> dict[str, Any]:
    """A bar with its words: 459 of 879, 52.22 per cent."""
    share = Decimal(value) * 100 / Decimal(total) if total else None
    whole = {"value": value, "total": total, "share": share, "label": label}
    return {**whole, "unit": unit, "tone": tone}


@register.inclusion_tag("ui/components/stat.html")
def ui_stat(label: str, value: Any, note: str = "", **options: Any) -> dict[str, Any]:
    """One number that matters; options: url, icon, tone, delta (signed difference), unit."""
    words = {"label": label, "value": value, "note": note}
    return {**words, **options, **_get_difference(options.get("delta"))}


def _get_difference(delta: types.Number | None) -> dict[str, str]:
    """Return a difference as it is written (with a real minus) and the way it points."""
    if delta is None:
        return {"delta": "", "trend": ""}
    rounded = Decimal(str(delta)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    if not rounded:
        return {"delta": "0.00", "trend": "same"}
    trend = "up" if rounded > 0 else "down"
    return {"delta": f"{rounded:+}".replace("-", "−"), "trend": trend}


@register.inclusion_tag("ui/components/timeline.html")
def ui_timeline(events: Sequence[types.Event]) -> dict[str, Any]:
    return {"events": events}


@register.inclusion_tag("ui/components/pager.html", takes_context=True)
def ui_pager(context: Context, page: Page[Any], param: str = "page") -> dict[str, Any]:
    """Links to the other pages of a list; they keep the rest of the address."""
    return {"page": page, "links": get_links(context["request"], page, param)}


@register.inclusion_tag("ui/components/table.html", takes_context=True)
def ui_table(context: Context, table: BoundTable) -> dict[str, Any]:
    return {
        "table": table,
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("ui/components/breadcrumbs.html")
def ui_breadcrumbs(crumbs: Sequence[types.Crumb]) -> dict[str, Any]:
    return {"crumbs": crumbs}


@register.inclusion_tag("ui/components/tabs.html")
def ui_tabs(tabs: Sequence[types.Tab], label: str = "") -> dict[str, Any]:
    return {"tabs": tabs, "label": label}


@register.inclusion_tag("ui/components/steps.html")
def ui_steps(steps: Sequence[types.Step], label: str = "") -> dict[str, Any]:
    return {"steps": steps, "label": label}


@register.inclusion_tag("ui/components/tree.html")
def ui_tree(nodes: Sequence[types.Node], label: str = "") -> dict[str, Any]:
    """A list that opens downwards; nodes with CHILDREN_URL load theirs when opened."""
    return {"nodes": nodes, "label": label}


@register.inclusion_tag("ui/components/diff.html")
def ui_diff(changes: Sequence[types.Change], caption: str = "") -> dict[str, Any]:
    """What was and what will be, side by side."""
    return {"changes": changes, "caption": caption}


@register.inclusion_tag("ui/components/facts.html")
def ui_facts(facts: Sequence[types.Fact]) -> dict[str, Any]:
    return {"facts": facts}


@register.inclusion_tag("ui/components/countdown.html")
def ui_countdown(when: datetime, label: str = "", text: str = "") -> dict[str, Any]:
    """How long until a moment; the words are right without a script and count on with one.

    TEXT replaces the moment in words: "the end of 30 April" for what closes at midnight.
    """
    now = clock.now()
    left = when - now
    days, seconds = max(left.days, 0), max(left.seconds, 0) if left.days >= 0 else 0
    parts = {"days": days, "hours": seconds // 3600, "minutes": seconds // 60 % 60}
    return {
        "when": when,
        "label": label,
        "over": left.total_seconds() <= 0,
        "now": now,
        "text": text,
        **parts,
    }


@register.inclusion_tag("ui/components/copy.html")
def ui_copy(text: str, label: str = "") -> dict[str, Any]:
    """A text to take away, with a button that copies it."""
    return {"text": text, "label": label}


@register.simple_tag
def ui_time(value: date | datetime, style: str = "long") -> SafeString:
    """A day or moment with its machine-readable form; style: long, short, moment."""
    from prongsai.ui import dates  # noqa: PLC0415

    words = {"long": dates.get_long, "short": dates.get_short, "moment": dates.get_moment}
    local = dates.to_local(value)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), words[style](value))
