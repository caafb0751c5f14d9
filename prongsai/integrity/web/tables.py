"""Tables of findings, of questions to an agency and of what does not count."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from prongsai.integrity.selectors.explanations import get_part_name, get_short_name
from prongsai.integrity.types import CaseState, Decision, DiscardedShare, FlagCode
from prongsai.organizations.types.units import UnitClass, UnitName, get_row_class, get_row_name
from prongsai.ui.tables import Column, Empty, Filter, Table
from prongsai.ui.types import Badge, Tone

PARTS = ("IIT", "EIT1", "EIT2")
TONES: dict[str, Tone] = {
    Decision.NO_ACTION: "ok",
    Decision.DISCARD: "warn",
    Decision.REFER: "info",
}


def build_findings(
    rows: Any,
    *,
    year: int,
    is_computed: bool,
    search: Callable[[Any, str], Any],
    on_export: Callable[[str, int], None],
) -> Table:
    """Describe the table of what stands out, the most conspicuous first."""
    return Table(
        id="findings",
        caption=_("หน่วยงานที่ควรตรวจสอบคำตอบ ปีงบประมาณ %(year)s") % {"year": year},
        rows=rows,
        columns=_columns(),
        search=search,
        search_label=_("ค้นหาหน่วยงานหรือรหัส"),
        filters=_filters(),
        export_name=f"integrity-{year}",
        on_export=on_export,
        empty=Empty(
            _("ไม่พบคำตอบที่ควรตรวจสอบในพื้นที่ของท่าน"),
            _("รายงานฉบับนี้ไม่พบคำตอบที่ต่างจากที่คาดไว้มาก"),
        )
        if is_computed
        else Empty(
            _("ยังไม่ได้คำนวณรายงานของปีนี้"),
            _("ยังบอกไม่ได้ว่ามีคำตอบที่ควรตรวจสอบหรือไม่"),
        ),
    )


def make_case_badge(state: str | None, decision: str | None) -> Badge:
    if not state:
        return Badge("warn", _("ยังไม่มีผู้พิจารณา"))
    if decision:
        return Badge(TONES[decision], str(Decision(decision).label))
    return Badge("info", str(CaseState(state).label))


def _columns() -> list[Column]:
    return [
        Column(
            "name",
            _("หน่วยงาน"),
            kind="link",
            value=get_row_name,
            url=lambda row: reverse("integrity:finding", args=[row.pk]),
            note=get_row_class,
            sort="name_sort",
        ),
        Column("unit_code", _("รหัส"), export_only=True),
        Column("part", _("แบบวัด"), value=lambda row: get_short_name(row.part), sort="part"),
        Column("flags", _("สิ่งที่พบ"), value=_name_flags),
        Column("respondents", _("ผู้ตอบ"), kind="number", sort="respondents"),
        Column("weight", _("เท่าของเกณฑ์"), kind="score", sort="weight"),
        Column(
            "state",
            _("การพิจารณา"),
            kind="badge",
            value=lambda row: make_case_badge(row.case_state, row.case_decision),
        ),
    ]


def _filters() -> list[Filter]:
    return [
        Filter(
            "flag",
            _("สิ่งที่พบ"),
            [(code, str(label)) for code, label in FlagCode.choices],
            lambda rows, value: rows.filter(flags__contains=[{"code": value}]),
        ),
        Filter(
            "part",
            _("แบบวัด"),
            [(part, get_short_name(part)) for part in PARTS],
            lambda rows, value: rows.filter(part=value),
        ),
        Filter(
            "state",
            _("การพิจารณา"),
            [("new", _("ยังไม่มีผู้พิจารณา")), *((c, str(label)) for c, label in CaseState.choices)],
            lambda rows, value: (
                rows.filter(case_state=None) if value == "new" else rows.filter(case_state=value)
            ),
        ),
        Filter(
            "class",
            _("ประเภทหน่วยงาน"),
            [(value, str(label)) for value, label in UnitClass.choices],
            lambda rows, value: rows.filter(unit_class=value),
        ),
    ]


def build_questions(rows: Any) -> Table:
    """Describe what an agency was asked."""
    return Table(
        id="questions",
        caption=_("เรื่องที่ขอให้ชี้แจง"),
        rows=rows,
        columns=[
            Column(
                "part",
                _("แบบวัด"),
                kind="link",
                value=lambda row: capfirst(get_part_name(row.part)),
                url=lambda row: reverse("integrity:question", args=[row.pk]),
                note=lambda row: _("ปีงบประมาณ %(year)s") % {"year": row.fiscal_year},
            ),
            Column("reply_by", _("ชี้แจงได้ถึงวันที่"), kind="date", sort="reply_by"),
            Column(
                "state",
                _("สถานะ"),
                kind="badge",
                value=lambda row: make_case_badge(row.state, row.decision),
            ),
        ],
        empty=Empty(_("ไม่มีเรื่องที่ขอให้ชี้แจง"), _("หากมี ระบบจะแจ้งในกล่องข้อความด้วย")),
    )


def build_discarded(
    rows: Sequence[DiscardedShare],
    *,
    names: Mapping[int, UnitName],
    hidden: Collection[tuple[int, str]],
) -> Table:
    """Describe what does not count, for everybody; of HIDDEN the number is withheld."""

    def tell(row: DiscardedShare) -> str:
        if (row.unit_id, row.part) in hidden:
            return _("ไม่แสดงเพราะจำนวนน้อย")
        facts = {"sum": f"{row.discarded:,}", "all": f"{row.respondents:,}"}
        return _("%(sum)s จาก %(all)s ชุด") % facts

    return Table(
        id="discarded",
        caption=_("คำตอบที่ไม่นับรายหน่วยงาน"),
        rows=rows,
        columns=[
            Column("unit", _("หน่วยงาน"), value=lambda row: str(names[row.unit_id])),
            Column("part", _("แบบวัด"), value=lambda row: capfirst(get_part_name(row.part))),
            Column("rule", _("เหตุ"), value=lambda row: str(FlagCode(row.rule).label)),
            Column("discarded", _("ไม่นับ"), value=tell),
        ],
        row_key=lambda row: f"{row.unit_id}-{row.part}",
        empty=Empty(_("ไม่มีคำตอบที่ไม่นับในปีนี้"), _("คำตอบทุกชุดนับเป็นคะแนน")),
    )


def _name_flags(row: Any) -> str:
    return ", ".join(str(FlagCode(flag["code"]).label) for flag in row.flags)
