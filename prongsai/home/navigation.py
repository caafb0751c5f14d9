"""The main menu and the head of every signed-in page."""

from collections.abc import Sequence
from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from prongsai.core import clock
from prongsai.core.actor import Actor, Grant
from prongsai.core.thai_dates import fiscal_year
from prongsai.home.todo import list_due
from prongsai.notifications.selectors import count_unread
from prongsai.permissions.roles import ROLE_NAMES, Role
from prongsai.permissions.rules import can_anywhere
from prongsai.ui.http import Request
from prongsai.ui.navigation import Due, Header, NavEntry, Place

# So many entries fit beside each other; the less used ones stand behind “more”.
MOST = 7


def list_entries(request: HttpRequest) -> list[NavEntry]:
    """Return the menu of the role in which the person acts."""
    actor = cast(Request, request).actor
    if not actor.is_known:
        return []
    entries = [
        ("", _("หน้าแรก"), "home:home", "home"),
        ("unit.view", pgettext("menu", "หน่วยงาน"), "organizations:list", "agency"),
        ("headcount.view", _("การตั้งค่าประจำปี"), "headcounts:list", "settings"),
        ("survey.manage", _("ช่องทางตอบแบบวัด"), "channels:own", "link"),
        ("survey.view", _("ความคืบหน้าการตอบ"), "board:areas", "survey"),
        ("unit.view", _("ผลการประเมิน"), "results:list", "chart"),
        ("", _("คำขออนุมัติ"), "approvals:waiting", "clipboard"),
        ("integrity.view", _("ความน่าเชื่อถือของคำตอบ"), "integrity:list", "shield"),
        ("integrity.reply", _("เรื่องที่ขอให้ชี้แจง"), "integrity:questions", "comment"),
        ("person.view", _("บุคลากร"), "people:list", "people"),
        ("season.view", _("ปฏิทิน"), "seasons:list", "calendar"),
        ("framework.view", _("กรอบการประเมิน"), "frameworks:list", "tree"),
        ("pressure.count", _("เรื่องถูกกดดัน"), "pressure:entry", "lock"),
        ("fieldwork.manage", _("งานภาคสนาม"), "fieldwork:rounds", "clipboard"),
        ("fieldwork.interview", _("งานภาคสนาม"), "fieldwork:own", "clipboard"),
        ("audit.view", _("บันทึกการใช้งาน"), "audit:trail", "history"),
    ]
    allowed = [entry for entry in entries if not entry[0] or can_anywhere(actor, entry[0])]
    return [
        NavEntry(label, reverse(name), icon, aside=len(allowed) > MOST and place >= MOST - 1)
        for place, (_verb, label, name, icon) in enumerate(allowed)
    ]


def get_header(request: HttpRequest) -> Header:
    """Return who acts where, what is due, and the links of the account."""
    ours = cast(Request, request)
    actor = ours.actor
    if not actor.is_known:
        return Header()
    return Header(
        name=actor.name,
        email=getattr(ours.user, "email", ""),
        season=_("ปีงบประมาณ %(year)s") % {"year": fiscal_year(clock.today())},
        places=list_places(actor),
        switch_url=reverse("accounts:context-switch"),
        due=[Due(todo.title, todo.url, todo.day) for todo in list_due(actor)],
        due_url=reverse("home:home"),
        account=[
            NavEntry(_("บัญชีของฉัน"), reverse("accounts:me"), "account"),
            NavEntry(_("กล่องข้อความ"), reverse("inbox:inbox"), "bell", count_unread(actor)),
        ],
    )


def list_places(actor: Actor) -> Sequence[Place]:
    """Return every role of the person with its unit, the one in use marked."""
    return [
        Place(
            role=get_role_name(grant.role),
            unit=grant.unit_name or _("ทั่วประเทศ"),
            value=str(grant.id),
            current=_is_acting(actor, grant),
        )
        for grant in actor.grants
    ]


def get_role_name(role: str) -> str:
    thai, english = ROLE_NAMES[Role(role)]
    return english if get_language() == "en" else thai


def _is_acting(actor: Actor, grant: Grant) -> bool:
    return actor.acting is not None and actor.acting.id == grant.id
