"""The tables of the hand-over: roles of a unit, units of an area."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.accounts.rules.handovers import Choice
from prongsai.accounts.selectors.handovers import HandedRole, HandoverView
from prongsai.accounts.selectors.labels import label_role
from prongsai.accounts.web.forms.handovers import get_choice_labels
from prongsai.core.thai_text import search_key
from prongsai.organizations.types.units import NOT_ASSESSED, UnitClass, get_row_class, get_row_name
from prongsai.ui.dates import get_short
from prongsai.ui.tables import Column, Empty, Filter, Table
from prongsai.ui.types import Badge


def build_roles(view: HandoverView) -> Table:
    """Describe the roles of the unit with what was chosen; each leads to its question."""
    columns = [
        Column("person", _("ชื่อ"), note=lambda row: row.position),
        Column("role", _("บทบาท"), value=lambda row: label_role(row.role)),
        Column("ends", _("ถึง"), kind="date"),
        Column("choice", _("ผลการส่งมอบ"), kind="badge", value=_get_choice_badge, note=_say_change),
    ]
    if view.finished_at is None:
        columns.append(
            Column(
                "action",
                _("จัดการ"),
                kind="link",
                value=lambda row: _("แก้ไข") if row.choice else _("เลือกผล"),
                url=lambda row: reverse(
                    "people:handover-role", args=[view.unit.code, row.grant_id]
                ),
            )
        )
    return Table(
        id="roles",
        caption=_("บทบาทของหน่วยงาน"),
        rows=view.roles,
        columns=columns,
        page_size=200,
        empty=Empty(_("หน่วยงานนี้ยังไม่มีใครถือบทบาท"), _("เชิญผู้ดูแลระบบของหน่วยงานก่อน")),
    )


def build_units(rows: Any, *, total: Callable[[], int]) -> Table:
    """Describe how far each unit of the area has come."""
    return Table(
        id="handovers",
        caption=_("การส่งมอบงานของหน่วยงาน"),
        rows=rows,
        total=total,
        columns=[
            Column(
                "name",
                _("หน่วยงาน"),
                value=get_row_name,
                note=get_row_class,
                sort="sort_key",
            ),
            Column("code", _("รหัส"), export_only=True),
            Column("state", _("สถานะ"), kind="badge", value=_get_state_badge),
            Column("finished_at", _("ส่งมอบเสร็จเมื่อ"), kind="date", sort="finished_at"),
            Column(
                "action",
                _("จัดการ"),
                kind="link",
                value=lambda row: "" if row.has_admin else _("ส่งมอบแทนหน่วยงาน"),
                url=lambda row: reverse("people:handover", args=[row.code]),
                screen_only=True,
            ),
        ],
        sort="name",
        search=_search,
        search_label=_("ค้นหาหน่วยงานหรือรหัส"),
        filters=[_state_filter(), _class_filter()],
        export_name="handovers",
    )


def _get_choice_badge(row: HandedRole) -> Badge:
    if row.choice is None:
        return Badge("warn", _("ยังไม่เลือก"))
    tones: dict[Choice, Any] = {Choice.STAYS: "ok", Choice.ENDS: "neutral", Choice.REPLACED: "info"}
    return Badge(tones[row.choice], get_choice_labels()[row.choice.value])


def _say_change(row: HandedRole) -> str:
    if row.choice is Choice.REPLACED and row.on:
        words = {"name": row.successor, "day": get_short(row.on)}
        return _("%(name)s ตั้งแต่ %(day)s") % words
    if row.choice is Choice.ENDS and row.on:
        return _("วันสุดท้าย %(day)s") % {"day": get_short(row.on)}
    return ""


def _get_state_badge(row: Any) -> Badge:
    if row.is_finished:
        return Badge("ok", _("ส่งมอบแล้ว"))
    if not row.has_admin:
        return Badge("bad", _("ไม่มีผู้ดูแลระบบ"))
    return Badge("info", _("กำลังทำ"), "pending") if row.decided else Badge("warn", _("ยังไม่เริ่ม"))


def _search(rows: Any, text: str) -> Any:
    key = search_key(text)
    if not key:
        return rows
    return rows.filter(search_key__contains=key) | rows.filter(code__istartswith=text.strip())


def _state_filter() -> Filter:
    choices = [
        ("done", _("ส่งมอบแล้ว")),
        ("open", _("ยังไม่เสร็จ")),
        ("no_admin", _("ไม่มีผู้ดูแลระบบ")),
    ]
    conditions: dict[str, dict[str, bool]] = {
        "done": {"is_finished": True},
        "open": {"is_finished": False},
        "no_admin": {"has_admin": False, "is_finished": False},
    }
    return Filter(
        "state", _("สถานะ"), choices, lambda rows, value: rows.filter(**conditions[value])
    )


def _class_filter() -> Filter:
    return Filter(
        "class",
        _("ประเภทหน่วยงาน"),
        [(value, str(label)) for value, label in UnitClass.choices if value not in NOT_ASSESSED],
        lambda rows, value: rows.filter(unit_class=value),
    )
