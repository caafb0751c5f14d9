"""The tables of units and places."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.core.thai_text import search_key
from prongsai.organizations.types.places import PlaceLevel
from prongsai.organizations.types.units import Size, UnitClass, get_row_class, get_row_name
from prongsai.organizations.web.days import write_day
from prongsai.ui.tables import Column, Empty, Filter, Table

Listener = Callable[[str, int], None]


def build_units(
    rows: Any, *, day: date, provinces: list[tuple[str, str]], on_export: Listener
) -> Table:
    """Describe the list of units as of a day."""
    return Table(
        id="units",
        caption=_("หน่วยงาน"),
        rows=rows,
        columns=_unit_columns(day),
        sort="name",
        search=_search,
        search_label=_("ค้นหาชื่อหน่วยงานหรือรหัส"),
        filters=_unit_filters(provinces),
        export_name="prongsai-units",
        on_export=on_export,
        empty=Empty(
            _("ยังไม่มีหน่วยงานในพื้นที่ของท่าน"),
            _("เจ้าของระบบเพิ่มหน่วยงานได้จากไฟล์ CSV หรือ XLSX ในหน้านำเข้าหน่วยงาน"),
        ),
    )


def _unit_columns(day: date) -> list[Column]:
    query = f"?on={write_day(day)}" if write_day(day) else ""
    return [
        Column(
            "name",
            _("หน่วยงาน"),
            kind="link",
            value=get_row_name,
            url=lambda row: reverse("organizations:unit", args=[row.code]) + query,
            sort="sort_key",
        ),
        Column("code", _("รหัส"), sort="code"),
        Column(
            "unit_class",
            _("ประเภท"),
            value=get_row_class,
            sort=("unit_class", "sort_key"),
        ),
        Column("size", _("ขนาด"), value=lambda row: str(Size(row.size).label) if row.size else ""),
        Column("place_code", _("รหัสพื้นที่"), sort="place_code", export_only=True),
        Column("valid_from", _("ใช้ชื่อนี้ตั้งแต่"), kind="date", sort="valid_from"),
    ]


def _unit_filters(provinces: list[tuple[str, str]]) -> list[Filter]:
    return [
        Filter(
            "class",
            _("ประเภท"),
            [(value, str(label)) for value, label in UnitClass.choices],
            lambda rows, value: rows.filter(unit_class=value),
        ),
        Filter(
            "place",
            _("จังหวัด"),
            provinces,
            lambda rows, value: rows.filter(place_code__startswith=value),
        ),
    ]


def _search(rows: Any, text: str) -> Any:
    key = search_key(text)
    if not key:
        return rows
    return rows.filter(Q(search_key__contains=key) | Q(code__istartswith=text.strip()))


def build_places(rows: Any) -> Table:
    """Describe the list of official areas."""
    return Table(
        id="places",
        caption=_("พื้นที่ตามรหัสราชการ"),
        rows=rows,
        columns=[
            Column("code", _("รหัส"), sort="code"),
            Column(
                "name",
                _("ชื่อ"),
                value=get_row_name,
                sort="sort_key",
            ),
            Column("level", _("ระดับ"), value=lambda row: str(PlaceLevel(row.level).label)),
            Column("edition", _("ฉบับข้อมูล")),
        ],
        sort="code",
        search=lambda rows, text: rows.filter(
            Q(search_key__contains=search_key(text)) | Q(code__startswith=text.strip())
        ),
        search_label=_("ค้นหาชื่อพื้นที่หรือรหัส"),
        filters=[
            Filter(
                "level",
                _("ระดับ"),
                [(value, str(label)) for value, label in PlaceLevel.choices],
                lambda rows, value: rows.filter(level=value),
            )
        ],
        export_name="prongsai-places",
        empty=Empty(_("ยังไม่มีข้อมูลพื้นที่"), _("ผู้ดูแลระบบสารสนเทศโหลดได้จากหน้าคำสั่งของเครื่องแม่ข่าย")),
    )
