"""The tables of the report of orphans."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.accounts.rules.orphans import OF_UNITS, OrphanKind
from prongsai.accounts.selectors.orphans import narrow_to_silence
from prongsai.accounts.selectors.people import search_roles
from prongsai.accounts.web.tables.people import list_columns
from prongsai.core.thai_text import search_key
from prongsai.organizations.types.units import (
    NOT_ASSESSED,
    UnitClass,
    UnitName,
    get_row_class,
    get_row_name,
)
from prongsai.ui.tables import Column, Empty, Filter, Table


def get_titles() -> dict[OrphanKind, str]:
    """Return what each part of the report is called."""
    return {
        OrphanKind.NO_ADMIN: _("หน่วยงานที่ไม่มีผู้ดูแลระบบ"),
        OrphanKind.NO_EXECUTIVE: _("หน่วยงานที่ไม่มีผู้บริหารในระบบ"),
        OrphanKind.ONE_ADMIN: _("หน่วยงานที่มีผู้ดูแลระบบคนเดียว"),
        OrphanKind.NO_CONTACT: _("กองที่ไม่มีผู้ประสานงาน"),
        OrphanKind.DISSOLVED: _("บทบาทในหน่วยงานที่ยุบเลิกแล้ว"),
        OrphanKind.NO_ROLE: _("บัญชีที่ไม่มีบทบาทเหลืออยู่"),
        OrphanKind.SILENT: _("บทบาทที่เจ้าของไม่ได้เข้าใช้งาน"),
    }


def build_orphans(
    rows: Any,
    *,
    kind: OrphanKind,
    total: Callable[[], int] | None,
    on_export: Callable[[str, int], None],
) -> Table:
    """Describe the table of one part of the report."""
    columns, search, filters = _describe(kind)
    return Table(
        id="orphans",
        caption=get_titles()[kind],
        show_caption=True,
        rows=rows,
        total=total,
        columns=columns,
        sort="name",
        search=search,
        search_label=_("ค้นหาชื่อหรือรหัส"),
        filters=filters,
        export_name=f"orphans-{kind.value.replace('_', '-')}",
        on_export=on_export,
        empty=Empty(_("ไม่มีรายการที่ต้องจัดการ"), _("ทุกอย่างในส่วนนี้มีผู้ดูแลแล้ว")),
    )


def _describe(
    kind: OrphanKind,
) -> tuple[Sequence[Column], Callable[[Any, str], Any], Sequence[Filter]]:
    if kind in OF_UNITS:
        return _list_unit_columns(), _search_units, [_class_filter()]
    if kind is OrphanKind.NO_CONTACT:
        return _list_division_columns(), _search_units, [_class_filter()]
    if kind is OrphanKind.NO_ROLE:
        return _list_person_columns(), _search_people, []
    columns = [column for column in list_columns() if column.name != "standing"]
    if kind is OrphanKind.DISSOLVED:
        return columns, search_roles, []
    columns.append(
        Column(
            "last_login",
            _("เข้าใช้งานล่าสุด"),
            kind="date",
            value=lambda row: row.person.last_login,
            sort="person__last_login",
        )
    )
    return columns, search_roles, [_class_filter(), _silence_filter()]


def _list_unit_columns() -> list[Column]:
    return [
        Column(
            "name",
            _("หน่วยงาน"),
            value=get_row_name,
            note=get_row_class,
            sort="sort_key",
        ),
        Column("code", _("รหัส"), sort="code"),
        Column(
            "people",
            _("บุคลากร"),
            kind="link",
            value=lambda row: _("ดูบุคลากรของหน่วยงาน"),
            url=lambda row: f"{reverse('people:list')}?q={row.code}",
            screen_only=True,
        ),
    ]


def _list_division_columns() -> list[Column]:
    name, *others = _list_unit_columns()
    unit = replace(
        name,
        value=lambda row: str(UnitName(row.pk, row.code, row.unit_th, row.unit_en)),
        sort=("sort_key", "position"),
    )
    division = Column(
        "division",
        _("กอง"),
        value=get_row_name,
    )
    return [unit, division, *others]


def _list_person_columns() -> list[Column]:
    return [
        Column(
            "name",
            _("ชื่อ"),
            kind="link",
            value=lambda row: row.full_name,
            url=lambda row: reverse("people:person", args=[row.pk]),
            note=lambda row: row.position,
            sort="name_sort",
        ),
        Column("date_joined", _("มีบัญชีตั้งแต่"), kind="date", sort="date_joined"),
        Column("last_login", _("เข้าใช้งานล่าสุด"), kind="date", sort="last_login"),
    ]


def _class_filter() -> Filter:
    choices = [(value, str(label)) for value, label in UnitClass.choices]
    return Filter(
        "class",
        _("ประเภทหน่วยงาน"),
        [(value, label) for value, label in choices if value not in NOT_ASSESSED],
        lambda rows, value: rows.filter(unit_class=value),
    )


def _silence_filter() -> Filter:
    choices = [("90", _("90 วันขึ้นไป")), ("180", _("180 วันขึ้นไป"))]
    choices.append(("never", _("ยังไม่เคยเข้าสู่ระบบ")))
    return Filter("silence", _("ไม่ได้เข้าใช้งาน"), choices, narrow_to_silence)


def _search_units(rows: Any, text: str) -> Any:
    key = search_key(text)
    if not key:
        return rows
    return rows.filter(search_key__contains=key) | rows.filter(code__istartswith=text.strip())


def _search_people(rows: Any, text: str) -> Any:
    return rows.filter(name_search__contains=search_key(text))
