"""The table of one person's roles today."""

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prongsai.accounts.selectors.labels import label_role
from prongsai.accounts.selectors.people import HeldRole, PersonView
from prongsai.accounts.web.badges import get_phrase, get_standing_badge
from prongsai.ui.tables import Column, Empty, Table


def build_held_roles(person: PersonView) -> Table:
    """Describe what PERSON holds now or will hold, with the way to end it."""
    return Table(
        id="roles",
        caption=_("บทบาทปัจจุบัน"),
        rows=person.current,
        columns=[
            Column("role", _("บทบาท"), value=lambda row: label_role(row.role), note=_say_post),
            Column("unit", _("หน่วยงาน"), value=name_unit),
            Column("starts", _("ตั้งแต่"), kind="date"),
            Column("ends", _("ถึง"), kind="date"),
            Column(
                "standing",
                _("สถานะ"),
                kind="badge",
                value=lambda row: get_standing_badge(row.standing),
            ),
            *_list_actions(person),
        ],
        empty=Empty(_("ไม่มีบทบาทที่มีผลอยู่ในพื้นที่ของท่าน")),
    )


def name_unit(role: HeldRole) -> str:
    if role.unit_id is None:
        return _("ทั้งประเทศ")
    return role.unit_en if get_language() == "en" and role.unit_en else role.unit_th


def _say_post(role: HeldRole) -> str:
    return f"{get_phrase(role.phrase)} {role.for_position}".strip()


def _list_actions(person: PersonView) -> list[Column]:
    if not any(role.may_revoke for role in person.current):
        return []
    return [
        Column(
            "action",
            _("จัดการ"),
            kind="link",
            value=lambda row: _("ยกเลิกบทบาท") if row.may_revoke else "",
            url=lambda row: reverse("people:revoke", args=[person.id, row.id]),
        )
    ]
