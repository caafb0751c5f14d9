"""The table of substitutes."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.accounts.rules.periods import get_standing
from prongsai.accounts.selectors.appointments import search_appointments
from prongsai.accounts.web.badges import get_phrase, get_standing_badge
from prongsai.accounts.web.tables.people import get_unit_name
from prongsai.core import clock
from prongsai.ui.tables import Column, Empty, Table
from prongsai.ui.types import Badge


def build_appointments(rows: Any, *, past: bool, may_end: bool) -> Table:
    """Describe who acts for which post; the way to end it stands in the last column."""
    return Table(
        id="appointments",
        caption=_("การแทนที่สิ้นสุดแล้ว") if past else _("ผู้แทนและตำแหน่งที่แทน"),
        rows=rows,
        columns=_list_columns(may_end=may_end and not past),
        sort="-starts",
        search=search_appointments,
        search_label=_("ค้นหาชื่อบุคคล ตำแหน่ง หรือหน่วยงาน"),
        empty=Empty(
            _("ยังไม่มีผู้แทน"),
            _("เปิดหน้าของบุคคลที่จะแทน แล้วเลือกแต่งตั้งเป็นผู้แทน"),
            reverse("people:list"),
            _("ไปที่รายชื่อบุคลากร"),
        ),
    )


def _list_columns(*, may_end: bool) -> list[Column]:
    columns = [
        Column(
            "name",
            _("ผู้แทน"),
            kind="link",
            value=lambda row: row.person.full_name,
            url=lambda row: reverse("people:person", args=[row.person_id]),
            note=lambda row: row.own_position,
            sort="person__name_sort",
        ),
        Column(
            "for_position",
            _("ตำแหน่งที่แทน"),
            value=lambda row: f"{get_phrase(row.phrase)} {row.for_position}",
            note=lambda row: row.order_reference,
        ),
        Column("unit", _("หน่วยงาน"), value=get_unit_name, sort="name_sort"),
        Column("starts", _("ตั้งแต่"), kind="date", sort="starts"),
        Column("ends", _("ถึง"), kind="date", sort="ends"),
        Column("standing", _("สถานะ"), kind="badge", value=_get_badge),
    ]
    if may_end:
        columns.append(
            Column(
                "action",
                _("จัดการ"),
                kind="link",
                value=lambda row: _("สิ้นสุดการแทน"),
                url=lambda row: reverse("people:end-appointment", args=[row.pk]),
            )
        )
    return columns


def _get_badge(row: Any) -> Badge:
    standing = get_standing(
        clock.today(), starts=row.starts, ends=row.ends, is_revoked=row.ended_at is not None
    )
    return get_standing_badge(standing)
