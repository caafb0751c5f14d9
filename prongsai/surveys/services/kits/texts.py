"""The parts of a kit that are text: for LINE, for mail, and a button for websites."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import override

from prongsai.surveys.services.kits.words import get_address
from prongsai.surveys.types import ChannelCard

# The agency's website has no style of ours; contrast 8.3:1, a target of more than 44 pixels.
_BUTTON_STYLE = (
    "display:inline-block;padding:14px 22px;border-radius:8px;background:#0b5a62;color:#ffffff;"
    "font-weight:bold;text-decoration:underline"
)


def write_line(card: ChannelCard, words: dict[str, Any]) -> str:
    """Return a message for a group, ready to paste."""
    parts = [
        f"{words['headline']}\n{words['agency']}",
        words["link_lead"],
        f"{get_address(card)}\n{words['dates_label']} {words['dates']}",
        words["short_notice"],
        f"{words['check_title']}: {words['check'][0]}",
        f"{words['coach_title']}: {words['coach']}",
        words["asks"],
    ]
    return "\n\n".join(parts) + "\n"


def write_mail(card: ChannelCard, words: dict[str, Any]) -> str:
    """Return a letter by e-mail, its subject in the first line."""
    with override(words["lang"]):
        subject = _("หัวเรื่อง: %(subject)s") % {"subject": words["subject"]}
        parts = [
            subject,
            f"{words['to_label']} {words['to']}",
            *words["body"],
            f"{words['link_lead']}\n{get_address(card)}",
            f"{words['dates_label']} {words['dates']}",
            words["check_title"] + "\n" + "\n".join(f"- {each}" for each in words["check"]),
            words["asks"],
            f"{words['closing']}\n{words['agency']}",
        ]
    return "\n\n".join(parts) + "\n"


def write_button(card: ChannelCard, words: dict[str, Any]) -> str:
    """Return a link for a website: no frame, no script, no picture from elsewhere."""
    with override(words["lang"]):
        text = _("ตอบแบบวัด %(instrument)s ของ%(agency)s") % {
            "instrument": card.instrument,
            "agency": words["agency"],
        }
    html = format_html(
        '<p lang="{}"><a href="{}" rel="noopener" style="{}">{}</a><br>{}</p>',
        words["lang"],
        get_address(card),
        _BUTTON_STYLE,
        text,
        f"{words['dates_label']} {words['dates']} · {words['short_notice']}",
    )
    return html + "\n"
