"""The table of one year's results."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.organizations.types.units import UnitClass, get_row_class, get_row_name
from prongsai.results.rules.years import LEVEL_ORDER, get_tone
from prongsai.results.types import LEVEL_NAMES
from prongsai.ui.tables import Column, Empty, Filter, Table
from prongsai.ui.types import Badge


def build_results(
    rows: Any,
    *,
    year: int,
    total: Callable[[], int],
    search: Callable[[Any, str], Any],
    on_export: Callable[[str, int], None],
) -> Table:
    """Describe the table of one year, sorted by total, with level and class to narrow by."""
    return Table(
        id="results",
        caption=_("ผลการประเมินปีงบประมาณ %(year)s") % {"year": year},
        rows=rows,
        total=total,
        columns=_columns(),
        sort="-total",
        search=search,
        search_label=_("ค้นหาหน่วยงานหรือรหัส"),
        filters=_filters(),
        export_name=f"ita-results-{year}",
        on_export=on_export,
        empty=Empty(
            _("ยังไม่มีผลการประเมินในพื้นที่ของท่าน"),
            _("ผลจะปรากฏที่นี่เมื่อสำนักงาน ป.ป.ช. ประกาศผลแล้ว"),
        ),
    )


def _columns() -> list[Column]:
    return [
        Column(
            "name",
            _("หน่วยงาน"),
            kind="link",
            value=get_row_name,
            url=lambda row: reverse("results:unit", args=[row.unit_code]),
            note=get_row_class,
            sort="name_sort",
        ),
        Column("unit_code", _("รหัส"), export_only=True),
        Column("total", _("คะแนนรวม"), kind="score", sort="total"),
        *(_instrument(name) for name in ("IIT", "EIT", "OIT")),
        Column(
            "level",
            _("ระดับ"),
            kind="badge",
            value=lambda row: (
                Badge(get_tone(row.level), str(LEVEL_NAMES.get(row.level, row.level)))
                if row.level
                else None
            ),
        ),
    ]


def _instrument(name: str) -> Column:
    return Column(name, name, kind="score", value=lambda row: row.instruments.get(name))


def _filters() -> list[Filter]:
    return [
        Filter(
            "level",
            _("ระดับ"),
            [(level, str(LEVEL_NAMES[level])) for level in LEVEL_ORDER],
            lambda rows, value: rows.filter(level=value),
        ),
        Filter(
            "class",
            _("ประเภทหน่วยงาน"),
            [(value, str(label)) for value, label in UnitClass.choices],
            lambda rows, value: rows.filter(unit_class=value),
        ),
    ]
