"""The tables of imports: the files, and the rows of one file compared with what is known."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.organizations.selectors.imports import read_faults
from prongsai.organizations.types.imports import ImportAction, ImportColumn, ImportState
from prongsai.organizations.types.units import Size, UnitClass
from prongsai.ui.tables import Bulk, Column, Empty, Filter, Table
from prongsai.ui.types import Badge, Tone

STATES: dict[str, tuple[Tone, str]] = {
    ImportState.CHECKED: ("info", "clock"),
    ImportState.APPLIED: ("ok", "check"),
    ImportState.UNDONE: ("neutral", "undo"),
}


def make_state_badge(state: str) -> Badge:
    tone, icon = STATES[state]
    return Badge(tone, str(ImportState(state).label), icon)


def build_imports(rows: Any) -> Table:
    """Describe the files that were handed in."""
    return Table(
        id="imports",
        caption=_("ไฟล์ที่เคยส่ง"),
        rows=rows,
        columns=[
            Column(
                "file_name",
                _("ไฟล์"),
                kind="link",
                url=lambda row: reverse("imports:import", args=[row.code]),
            ),
            Column("created_at", _("ส่งเมื่อ"), kind="datetime", sort="created_at"),
            Column("user_name", _("ผู้ส่ง")),
            Column("total", _("จำนวนแถว"), kind="number"),
            Column("taken", _("นำเข้าแล้ว"), kind="number"),
            Column(
                "state",
                _("สถานะ"),
                kind="badge",
                value=lambda row: make_state_badge(row.state),
            ),
        ],
        empty=Empty(
            _("ยังไม่เคยนำเข้าไฟล์"),
            _("เริ่มจากดาวน์โหลดแบบไฟล์ กรอกข้อมูล แล้วส่งไฟล์เพื่อตรวจก่อนนำเข้า"),
            reverse("imports:new"),
            _("ส่งไฟล์"),
        ),
    )


def build_rows(rows: Any, *, code: str, may_choose: bool) -> Table:
    """Describe the rows of one file; rows without errors can be chosen while it waits."""
    apply_url = reverse("imports:apply", args=[code])
    return Table(
        id="rows",
        caption=_("แถวในไฟล์"),
        rows=rows,
        columns=[
            Column("number", _("แถวที่"), sort="number"),
            Column("unit_code", _("รหัส"), sort="unit_code"),
            Column(
                "action",
                _("ผลการตรวจ"),
                kind="badge",
                value=lambda row: ImportAction(row.action).badge,
            ),
            Column("detail", _("รายละเอียด"), value=_say),
        ],
        filters=[
            Filter(
                "action",
                _("ผลการตรวจ"),
                [(value, str(label)) for value, label in ImportAction.choices],
                lambda found, value: found.filter(action=value),
            )
        ],
        search=lambda found, text: found.filter(unit_code__istartswith=text),
        search_label=_("ค้นหารหัสหน่วยงาน"),
        bulk=[Bulk(_("นำเข้าแถวที่เลือก"), apply_url, "upload", "primary")] if may_choose else (),
        row_key=lambda row: row.number,
        page_size=100,
        wide=True,
    )


def _say(row: Any) -> str:
    """Say what is wrong with a row, or what it would do."""
    faults = read_faults(row)
    if faults:
        return " · ".join(f"{_label(fault.column)}: {fault.text}" for fault in faults)
    if row.action == ImportAction.CREATE:
        return str(row.values["columns"].get("name_th", ""))
    return " · ".join(
        f"{_label(column)}: {_show(column, before)} → {_show(column, after)}"
        for column, (before, after) in row.changes.items()
    )


def _label(column: str) -> str:
    return str(ImportColumn(column).label)


def _show(column: str, value: str) -> str:
    """Return a value in words; codes that are known have some."""
    if not value:
        return _("ว่าง")
    if column == ImportColumn.CLASS and value in UnitClass.values:
        return str(UnitClass(value).label)
    if column == ImportColumn.SIZE and value in Size.values:
        return str(Size(value).label)
    return value
