"""What the style guide shows: fictional, but as long and as awkward as real content."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from prongsai.core import clock
from prongsai.ui.icons import ICONS
from prongsai.ui.navigation import Due, Header, Menu, NavEntry, Place
from prongsai.ui.styleguide.bodies import NAMES
from prongsai.ui.styleguide.forms import GuideForm
from prongsai.ui.types import Badge, Bar, Change, Crumb, Event, Fact, Node, Point, Step, Tab

COLOURS = ("accent", "ok", "warn", "bad", "info", "neutral")
SURFACES = ("page", "panel", "sunken", "accent-soft", "header")


def get_context() -> dict[str, Any]:
    now = clock.now()
    return {
        "crumbs": [Crumb(_("หน้าแรก"), "/"), Crumb(_("แบบหน้าจอ"))],
        "colours": COLOURS,
        "surfaces": SURFACES,
        "icons": sorted(ICONS),
        "now": now,
        "deadline": now + timedelta(days=9, hours=4),
        "yesterday": now - timedelta(days=1),
        "missing": None,
        "form": GuideForm(prefix="guide"),
        "wrong_form": GuideForm({"wrong-day": "31/2/2569"}, prefix="wrong"),
        **get_structure(),
        **get_charts(),
    }


def get_structure() -> dict[str, Any]:
    return {
        "tabs": [
            Tab(_("ภาพรวม"), "#tabs", current=True),
            Tab(_("ข้อการเปิดเผย"), "#tabs", count=28),
            Tab(_("ผู้เกี่ยวข้อง"), "#tabs", count=8317),
            Tab(_("ประวัติ"), "#tabs"),
        ],
        "steps": [
            Step(_("ตรวจข้อมูลหน่วยงาน"), "done", "#steps"),
            Step(_("กรอกจำนวนบุคลากร"), "current", note=_("ใช้เวลาประมาณ 5 นาที")),
            Step(_("ยืนยันและส่ง")),
        ],
        "events": get_events(),
        "nodes": get_nodes(),
        "changes": [
            Change(_("ชื่อหน่วยงาน"), NAMES[2], NAMES[6]),
            Change(_("เว็บไซต์หลัก"), None, "https://www.huainamsai.example"),
            Change(_("กอง"), "กองช่าง", None),
        ],
        "facts": [
            Fact(_("ชื่อหน่วยงาน"), NAMES[5]),
            Fact(_("รหัสหน่วยงาน"), "5201234"),
            Fact(_("เว็บไซต์หลัก"), "www.phusaithan.example", "#facts"),
            Fact(_("โทรศัพท์"), None),
        ],
    }


def get_events() -> list[Event]:
    now = clock.now()
    return [
        Event(
            now,
            _("ผู้บริหารอนุมัติรายการ"),
            who="นางสาวปิยะดา ทองทิพย์สมมติ นายกองค์การบริหารส่วนตำบล",
            tone="ok",
            icon="check",
        ),
        Event(
            now - timedelta(days=2),
            _("ส่งรายการให้ผู้บริหาร"),
            _("แนบลิงก์ 3 รายการ พร้อมคำอธิบายวิธีเข้าถึง"),
            who="นายสมมติ ใจดี",
            tone="info",
            icon="send",
        ),
        Event(
            now - timedelta(days=9),
            _("ตีกลับให้แก้ไข"),
            _("ลิงก์ที่ 2 เปิดไม่ได้ กรุณาแนบลิงก์ที่เปิดได้โดยไม่ต้องเข้าสู่ระบบ"),
            tone="warn",
            icon="undo",
        ),
        Event(now - timedelta(days=12), _("สร้างรายการ")),
    ]


def get_nodes() -> list[Node]:
    district = Node(
        "อำเภอเมืองภูสายธาร",
        url="#tree",
        note=_("2 หน่วยงาน"),
        open=True,
        children=[
            Node(NAMES[0], url="#tree", badge=Badge("ok", _("ผ่าน"))),
            Node(NAMES[5], url="#tree", badge=Badge("warn", _("ต้องติดตาม"))),
        ],
    )
    later = Node("อำเภอห้วยน้ำใส", note=_("31 หน่วยงาน"), children_url="/styleguide/branch")
    top = Node("จังหวัดภูสายธาร", note=_("89 หน่วยงาน"), open=True, children=[district, later])
    return [top]


def get_branch() -> list[Node]:
    return [Node(name, url="#tree") for name in (NAMES[6], NAMES[7])]


def get_charts() -> dict[str, Any]:
    return {
        "bars": [
            Bar(NAMES[0], Decimal("96.12"), "ok", url="#bars"),
            Bar(NAMES[1], Decimal("88.40"), "ok", url="#bars"),
            Bar(NAMES[5], Decimal("81.05"), "warn", url="#bars"),
            Bar(NAMES[3], Decimal("64.90"), "bad", url="#bars"),
        ],
        "points": [
            Point("2564", Decimal("78.42")),
            Point("2565", Decimal("81.90")),
            Point("2566", None),
            Point("2567", Decimal("83.75")),
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
        "spark": [78, 82, None, 88, 91],
    }


def get_frame() -> dict[str, Any]:
    """Return the header of a person with much to do."""
    today = clock.today()
    return {
        "known": True,
        "navigation": Menu(
            [
                NavEntry(_("หน้าแรก"), "#home", "home", current=True),
                NavEntry(_("หน่วยงาน"), "#agencies", "agency"),
                NavEntry(_("ปฏิทิน"), "#calendar", "calendar"),
                NavEntry(_("บุคคลและสิทธิ์"), "#people", "people", count=3),
            ],
            [NavEntry(_("บันทึกการใช้งาน"), "#audit", "shield")],
        ),
        "header": Header(
            name="นางสาวปิยะดา ทองทิพย์สมมติ",
            email="province_coordinator@demo.invalid",
            season=_("ปีงบประมาณ 2570"),
            places=[
                Place(_("ผู้ประสานงานจังหวัด"), "สำนักงานจังหวัดภูสายธาร", "1", current=True),
                Place(_("ผู้ดูแลระบบของหน่วยงาน"), NAMES[5], "2"),
                Place(_("ท้องถิ่นอำเภอ"), "อำเภอห้วยน้ำใส จังหวัดภูสายธาร", "3"),
            ],
            switch_url="/styleguide/frame",
            due=[Due(_("อนุมัติรายการ"), "#due", today + timedelta(days=n)) for n in (1, 4, 9)],
            due_url="#due",
            inbox_url="#inbox",
            unread=12,
            account=[
                NavEntry(_("ข้อมูลของฉัน"), "#me", "person"),
                NavEntry(_("ความปลอดภัยของบัญชี"), "#security", "shield"),
            ],
        ),
    }
