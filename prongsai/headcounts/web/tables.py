"""The table of set-ups in an area."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.core import clock
from prongsai.core.thai_text import search_key
from prongsai.frameworks.selectors.windows import is_late, is_open
from prongsai.frameworks.types.windows import Action, Target
from prongsai.headcounts.selectors.setups import filter_state
from prongsai.headcounts.types import SetupState, get_state, make_badge
from prongsai.organizations.types.units import NOT_ASSESSED, UnitClass, get_row_class, get_row_name
from prongsai.ui.tables import Bulk, Column, Empty, Filter, Table
from prongsai.ui.types import Badge


def build_setups(
    rows: Any, *, year: int, may_remind: bool, on_export: Callable[[str, int], None]
) -> Table:
    """Describe the table: who stands where, what is in force, who is late."""
    remind = Bulk(_("ส่งข้อความเตือน"), reverse("headcounts:remind"), "bell", "primary")
    return Table(
        id="setups",
        caption=_("การตั้งค่าประจำปีงบประมาณ %(year)s") % {"year": year},
        rows=rows,
        columns=_list_columns(),
        sort="name",
        search=_search,
        search_label=_("ค้นหาชื่อหน่วยงานหรือรหัส"),
        filters=_list_filters(),
        bulk=[remind] if may_remind else [],
        row_key=lambda row: row.code,
        export_name=f"setups-{year}",
        on_export=on_export,
        empty=Empty(_("ไม่มีหน่วยงานที่ต้องตั้งค่าในพื้นที่ของท่าน")),
    )


def get_row_state(row: Any) -> SetupState:
    return get_state(row.latest_state, is_confirmed=row.confirmed_id is not None)


def _list_columns() -> list[Column]:
    return [
        Column(
            "name",
            _("หน่วยงาน"),
            kind="link",
            value=get_row_name,
            url=lambda row: reverse("headcounts:unit", args=[row.code]),
            note=get_row_class,
            sort="sort_key",
        ),
        Column("code", _("รหัส"), export_only=True),
        Column(
            "state",
            _("สถานะ"),
            kind="badge",
            value=lambda row: make_badge(get_row_state(row)),
            sort="latest_state",
        ),
        Column("late", _("กำหนดเวลา"), kind="badge", value=_get_time),
        Column("headcount", _("บุคลากร (คน)"), kind="number", sort="headcount"),
        Column("iit_minimum", _("IIT ขั้นต่ำ"), kind="number", sort="iit_minimum"),
        Column("eit_minimum", _("EIT ขั้นต่ำ"), kind="number", sort="eit_minimum"),
        Column("contacts", _("ผู้มาติดต่อโดยประมาณ"), kind="number", export_only=True),
        Column("sent_at", _("ส่งเมื่อ"), kind="datetime", export_only=True),
    ]


def _get_time(row: Any) -> Badge | None:
    """Late or not: what was sent counts by its moment, what is missing by now."""
    if row.latest_state is not None:
        return Badge("warn", _("ส่งช้า"), "clock") if row.is_late else None
    who = Target(row.unit_class, row.size, row.unit_id)
    state = is_open(Action.REGISTER, who=who)
    if is_late(Action.REGISTER, who=who, moment=clock.now()):
        return Badge("bad", _("เลยกำหนด"), "clock")
    return Badge("neutral", _("ในกำหนด"), "clock") if state.window else None


def _list_filters() -> list[Filter]:
    return [
        Filter(
            "state",
            _("สถานะ"),
            [(state.value, str(state.label)) for state in SetupState],
            filter_state,
        ),
        Filter(
            "class",
            _("ประเภทหน่วยงาน"),
            [
                (value, str(label))
                for value, label in UnitClass.choices
                if value not in NOT_ASSESSED
            ],
            lambda rows, value: rows.filter(unit_class=value),
        ),
        Filter(
            "late",
            _("กำหนดเวลา"),
            [("yes", _("ส่งช้า"))],
            lambda rows, value: rows.filter(is_late=True),
        ),
    ]


def _search(rows: Any, text: str) -> Any:
    key = search_key(text)
    if not key:
        return rows
    return rows.filter(Q(search_key__contains=key) | Q(code__istartswith=text.strip()))
