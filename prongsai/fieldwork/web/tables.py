"""Tables of rounds and of cases."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prongsai.fieldwork.rules.call_lists import mask_number
from prongsai.fieldwork.types import FINAL, Disposition
from prongsai.notifications.types import Recipient
from prongsai.ui.dates import get_short
from prongsai.ui.tables import Bulk, Column, Empty, Filter, Table
from prongsai.ui.types import Badge


def build_rounds(rows: Any) -> Table:
    return Table(
        id="rounds",
        caption=_("รอบเก็บข้อมูลภาคสนาม"),
        rows=rows,
        columns=[
            Column(
                "name",
                _("รอบ"),
                kind="link",
                sort="name",
                url=lambda row: reverse("fieldwork:round", args=[row.pk]),
            ),
            Column("opens_on", _("วันแรก"), kind="date", sort="opens_on"),
            Column("closes_on", _("วันสุดท้าย"), kind="date", sort="closes_on"),
            Column("cases", _("รายชื่อ"), kind="number", sort="cases"),
            Column("interviews", _("สัมภาษณ์แล้ว"), kind="number", sort="interviews"),
            Column("state", _("สถานะ"), kind="badge", value=_get_state),
        ],
        sort="-opens_on",
        empty=Empty(
            _("ยังไม่มีรอบเก็บข้อมูล"),
            _("เปิดรอบเพื่อสัมภาษณ์ผู้มีส่วนได้ส่วนเสียภายนอก หรือบันทึกแบบกระดาษ"),
            reverse("fieldwork:create"),
            _("เปิดรอบ"),
        ),
    )


def build_cases(rows: Any, *, people: Sequence[Recipient], round_id: int) -> Table:
    """Describe the call list: numbers masked, chosen rows go to one person of the round."""
    english = get_language() == "en"
    url = reverse("fieldwork:assign", args=[round_id])
    return Table(
        id="cases",
        caption=_("รายชื่อสัมภาษณ์"),
        rows=rows,
        columns=[
            Column(
                "name",
                _("หน่วยงาน"),
                sort="name_sort",
                value=lambda row: row.name_en if english and row.name_en else row.name_th,
            ),
            Column("telephone", _("โทรศัพท์"), value=lambda row: mask_number(row.telephone)),
            Column("place", _("สถานที่")),
            Column(
                "interviewer", _("พนักงาน"), value=_get_interviewer, sort="interviewer__name_sort"
            ),
            Column(
                "disposition", _("ผล"), kind="badge", value=_get_disposition, sort="disposition"
            ),
            Column("attempts_made", _("ครั้งที่ติดต่อ"), kind="number", sort="attempts_made"),
            Column("appointment", _("นัดหมาย"), value=_get_appointment, sort="appointment"),
        ],
        filters=_list_filters(people),
        bulk=[
            Bulk(
                _("มอบให้ %(name)s") % {"name": person.name},
                url,
                name="person",
                value=str(person.user_id),
            )
            for person in people
        ],
        empty=Empty(
            _("ยังไม่มีรายชื่อ"),
            _("นำเข้าไฟล์หมายเลขโทรศัพท์หรือสถานที่ของแต่ละหน่วยงาน"),
            reverse("fieldwork:import", args=[round_id]),
            _("นำเข้ารายชื่อ"),
        ),
    )


def _list_filters(people: Sequence[Recipient]) -> list[Filter]:
    return [
        Filter(
            "state",
            _("ผล"),
            [(each.value, str(each.label)) for each in Disposition],
            lambda found, value: found.filter(disposition=value),
        ),
        Filter(
            "who",
            _("พนักงาน"),
            [("0", _("ยังไม่มอบหมาย")), *((str(p.user_id), p.name) for p in people)],
            lambda found, value: found.filter(
                interviewer=None if value == "0" else int(value),
            ),
        ),
    ]


def _get_state(row: Any) -> Badge:
    return Badge("neutral", _("ปิดแล้ว")) if row.closed_on else Badge("ok", _("เปิดอยู่"))


def _get_interviewer(row: Any) -> str:
    return row.interviewer.full_name if row.interviewer else ""


def _get_appointment(row: Any) -> str:
    if not row.appointment:
        return ""
    day, minute = row.appointment.split("T")
    minute = minute if get_language() == "en" else minute.replace(":", ".")
    words = {"day": get_short(date.fromisoformat(day)), "time": minute}
    return _("%(day)s เวลา %(time)s น.") % words


def _get_disposition(row: Any) -> Badge:
    if row.disposition == Disposition.COMPLETE:
        tone = "ok"
    elif row.disposition in FINAL:
        tone = "bad"
    else:
        tone = "neutral" if row.disposition == Disposition.NEW else "warn"
    return Badge(tone, str(Disposition(row.disposition).label))  # type: ignore[arg-type]
