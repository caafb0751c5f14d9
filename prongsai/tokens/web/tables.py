"""The list of people, and rounds in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.tokens.rules.rounds import is_apart
from prongsai.tokens.types import RoundCard
from prongsai.ui.dates import get_long
from prongsai.ui.tables import Bulk, Column, Empty, Table
from prongsai.ui.types import Badge, Fact


@dataclass(frozen=True, slots=True)
class RoundWords:
    """One round as the page of the agency shows it."""

    title: str
    badge: Badge
    facts: Sequence[Fact]


def describe_round(card: RoundCard, *, today: date, least: int) -> RoundWords:
    """Say when, and how many tokens as far as that may be told."""
    few = _("น้อยกว่า %(least)s") % {"least": least}
    number = few if card.issued is None else f"{card.issued:,}"
    apart = is_apart(card.closes_on, card.answers_from)
    return RoundWords(
        title=_("ออกโทเคน %(first)s ถึง %(last)s")
        % {"first": get_long(card.opens_on), "last": get_long(card.closes_on)},
        badge=_get_state(card, today),
        facts=[
            Fact(_("ออกไปแล้ว"), number),
            Fact(_("เริ่มรับคำตอบ"), get_long(card.answers_from)),
            Fact(_("รับคำตอบถึง"), get_long(card.answers_until)),
            Fact(_("รหัสลิงก์"), card.channel_code),
            Fact(_("รับโทเคนกับตอบแยกวันกัน"), _("แยก") if apart else _("ไม่แยก")),
            Fact(_("ถ้าแบบวัดขยายเวลา"), _tell_extension(card, least)),
        ],
    )


def build_people(rows: Any, *, code: str, may_remove: bool) -> Table:
    """Describe the list; who has a token is in none of its columns."""
    remove = Bulk(
        _("ลบออกจากรายชื่อ"), reverse("tokens:people-remove", args=[code]), "delete", "danger"
    )
    return Table(
        id="people",
        caption=_("รายชื่อผู้มีสิทธิ"),
        rows=rows,
        columns=[
            Column("email", _("อีเมล"), sort="email"),
            Column("added_on", _("เพิ่มเมื่อ"), kind="date", sort="added_on"),
        ],
        search=lambda found, words: found.filter(email__icontains=words.strip()),
        search_label=_("ค้นหาอีเมล"),
        bulk=[remove] if may_remove else [],
        empty=Empty(_("ยังไม่มีรายชื่อ"), _("วางอีเมลของบุคลากรในช่องด้านบน")),
    )


def _tell_extension(card: RoundCard, least: int) -> str:
    if card.follows_survey:
        return _("ออกโทเคนต่อถึงวันปิดใหม่")
    words = _("จบตามเดิม เปิดรอบใหม่ได้ถ้ายังมีผู้ไม่ได้รับโทเคนอย่างน้อย %(least)s ราย")
    return words % {"least": least}


def _get_state(card: RoundCard, today: date) -> Badge:
    if today < card.opens_on:
        return Badge("info", _("ยังไม่ถึงวัน"), "calendar")
    if today <= card.closes_on:
        return Badge("ok", _("กำลังออกโทเคน"), "key")
    if today <= card.answers_until:
        return Badge("info", _("ปิดการออก รอรับคำตอบ"), "survey")
    return Badge("neutral", _("สิ้นสุดแล้ว"), "lock")
