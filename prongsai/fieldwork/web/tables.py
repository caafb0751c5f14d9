"""Tables of rounds and of cases."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prongsai.fieldwork.rules.call_lists import mask_number
from prongsai.fieldwork.types import FINAL, BundleState, Disposition
from prongsai.organizations.selectors.joins import search_names
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


def build_progress(rows: Any) -> Table:
    """Describe the agencies of a round: interviews against the quota, answers that have come."""
    return Table(
        id="progress",
        caption=_("ความคืบหน้าตามหน่วยงาน"),
        rows=rows,
        columns=[
            Column("name", _("หน่วยงาน"), value=lambda row: str(row.name)),
            Column("interviews", _("สัมภาษณ์แล้ว"), kind="number", sort="interviews"),
            Column("quota", _("โควตา"), kind="number", sort="quota"),
            Column("share", _("ร้อยละของโควตา"), kind="score", sort="share"),
            Column("answers", _("คำตอบที่รับ"), kind="number", sort="answers"),
            Column("paper", _("แบบกระดาษ"), kind="number", sort="paper"),
            Column("cases", _("รายชื่อ"), kind="number", sort="cases"),
        ],
        row_key=lambda row: row.id,
    )


def build_shares(rows: Any) -> Table:
    """Describe the work of the interviewers of a round."""
    return Table(
        id="shares",
        caption=_("ผู้สัมภาษณ์"),
        rows=rows,
        columns=[
            Column("name", _("ผู้สัมภาษณ์")),
            Column("cases", _("รายที่ได้รับ"), kind="number"),
            Column("tried", _("ครั้งที่ติดต่อ"), kind="number"),
            Column("had", _("สัมภาษณ์แล้ว"), kind="number"),
        ],
        prefix="s-",
        row_key=lambda row: row["name"],
    )


def build_bundles(rows: Any, *, get_turn: Callable[[Any], int | None], create_url: str) -> Table:
    """Describe the bundles of a round; what waits for the reader is marked."""
    return Table(
        id="bundles",
        caption=_("ชุดแบบกระดาษ"),
        rows=rows,
        columns=[
            Column(
                "number",
                _("เลขชุด"),
                kind="link",
                sort="number",
                url=lambda row: reverse("fieldwork:bundle", args=[row.pk]),
            ),
            Column("name", _("หน่วยงาน"), sort="name_sort", value=_get_name),
            Column("count", _("จำนวนแบบ"), kind="number", sort="count"),
            Column(
                "state",
                _("สถานะ"),
                kind="badge",
                sort="state",
                value=lambda row: _get_bundle_state(row, is_due=get_turn(row) is not None),
            ),
        ],
        filters=[
            Filter(
                "state",
                _("สถานะ"),
                _list_choices(BundleState),
                lambda found, value: found.filter(state=value),
            )
        ],
        empty=Empty(
            _("ยังไม่มีชุดแบบกระดาษ"),
            _("หัวหน้ารอบเปิดชุดด้วยเลขชุดและจำนวนแบบ แล้วสองคนบันทึกคนละรอบ"),
            create_url,
            _("เปิดชุดแบบกระดาษ") if create_url else "",
        ),
    )


def build_cases(
    rows: Any, *, shares: Sequence[dict[str, Any]], round_id: int, query: str, is_open: bool
) -> Table:
    """Describe the call list: numbers masked, chosen rows go to one person of the round.

    QUERY is what the reader has narrowed the list by: it stays when rows are handed out.
    """
    return Table(
        id="cases",
        caption=_("รายชื่อสัมภาษณ์"),
        rows=rows,
        columns=[
            Column("name", _("หน่วยงาน"), sort="name_sort", value=_get_name),
            Column("telephone", _("โทรศัพท์"), value=lambda row: mask_number(row.telephone)),
            Column("place", _("สถานที่")),
            Column(
                "interviewer", _("ผู้สัมภาษณ์"), value=_get_interviewer, sort="interviewer__name_sort"
            ),
            Column(
                "disposition",
                _("ผลการติดต่อ"),
                kind="badge",
                value=_get_disposition,
                sort="disposition",
            ),
            Column("attempts_made", _("ครั้งที่ติดต่อ"), kind="number", sort="attempts_made"),
            Column("appointment", _("นัดหมาย"), value=_get_appointment, sort="appointment"),
        ],
        filters=_list_filters(shares),
        search=search_names,
        search_label=_("ค้นหาชื่อหน่วยงานหรือรหัส"),
        bulk=_list_acts(shares, round_id, query) if is_open else (),
        empty=Empty(
            _("ยังไม่มีรายชื่อ"),
            _("นำเข้าไฟล์หมายเลขโทรศัพท์หรือสถานที่ของแต่ละหน่วยงาน"),
            reverse("fieldwork:import", args=[round_id]),
            _("นำเข้ารายชื่อ"),
        ),
    )


def _list_acts(shares: Sequence[dict[str, Any]], round_id: int, query: str) -> list[Bulk]:
    """Return what can be done with chosen cases: handed to one person, or opened again."""
    people = [
        (str(each["id"]), _("%(name)s (มีแล้ว %(count)s ราย)") % {**each, "count": each["cases"]})
        for each in shares
    ]
    assign, reopen = (
        f"{reverse(f'fieldwork:{name}', args=[round_id])}?{query}" for name in ("assign", "reopen")
    )
    words = _("เลือกผู้สัมภาษณ์")
    hand_out = Bulk(_("มอบหมาย"), assign, "hand-over", "primary", "person", "", people, words)
    return [*([hand_out] if people else []), Bulk(_("เปิดให้ติดต่อใหม่"), reopen, "undo")]


def _list_filters(shares: Sequence[dict[str, Any]]) -> list[Filter]:
    return [
        Filter(
            "state",
            _("ผลการติดต่อ"),
            _list_choices(Disposition),
            lambda found, value: found.filter(disposition=value),
        ),
        Filter(
            "who",
            _("ผู้สัมภาษณ์"),
            [("0", _("ยังไม่มอบหมาย")), *((str(each["id"]), each["name"]) for each in shares)],
            lambda found, value: found.filter(
                interviewer=None if value == "0" else int(value),
            ),
        ),
    ]


def _list_choices(kind: type[TextChoices]) -> list[tuple[str, str]]:
    return [(each.value, str(each.label)) for each in kind]


def _get_name(row: Any) -> str:
    return str((get_language() == "en" and row.name_en) or row.name_th or row.unit_code)


def _get_bundle_state(row: Any, *, is_due: bool) -> Badge:
    label = str(BundleState(row.state).label)
    if row.state == BundleState.SENT:
        return Badge("ok", label)
    return Badge("warn" if is_due or row.state == BundleState.COMPARE else "neutral", label)


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
