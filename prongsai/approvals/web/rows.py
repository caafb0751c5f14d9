"""Requests as people read them."""

from typing import Any, Literal

from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.approvals.selectors import explain
from prongsai.approvals.types import Request, State
from prongsai.ui import dates
from prongsai.ui.tables import Column, Empty, Table
from prongsai.ui.types import Badge, Fact, Tab

ListName = Literal["waiting", "mine", "history"]


def get_state_badge(state: str) -> Badge:
    return {
        State.PENDING: Badge("info", _("รออนุมัติ"), "pending"),
        State.APPROVED: Badge("ok", _("อนุมัติแล้ว")),
        State.REJECTED: Badge("bad", _("ไม่อนุมัติ")),
        State.WITHDRAWN: Badge("neutral", _("ถอนแล้ว"), "undo"),
        State.EXPIRED: Badge("warn", _("หมดอายุ"), "clock"),
    }[State(state)]


def get_tabs(current: str, *, waiting: int) -> list[Tab]:
    return [
        Tab(_("รอฉันพิจารณา"), reverse("approvals:waiting"), current == "waiting", waiting),
        Tab(_("คำขอของฉัน"), reverse("approvals:mine"), current == "mine"),
        Tab(_("ประวัติ"), reverse("approvals:history"), current == "history"),
    ]


def get_table(rows: Any, *, list_name: ListName) -> Table:
    empty = {
        "waiting": Empty(_("ไม่มีคำขอรอพิจารณา"), _("เมื่อมีคำขอที่ท่านมีสิทธิอนุมัติ จะแจ้งไว้ที่นี่และทางอีเมล")),
        "mine": Empty(_("ยังไม่มีคำขอ"), _("เมื่อท่านทำเรื่องที่ต้องให้ผู้อื่นอนุมัติ คำขอจะปรากฏที่นี่")),
        "history": Empty(_("ยังไม่มีประวัติ"), _("คำขอที่พิจารณาแล้วจะปรากฏที่นี่")),
    }[list_name]
    columns = [
        Column("title", _("เรื่อง"), kind="link", value=_get_title, url=_get_url),
        Column("requested_by_name", _("ผู้ขอ")),
        Column("created_at", _("ยื่นเมื่อ"), kind="datetime"),
    ]
    if list_name == "waiting":
        columns.append(Column("expires_at", _("พิจารณาภายใน"), kind="datetime"))
    else:
        columns.append(Column("state", _("สถานะ"), kind="badge", value=_get_badge))
    if list_name == "history":
        columns.append(Column("decided_by_name", _("ผู้พิจารณา")))
    return Table(id="approvals", caption=_("คำขออนุมัติ"), rows=rows, columns=columns, empty=empty)


def get_facts(asked: Request) -> list[Fact]:
    facts = [
        Fact(_("ผู้ขอ"), asked.requested_by_name),
        Fact(_("ยื่นเมื่อ"), dates.get_moment(asked.created_at)),
    ]
    if asked.state is State.PENDING:
        facts.append(Fact(_("พิจารณาภายใน"), dates.get_moment(asked.expires_at)))
    elif asked.decided_at:
        label = _("ผู้ถอน") if asked.state is State.WITHDRAWN else _("ผู้พิจารณา")
        if asked.decided_by_name:
            facts.append(Fact(label, asked.decided_by_name))
        facts.append(Fact(_("สิ้นสุดเมื่อ"), dates.get_moment(asked.decided_at)))
    if asked.reason:
        facts.append(Fact(_("เหตุผล"), asked.reason))
    return facts


def _get_title(approval: Any) -> str:
    return explain(approval.as_request()).title


def _get_url(approval: Any) -> str:
    return reverse("approvals:request", args=[approval.pk])


def _get_badge(approval: Any) -> Badge:
    return get_state_badge(approval.state)
