"""The table of what was given out."""

from typing import Any

from django.utils.translation import gettext as _

from prongsai.surveys.types import CodeBatch, SlipForm
from prongsai.ui import dates
from prongsai.ui.tables import Column, Empty, Table
from prongsai.ui.types import Badge


def build_batches(rows: list[CodeBatch]) -> Table:
    """Describe the codes that were given out: when, how many, how, and whether they still count."""
    return Table(
        id="batches",
        caption=_("รหัสที่ออกไปแล้ว"),
        rows=rows,
        columns=[
            Column("made_on", _("วันที่"), kind="date"),
            Column("count", _("จำนวนรหัส"), kind="number"),
            Column("form", _("รับเป็น"), value=_name_form),
            Column("link", _("ลิงก์"), note=lambda row: row.label),
            Column("state", _("สถานะ"), kind="badge", value=_make_badge, note=_tell_return),
        ],
        row_key=id,
        empty=Empty(_("ยังไม่เคยออกรหัส")),
        show_caption=True,
    )


def _name_form(row: Any) -> str:
    return str(SlipForm(row.form).label) if row.form else ""


def _tell_return(row: Any) -> str:
    """Say that codes of a closed link are not gone for good."""
    if row.cancelled_on or not row.lapsed_on:
        return ""
    return _("ส่วนที่ไม่ใช้จะใช้ได้อีกถ้าขยายเวลา")


def _make_badge(row: Any) -> Badge:
    if row.cancelled_on:
        words = _("ส่วนที่ไม่ใช้ยกเลิกเมื่อ %(day)s") % {"day": dates.get_short(row.cancelled_on)}
        return Badge("neutral", words)
    if row.lapsed_on:
        return Badge("neutral", _("ปิดแล้ว"), "clock")
    return Badge("ok", _("ใช้ได้"))
