"""The tables of runs, of files of marks and of open data."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.results.types import RunState
from prongsai.ui.tables import Column, Empty, Table
from prongsai.ui.types import Badge

TONES = {RunState.WAITING: "info", RunState.DONE: "neutral", RunState.FAILED: "bad"}


def make_run_badge(run: Any) -> Badge:
    if hasattr(run, "publication"):
        return Badge("ok", _("ประกาศแล้ว"), "check")
    tone: Any = TONES[RunState(run.state)]
    return Badge(tone, str(RunState(run.state).label), "clock" if tone == "info" else "")


def build_runs(rows: Any) -> Table:
    """Describe the runs."""
    return Table(
        id="runs",
        caption=_("การคำนวณคะแนน"),
        rows=rows,
        columns=[
            Column(
                "framework",
                _("กรอบการประเมิน"),
                kind="link",
                url=lambda row: reverse("results:run", args=[row.pk]),
                note=lambda row: row.note,
                sort=("framework", "number"),
            ),
            Column("number", _("ครั้งที่"), kind="number"),
            Column("created_at", _("สั่งเมื่อ"), kind="datetime", sort="created_at"),
            Column("made_by_name", _("ผู้สั่งคำนวณ")),
            Column("agencies", _("จำนวนหน่วยงาน"), kind="number"),
            Column("state", _("สถานะ"), kind="badge", value=make_run_badge),
        ],
        empty=Empty(
            _("ยังไม่เคยคำนวณคะแนน"), _("ส่งคะแนนรายข้อ OIT ถ้ามี แล้วเลือกกรอบการประเมินและสั่งคำนวณ")
        ),
    )


def build_uploads(rows: Any) -> Table:
    """Describe the files of marks."""
    return Table(
        id="uploads",
        caption=_("ไฟล์ที่เคยส่ง"),
        rows=rows,
        columns=[
            Column("file_name", _("ไฟล์")),
            Column("framework", _("กรอบการประเมิน"), sort="framework"),
            Column("created_at", _("ส่งเมื่อ"), kind="datetime", sort="created_at"),
            Column("user_name", _("ผู้ส่ง")),
            Column("agencies", _("จำนวนหน่วยงาน"), kind="number"),
        ],
        empty=Empty(_("ยังไม่มีคะแนนรายข้อ"), _("หน่วยงานที่ไม่มีคะแนนรายข้อจะไม่มีผล OIT และไม่มีคะแนนรวม")),
    )


def build_editions(rows: Any) -> Table:
    """Describe the published runs for everybody."""
    return Table(
        id="editions",
        caption=_("ชุดข้อมูลเปิด"),
        rows=rows,
        columns=[
            Column(
                "framework",
                _("กรอบการประเมิน"),
                kind="link",
                url=lambda row: reverse("results:edition", args=[row.framework, row.number]),
                sort="framework",
            ),
            Column("number", _("ครั้งที่"), kind="number"),
            Column("publication.created_at", _("ประกาศเมื่อ"), kind="datetime"),
            Column("agencies", _("จำนวนหน่วยงาน"), kind="number"),
        ],
        empty=Empty(_("ยังไม่มีชุดข้อมูลเปิด"), _("ชุดข้อมูลจะปรากฏที่นี่พร้อมกับการประกาศผล")),
    )
