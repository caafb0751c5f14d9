"""The table of invitations."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.accounts.rules.invitations import InvitationState
from prongsai.accounts.selectors.invitations import get_row_state
from prongsai.accounts.selectors.labels import get_role_labels, label_role
from prongsai.accounts.web.tables.people import get_unit_name
from prongsai.core import clock
from prongsai.core.thai_text import search_key
from prongsai.organizations.types.units import get_row_class
from prongsai.ui.tables import Column, Empty, Filter, Table
from prongsai.ui.types import Badge


def build_invitations(rows: Any) -> Table:
    """Describe the table: one line for each invitation into the actor's area."""
    return Table(
        id="invitations",
        caption=_("คำเชิญ"),
        rows=rows,
        columns=[
            Column(
                "full_name",
                _("ชื่อ"),
                kind="link",
                url=lambda row: reverse("accounts:invitation", args=[row.pk]),
                note=lambda row: row.email,
                sort="full_name",
            ),
            Column("role", _("บทบาท"), value=lambda row: label_role(row.role), sort="role"),
            Column("unit", _("หน่วยงาน"), value=get_unit_name, note=get_row_class, sort="name_sort"),
            Column("sent_at", _("ส่งเมื่อ"), kind="date", sort="sent_at"),
            Column("expires_at", _("หมดอายุวันที่"), kind="date", sort="expires_at"),
            Column(
                "state", _("สถานะ"), kind="badge", value=lambda row: draw_state(get_row_state(row))
            ),
        ],
        search=_search,
        search_label=_("ค้นหาชื่อ อีเมล หน่วยงาน หรือรหัส"),
        filters=[
            Filter("state", _("สถานะ"), _list_states(), _narrow_by_state),
            Filter(
                "role",
                _("บทบาท"),
                list(get_role_labels().items()),
                lambda rows, value: rows.filter(role=value),
            ),
        ],
        empty=Empty(
            _("ยังไม่มีคำเชิญ"),
            _("เริ่มจากเชิญผู้ดูแลระบบของแต่ละหน่วยงาน"),
            reverse("accounts:invite"),
            _("เชิญบุคคล"),
        ),
    )


def draw_state(state: InvitationState) -> Badge:
    """Return the state as a badge."""
    return {
        InvitationState.WAITING: Badge("warn", _("รอผู้อนุมัติ"), "pending"),
        InvitationState.SENT: Badge("info", _("ส่งแล้ว รอตอบรับ"), "send"),
        InvitationState.EXPIRED: Badge("bad", _("หมดอายุ"), "clock"),
        InvitationState.ACCEPTED: Badge("ok", _("ตอบรับแล้ว")),
        InvitationState.REVOKED: Badge("neutral", _("ยกเลิกแล้ว"), "close"),
    }[state]


def _list_states() -> list[tuple[str, str]]:
    return [(state.value, draw_state(state).text) for state in InvitationState]


def _narrow_by_state(rows: Any, value: str) -> Any:
    now = clock.real_now()
    still = Q(accepted_at=None, revoked_at=None)
    conditions = {
        InvitationState.WAITING: still & Q(expires_at=None),
        InvitationState.SENT: still & Q(expires_at__gt=now),
        InvitationState.EXPIRED: still & Q(expires_at__lte=now),
        InvitationState.ACCEPTED: Q(accepted_at__isnull=False),
        InvitationState.REVOKED: Q(revoked_at__isnull=False),
    }
    return rows.filter(conditions[InvitationState(value)])


def _search(rows: Any, text: str) -> Any:
    words = text.strip()
    return rows.filter(
        Q(full_name__icontains=words)
        | Q(email__icontains=words)
        | Q(name_search__contains=search_key(words) or words)
        | Q(unit_code__istartswith=words)
    )
