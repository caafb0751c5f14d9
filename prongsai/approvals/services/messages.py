"""Who is told about a request, and in which words."""

from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.approvals.selectors import explain
from prongsai.approvals.types import Request, State
from prongsai.core.wiring import wired
from prongsai.notifications.services import notify
from prongsai.notifications.types import Recipient, Words
from prongsai.ui import dates


def ask_approvers(request: Request) -> None:
    """Tell everybody who could decide, but never the one who asked."""
    holders: list[Recipient] = wired("people_who_may")(request.verb, unit_id=request.scope_unit_id)
    kept_out = {request.requested_by_id, *request.barred}
    notify(
        [person for person in holders if person.user_id not in kept_out],
        event="approval.requested",
        words=lambda: _ask(request),
        url=get_url(request),
    )


def tell_requester(request: Request) -> None:
    """Tell the one who asked how it ended."""
    notify(
        wired("recipients")([request.requested_by_id]),
        event=f"approval.{request.state}",
        words=lambda: _answer(request),
        url=get_url(request),
    )


def get_url(request: Request) -> str:
    return reverse("approvals:request", args=[request.id])


def _ask(request: Request) -> Words:
    explanation = explain(request)
    facts = {
        "title": explanation.title,
        "name": request.requested_by_name,
        "until": dates.get_moment(request.expires_at),
    }
    body = [
        _("%(name)s ขออนุมัติเรื่องต่อไปนี้ และต้องให้ผู้อื่นที่มีสิทธิเป็นผู้พิจารณา") % facts,
        explanation.title,
        *(f"{line.label}: {line.text}" for line in explanation.lines),
        _("โปรดพิจารณาภายใน %(until)s หลังจากนั้นคำขอจะหมดอายุ") % facts,
    ]
    return Words(_("รออนุมัติ: %(title)s") % facts, "\n\n".join(body), _("ดูและพิจารณาคำขอ"))


def _answer(request: Request) -> Words:
    facts = {
        "title": explain(request).title,
        "name": request.decided_by_name,
        "reason": request.reason,
    }
    if request.state is State.APPROVED:
        subject, body = (
            _("อนุมัติแล้ว: %(title)s"),
            _("%(name)s อนุมัติคำขอของท่านแล้ว และระบบดำเนินการให้ทันที"),
        )
    elif request.state is State.REJECTED:
        subject = _("ไม่อนุมัติ: %(title)s")
        body = _("%(name)s ไม่อนุมัติคำขอของท่าน เพราะ %(reason)s")
    else:
        subject = _("คำขอหมดอายุ: %(title)s")
        body = _("ไม่มีผู้พิจารณาภายในกำหนด หากยังต้องการ โปรดยื่นคำขอใหม่")
    return Words(subject % facts, body % facts, _("ดูคำขอ"))
