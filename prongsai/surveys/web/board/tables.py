"""The tables of the board: areas, and agencies."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.organizations.selectors.joins import search_names
from prongsai.organizations.types.units import NOT_ASSESSED, UnitClass, get_row_class, get_row_name
from prongsai.surveys.selectors.boards import AreaRow
from prongsai.surveys.types import PRESSING, ProgressState
from prongsai.surveys.web.board.words import make_badge
from prongsai.surveys.web.channels.rows import write_few
from prongsai.ui.tables import Column, Empty, Filter, Table
from prongsai.ui.templatetags.ui_formats import count_agencies

Listener = Callable[[str, int], None]


def build_areas(rows: Sequence[AreaRow], *, is_province: bool, on_export: Listener) -> Table:
    """Describe provinces or districts: how many of their agencies are where."""
    nowhere = _("ไม่อยู่ในจังหวัดใด") if is_province else _("ไม่อยู่ในอำเภอใด")

    def lead(row: AreaRow) -> str:
        return f"{reverse('board:areas')}?area={row.unit.code}" if row.unit else ""

    return Table(
        id="areas",
        caption=_("รายจังหวัด") if is_province else _("รายอำเภอ"),
        rows=list(rows),
        columns=[
            Column(
                "name",
                _("จังหวัด") if is_province else _("อำเภอ"),
                kind="link",
                value=lambda row: row.name or nowhere,
                url=lead,
                note=lambda row: count_agencies(row.agencies),
                sort="name_sort",
            ),
            Column("agencies", _("หน่วยงาน"), kind="number", sort="agencies", export_only=True),
            _judge("iit_reached", _("IIT ครบ")),
            _judge("iit_pressing", _("IIT ต้องเร่ง")),
            _count("iit_answered", _("IIT ตอบ")),
            _judge("eit_reached", _("EIT ครบ")),
            _judge("eit_pressing", _("EIT ต้องเร่ง")),
            _count("eit_answered", _("EIT ตอบ")),
            _count("missing", _("ยังไม่เปิด")),
        ],
        sort="name",
        row_key=lambda row: row.unit.code if row.unit else "",
        page_size=100,
        export_name="response-areas",
        on_export=on_export,
        empty=Empty(_("ยังไม่มีหน่วยงานในพื้นที่นี้")),
    )


def build_agencies(rows: Any, *, on_export: Listener) -> Table:
    """Describe the agencies: answered against minimum and where that leads."""
    return Table(
        id="agencies",
        caption=_("รายหน่วยงาน"),
        rows=rows,
        columns=_list_columns(),
        sort="name",
        search=search_names,
        search_label=_("ค้นหาชื่อหน่วยงานหรือรหัส"),
        filters=_list_filters(),
        export_name="response-board",
        on_export=on_export,
        empty=Empty(_("ยังไม่มีหน่วยงานในพื้นที่นี้"), _("ระบบนับคำตอบทุกสองนาที หากเพิ่งเริ่มใช้งานให้เปิดหน้านี้อีกครั้ง")),
    )


def _list_columns() -> list[Column]:
    return [
        Column(
            "name",
            _("หน่วยงาน"),
            kind="link",
            value=get_row_name,
            url=lambda row: reverse("board:unit", args=[row.unit_code]),
            note=get_row_class,
            sort="name_sort",
        ),
        Column("unit_code", _("รหัส"), export_only=True),
        *_describe("iit", "IIT"),
        *_describe("eit", "EIT"),
        Column("closes_on", _("วันสุดท้าย"), kind="date", sort="closes_on"),
    ]


def _describe(name: str, label: str) -> list[Column]:
    """The columns of one survey."""
    facts = {"survey": label}

    def read(row: Any, what: str) -> Any:
        return getattr(row, f"{name}_{what}")

    def note(row: Any) -> str:
        minimum, likely = read(row, "minimum"), read(row, "likely")
        words = [_("ขั้นต่ำ %(number)s") % {"number": f"{minimum:,}"}] if minimum else []
        if likely is not None and read(row, "state") != ProgressState.REACHED:
            words.append(_("คาด %(number)s") % {"number": f"{likely:,}"})
        return " · ".join(words)

    def answered(row: Any) -> Any:
        value = read(row, "answered")
        return write_few() if value is None else value

    return [
        Column(
            f"{name}_answered",
            _("ผู้ตอบ %(survey)s") % facts,
            kind="number",
            value=answered,
            note=note,
            sort=f"{name}_answered",
        ),
        Column(f"{name}_minimum", _("ขั้นต่ำ %(survey)s") % facts, kind="number", export_only=True),
        Column(f"{name}_likely", _("คาดการณ์ %(survey)s") % facts, kind="number", export_only=True),
        Column(
            f"{name}_state",
            _("สถานะ %(survey)s") % facts,
            kind="badge",
            value=lambda row: make_badge(read(row, "state")),
        ),
    ]


def _list_filters() -> list[Filter]:
    states = [(state.value, str(state.label)) for state in ProgressState]
    return [
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
        Filter("iit", _("สถานะ IIT"), states, lambda rows, value: rows.filter(iit_state=value)),
        Filter("eit", _("สถานะ EIT"), states, lambda rows, value: rows.filter(eit_state=value)),
        Filter(
            "need",
            _("ต้องติดตาม"),
            [
                ("pressing", _("เสี่ยงหรือต่ำกว่าที่ควร")),
                ("closed", _("ยังไม่เปิดช่องทาง")),
                ("done", _("ครบทั้งสองแบบวัด")),
            ],
            _narrow,
        ),
    ]


def _narrow(rows: Any, value: str) -> Any:
    pressing = sorted(PRESSING)
    wanted = {
        "pressing": Q(iit_state__in=pressing) | Q(eit_state__in=pressing),
        "closed": Q(iit_state=ProgressState.NO_CHANNEL) | Q(eit_state=ProgressState.NO_CHANNEL),
        "done": Q(iit_state=ProgressState.REACHED, eit_state=ProgressState.REACHED),
    }
    return rows.filter(wanted[value])


def _judge(name: str, label: str) -> Column:
    """A count of agencies against their minimum; in words where none of them has one."""

    def read(row: Any) -> Any:
        value = getattr(row, name)
        return _("ไม่มีขั้นต่ำ") if value is None else value

    return Column(name, label, kind="number", value=read, sort=name)


def _count(name: str, label: str) -> Column:
    return Column(name, label, kind="number", sort=name)
