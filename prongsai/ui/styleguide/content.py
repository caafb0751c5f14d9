"""What the style guide shows: fictional, but as long and as awkward as real content."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from prongsai.core import clock
from prongsai.ui import tables
from prongsai.ui.icons import ICONS
from prongsai.ui.styleguide.forms import GuideForm
from prongsai.ui.types import Badge, Bar, Change, Crumb, Event, Fact, Node, Point, Step, Tab

NAMES = (
    "องค์การบริหารส่วนตำบลหนองกระทุ่มใหญ่พัฒนา",
    "เทศบาลตำบลบ้านใหม่ริมธาราเฉลิมพระเกียรติ",
    "องค์การบริหารส่วนตำบลสันทราย",
    "เทศบาลเมืองทุ่งรวงทอง",
    "องค์การบริหารส่วนจังหวัดภูสายธาร",
    "สำนักงานส่งเสริมและสนับสนุนการพัฒนาคุณภาพชีวิตผู้สูงอายุประจำจังหวัดภูสายธาร",
    "องค์การบริหารส่วนตำบลห้วยน้ำใส",
    "เทศบาลตำบลท่าช้างคู่",
)
DISTRICTS = ("เมืองภูสายธาร", "ทุ่งรวงทอง", "ห้วยน้ำใส")


@dataclass(frozen=True, slots=True)
class Body:
    """A fictional agency as a row."""

    pk: int
    name: str
    district: str
    score: Decimal | None
    answers: int
    sent: date

    @property
    def state(self) -> Badge:
        if self.score is None:
            return Badge("neutral", _("ยังไม่ส่ง"), "clock")
        if self.score >= 85:
            return Badge("ok", _("ผ่าน"))
        if self.score >= 75:
            return Badge("warn", _("ต้องติดตาม"))
        return Badge("bad", _("ไม่ผ่าน"))


def get_bodies() -> list[Body]:
    first = date(2026, 11, 2)
    return [
        Body(
            pk=number,
            name=f"{NAMES[number % len(NAMES)]} {number // len(NAMES) + 1}".removesuffix(" 1"),
            district=DISTRICTS[number % len(DISTRICTS)],
            score=None if number % 7 == 3 else Decimal(6200 + number * 977 % 3800) / 100,
            answers=number * 3571 % 9000,
            sent=first + timedelta(days=number % 19),
        )
        for number in range(64)
    ]


def get_table() -> tables.Table:
    return tables.Table(
        id="bodies",
        caption=_("หน่วยงานในจังหวัดภูสายธาร"),
        rows=get_bodies(),
        sort="name",
        columns=[
            tables.Column(
                "name",
                _("หน่วยงาน"),
                kind="link",
                url=lambda body: f"#body-{body.pk}",
                note=lambda body: f"อำเภอ{body.district}",
                sort="name",
                lang="th",
            ),
            tables.Column("state", _("สถานะ"), kind="badge"),
            tables.Column("score", _("คะแนน"), kind="score", sort="score"),
            tables.Column("answers", _("ผู้ตอบ (คน)"), kind="number", sort="answers"),
            tables.Column("sent", _("วันที่ส่ง"), kind="date", sort="sent"),
        ],
        search=lambda rows, words: [row for row in rows if words in row.name],
        search_label=_("ค้นหาชื่อหน่วยงาน"),
        filters=[
            tables.Filter(
                "district",
                _("อำเภอ"),
                [(name, name) for name in DISTRICTS],
                lambda rows, value: [row for row in rows if row.district == value],
                lang="th",
            )
        ],
        bulk=[tables.Bulk(_("ส่งหนังสือเตือน"), "/styleguide", icon="send")],
        page_size=8,
        export_name="bodies",
    )


def get_context(request: HttpRequest) -> dict[str, Any]:
    now = clock.now()
    return {
        "form": GuideForm(request.POST or None),
        "wrong_form": GuideForm({"name": "", "day": "31/2/2569"}, prefix="wrong"),
        "crumbs": [Crumb(_("หน้าแรก"), "/"), Crumb(_("แบบหน้าจอ"))],
        "tabs": [
            Tab(_("ภาพรวม"), "#tabs", current=True),
            Tab(_("รายการเปิดเผยข้อมูล"), "#tabs", count=28),
            Tab(_("ผู้เกี่ยวข้อง"), "#tabs", count=8317),
        ],
        "steps": [
            Step(_("ตรวจข้อมูลหน่วยงาน"), "done", "#steps"),
            Step(_("กรอกจำนวนบุคลากร"), "current", note=_("ภายใน 30 พฤศจิกายน 2569")),
            Step(_("ยืนยันและส่ง")),
        ],
        "events": [
            Event(
                now, _("ผู้บริหารอนุมัติรายการ"), who="นางสาวปิยะดา ทองทิพย์สมมติ", tone="ok", icon="check"
            ),
            Event(
                now - timedelta(days=2), _("ส่งรายการให้ผู้บริหาร"), _("แนบลิงก์ 3 รายการ"), icon="send"
            ),
            Event(
                now - timedelta(days=9), _("ตีกลับให้แก้ไข"), _("ลิงก์เปิดไม่ได้"), tone="warn", icon="undo"
            ),
        ],
        "bars": [
            Bar(NAMES[0], Decimal("96.12"), "ok"),
            Bar(NAMES[1], Decimal("88.40"), "ok"),
            Bar(NAMES[5], Decimal("81.05"), "warn"),
            Bar(NAMES[3], Decimal("64.90"), "bad"),
        ],
        "points": [
            Point("2565", Decimal("78.42")),
            Point("2566", Decimal("81.90")),
            Point("2567", None),
            Point("2568", Decimal("88.15"), breaks=True),
            Point("2569", Decimal("91.03")),
        ],
        "levels": [
            Bar("AA", 12, "ok"),
            Bar("A", 41, "ok"),
            Bar("B", 23, "warn"),
            Bar("C", 9, "bad"),
            Bar("D", 4, "bad"),
        ],
        "nodes": [
            Node(
                "จังหวัดภูสายธาร",
                note=_("89 หน่วยงาน"),
                open=True,
                children=[
                    Node(
                        "อำเภอเมืองภูสายธาร",
                        children=[Node(NAMES[0], url="#tree"), Node(NAMES[1], url="#tree")],
                    ),
                    Node(NAMES[5], url="#tree", badge=Badge("warn", _("ต้องติดตาม"))),
                ],
            ),
        ],
        "changes": [
            Change(_("ชื่อ"), NAMES[2], NAMES[6]),
            Change(_("เว็บไซต์หลัก"), None, "https://www.huainamsai.example"),
            Change(_("กอง"), "กองช่าง", None),
        ],
        "facts": [
            Fact(_("ชื่อหน่วยงาน"), NAMES[5], lang="th"),
            Fact(_("รหัสหน่วยงาน"), "5201234"),
            Fact(_("เว็บไซต์หลัก"), "www.phusaithan.example", "#facts"),
        ],
        "spark": [78, 82, None, 88, 91],
        "deadline": now + timedelta(days=9, hours=4),
        "icons": sorted(ICONS),
    }
