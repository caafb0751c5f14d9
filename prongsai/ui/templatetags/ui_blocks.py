"""Components that wrap other content: notices, dialogs, panels."""

from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag(end_name="end_ui_notice")
def ui_notice(content: SafeString, tone: str = "info", title: str = "") -> SafeString:
    """Something the reader should know before going on."""
    values = {"content": content, "tone": tone, "title": title}
    return render_to_string("ui/components/notice.html", values)


@register.simple_block_tag(end_name="end_ui_panel")
def ui_panel(content: SafeString, title: str = "", level: int = 2, **options: str) -> SafeString:
    """A framed part of a page; options: id, note, url and label of a link beside the title."""
    values = {"content": content, "title": title, "level": level, **options}
    return render_to_string("ui/components/panel.html", values)


@register.simple_block_tag(takes_context=True, end_name="end_ui_dialog")
def ui_dialog(context: Context, content: SafeString, id: str, **options: Any) -> SafeString:  # noqa: A002 - the word of the page
    """Ask before acting: a button that opens a dialog; without a script it leads to URL itself.

    Options: url (POST target, and confirm page on GET), trigger, title, confirm (a verb that names
    what will happen), tone (danger), icon.
    """
    values = {"content": content, "id": id, "csrf_token": context.get("csrf_token"), **options}
    return render_to_string("ui/components/dialog.html", values)
