"""The table of the style guide: 64 fictional agencies with awkwardly long names."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from prongsai.core.thai_text import search_key
from prongsai.ui import tables
from prongsai.ui.types import Badge

NAMES = (
    "องค์การบริหารส่วนตำบลหนองกระทุ่มใหญ่พัฒนา",
    "เทศบาลตำบลบ้านใหม่ริมธาราเฉลิมพระเกียรติ",
    "องค์การบริหารส่วนตำบลสันทราย",
    "เทศบาลเมืองทุ่งรวงทอง",
    "องค์การบริหารส่วนจังหวัดภูสายธาร",
    "สำนักงานส่งเสริมและสนับสนุนการพัฒนาคุณภาพชีวิตผู้สูงอายุและผู้ด้อยโอกาสประจำจังหวัดภูสายธาร",
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
            return Badge("neutral", _("ยังไม่ส่ง"), "pending")
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
        caption=_("หน่วยงานในจังหวัดสมมติ"),
        rows=get_bodies(),
        sort="name",
        columns=get_columns(),
        search=search_bodies,
        search_label=_("ค้นหาชื่อหน่วยงาน"),
        filters=[
            tables.Filter(
                "district",
                _("อำเภอ"),
                [(name, name) for name in DISTRICTS],
                lambda rows, value: [row for row in rows if row.district == value],
            )
        ],
        bulk=[
            tables.Bulk(_("ส่งหนังสือเตือน"), "/styleguide", icon="send"),
            tables.Bulk(
                _("มอบหมาย"),
                "/styleguide",
                name="person",
                choices=[("1", "นางสาวปิยะดา ทองทิพย์สมมติ")],
                asks=_("เลือกผู้สัมภาษณ์"),
            ),
        ],
        page_size=8,
        export_name="bodies",
    )


def get_columns() -> list[tables.Column]:
    return [
        tables.Column(
            "name",
            _("หน่วยงาน"),
            kind="link",
            url=lambda body: f"/styleguide?q={body.pk}",
            note=lambda body: f"อำเภอ{body.district}",
            sort="name",
        ),
        tables.Column("state", _("สถานะ"), kind="badge"),
        tables.Column("score", _("คะแนน"), kind="score", sort="score"),
        tables.Column("answers", _("ผู้ตอบ (คน)"), kind="number", sort="answers"),
        tables.Column("sent", _("วันที่ส่ง"), kind="date", sort="sent"),
    ]


def search_bodies(rows: list[Body], words: str) -> list[Body]:
    return [row for row in rows if search_key(words) in search_key(row.name)]
