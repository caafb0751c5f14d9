"""The table of people and their roles."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.accounts.rules.periods import get_standing
from prongsai.accounts.selectors.labels import get_role_labels, label_role
from prongsai.accounts.selectors.people import search_roles
from prongsai.accounts.web.badges import get_phrase, get_standing_badge
from prongsai.core import clock
from prongsai.organizations.types.units import UnitClass, get_row_class, get_row_name
from prongsai.ui.tables import Column, Empty, Filter, Table
from prongsai.ui.types import Badge


def build_people(rows: Any, *, past: bool, on_export: Callable[[str, int], None]) -> Table:
    """Describe the table: one line for each role that somebody holds or held."""
    return Table(
        id="people",
        caption=_("บทบาทที่สิ้นสุดแล้ว") if past else _("บุคลากรและบทบาท"),
        rows=rows,
        columns=list_columns(),
        sort="name",
        search=search_roles,
        search_label=_("ค้นหาชื่อบุคคล หน่วยงาน หรือรหัส"),
        filters=_list_filters(past=past),
        export_name="people-past" if past else "people",
        on_export=on_export,
        empty=Empty(
            _("ไม่มีบทบาทที่สิ้นสุดแล้ว") if past else _("ยังไม่มีบุคลากรในพื้นที่ของท่าน"),
            "" if past else _("เริ่มจากเชิญผู้ดูแลระบบของแต่ละหน่วยงาน"),
        ),
    )


def list_columns() -> list[Column]:
    """Return the columns that every list of roles has."""
    return [
        Column(
            "name",
            _("ชื่อ"),
            kind="link",
            value=lambda row: row.person.full_name,
            url=lambda row: reverse("people:person", args=[row.person_id]),
            note=lambda row: row.person.position,
            sort="person__name_sort",
        ),
        Column(
            "role",
            _("บทบาท"),
            value=lambda row: label_role(row.role),
            note=lambda row: get_phrase(row.appointment.phrase) if has_appointment(row) else "",
            sort="role",
        ),
        Column("unit", _("หน่วยงาน"), value=get_unit_name, note=get_row_class, sort="name_sort"),
        Column("unit_code", _("รหัส"), export_only=True),
        Column("starts", _("ตั้งแต่"), kind="date", sort="starts"),
        Column("ends", _("ถึง"), kind="date", sort="ends"),
        Column("standing", _("สถานะ"), kind="badge", value=get_badge),
    ]


def has_appointment(row: Any) -> bool:
    return getattr(row, "appointment", None) is not None


def get_unit_name(row: Any) -> str:
    """Return the unit of a row of `with_names` in the reader's language."""
    if row.unit_id is None:
        return _("ทั้งประเทศ")
    return get_row_name(row) if row.name_th else str(row.unit_code)


def get_badge(row: Any) -> Badge:
    standing = get_standing(
        clock.today(), starts=row.starts, ends=row.ends, is_revoked=row.revoked_at is not None
    )
    return get_standing_badge(standing)


def _list_filters(*, past: bool) -> list[Filter]:
    filters = [
        Filter(
            "role",
            _("บทบาท"),
            list(get_role_labels().items()),
            lambda rows, value: rows.filter(role=value),
        ),
        Filter(
            "class",
            _("ประเภทหน่วยงาน"),
            [(value, str(label)) for value, label in UnitClass.choices],
            lambda rows, value: rows.filter(unit_class=value),
        ),
    ]
    if not past:
        filters.append(Filter("state", _("สถานะ"), _list_states(), _narrow_by_state))
    return filters


def _list_states() -> list[tuple[str, str]]:
    return [
        ("in_force", _("มีผลอยู่")),
        ("to_come", _("ยังไม่เริ่ม")),
        ("acting", _("ปฏิบัติหน้าที่แทนผู้อื่น")),
        ("never", _("ยังไม่เคยเข้าสู่ระบบ")),
    ]


def _narrow_by_state(rows: Any, value: str) -> Any:
    conditions: dict[str, dict[str, Any]] = {
        "in_force": {"starts__lte": clock.today()},
        "to_come": {"starts__gt": clock.today()},
        "acting": {"appointment__isnull": False},
        "never": {"person__last_login__isnull": True},
    }
    return rows.filter(**conditions[value])
