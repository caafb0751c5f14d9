"""The rows of a table of set-ups, compared with what is known."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.headcounts.types import FileColumn, FileRow
from prongsai.organizations.types.imports import ImportAction
from prongsai.ui.tables import Bulk, Column, Filter, Table
from prongsai.ui.types import Badge

PAGE_SIZE = 100


def build_rows(rows: list[FileRow], *, code: str, may_choose: bool) -> Table:
    """Describe the rows; those that wait can be chosen."""
    take = Bulk(_("ส่งแถวที่เลือก"), reverse("headcounts:file-take", args=[code]), "send", "primary")
    return Table(
        id="rows",
        caption=_("แถวในไฟล์"),
        rows=rows,
        columns=[
            Column("name", _("หน่วยงาน"), value=_name, note=_note_code),
            Column("number", _("แถวที่"), kind="number"),
            Column("action", _("ผลการตรวจ"), kind="badge", value=_make_badge),
            Column("headcount", _("บุคลากร (คน)"), value=lambda row: _say_change(row, 0)),
            Column("contacts", _("ผู้มาติดต่อโดยประมาณ"), value=lambda row: _say_change(row, 1)),
            Column("detail", _("รายละเอียด"), value=_say),
        ],
        filters=[
            Filter(
                "action",
                _("ผลการตรวจ"),
                [(value, str(label)) for value, label in ImportAction.choices],
                lambda found, value: [row for row in found if row.action == value],
            )
        ],
        bulk=[take] if may_choose else (),
        row_key=lambda row: row.number,
        page_size=PAGE_SIZE,
    )


def _name(row: Any) -> str:
    return row.name or row.code or _("แถวที่ %(number)s") % {"number": row.number}


def _note_code(row: Any) -> str:
    return row.code if row.name else ""


def _make_badge(row: Any) -> Badge:
    if row.is_taken:
        return Badge("ok", _("ส่งให้ผู้บริหารแล้ว"))
    if row.refused:
        return Badge("bad", _("ส่งไม่ได้"))
    badge: Badge = row.action.badge
    return badge


def _say_change(row: Any, at: int) -> str:
    """Return a figure with what it was before."""
    if row.action is ImportAction.ERROR:
        return ""
    after, before = (row.headcount, row.contacts)[at], row.before[at]
    if before is None or before == after:
        return f"{after:,}"
    return f"{before:,} → {after:,}"


def _say(row: Any) -> str:
    """Say what is wrong with a row, or what the executive will be asked about."""
    faults = [f"{FileColumn(each.column).label}: {each.text}" for each in row.faults]
    return row.refused or " · ".join([*faults, *(doubt.text for doubt in row.doubts)])
