"""Asking for and giving the second person's word."""

import json
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from prongsai.approvals.models import Approval
from prongsai.approvals.rules import Refusal, get_payload_hash, why_not_decide
from prongsai.approvals.selectors import get_scope
from prongsai.approvals.services import messages
from prongsai.approvals.types import Proposal, Request, State
from prongsai.audit import services as audit
from prongsai.core import clock
from prongsai.core.actor import SYSTEM, Actor
from prongsai.core.errors import Conflict, Invalid, NotAllowed, NotFound


@transaction.atomic
def request_approval(actor: Actor, *, proposal: Proposal) -> Request:
    """Freeze what ACTOR wants done and ask those who may approve it."""
    if actor.user_id is None:
        raise NotAllowed(_("ต้องเข้าสู่ระบบก่อนจึงจะขออนุมัติได้"))
    _get_functions(proposal.action)
    payload = json.loads(json.dumps(proposal.payload, allow_nan=False))
    now = clock.now()
    try:
        with transaction.atomic():
            approval = Approval.objects.create(
                action=proposal.action,
                subject=proposal.subject,
                payload=payload,
                payload_hash=get_payload_hash(proposal.action, proposal.subject, payload),
                verb=proposal.verb,
                scope_unit_id=proposal.scope_unit_id,
                barred=sorted(set(proposal.barred)),
                requested_by_id=actor.user_id,
                requested_by_name=actor.name,
                created_at=now,
                expires_at=now + proposal.expires_in,
            )
    except IntegrityError as error:
        raise Conflict(_("มีคำขอเดียวกันนี้รออนุมัติอยู่แล้ว")) from error
    _record(actor, verb="approval.request", approval=approval)
    request = approval.as_request()
    messages.ask_approvers(request)
    return request


@transaction.atomic
def approve(actor: Actor, *, request_id: int) -> Request:
    """Agree, and carry the action out in this same transaction: all of it, once, or nothing."""
    approval = _lock(request_id)
    _check_decidable(actor, approval)
    request = approval.as_request()
    if get_payload_hash(request.action, request.subject, request.payload) != approval.payload_hash:
        raise Conflict(_("เนื้อหาของคำขอไม่ตรงกับที่ยื่นไว้ จึงอนุมัติไม่ได้ โปรดแจ้งผู้ดูแลระบบ"))
    _decide(approval, state=State.APPROVED, actor=actor)
    import_string(_get_functions(request.action)["apply"])(actor, request=request)
    _record(actor, verb="approval.approve", approval=approval)
    return _tell(approval)


@transaction.atomic
def reject(actor: Actor, *, request_id: int, reason: str) -> Request:
    """Say no, with a reason that the requester reads."""
    approval = _lock(request_id)
    _check_decidable(actor, approval)
    if not reason.strip():
        raise Invalid(_("โปรดระบุเหตุผลที่ไม่อนุมัติ"), field="reason")
    _decide(approval, state=State.REJECTED, actor=actor, reason=reason.strip())
    _record(actor, verb="approval.reject", approval=approval, reason=approval.reason)
    return _tell(approval)


@transaction.atomic
def withdraw(actor: Actor, *, request_id: int) -> Request:
    """Take back one's own open request."""
    approval = _lock(request_id)
    if actor.user_id is None or approval.requested_by_id != actor.user_id:
        raise NotFound
    if approval.state != State.PENDING:
        raise Conflict(_("คำขอนี้สิ้นสุดแล้ว"))
    _decide(approval, state=State.WITHDRAWN, actor=actor)
    _record(actor, verb="approval.withdraw", approval=approval)
    return approval.as_request()


@transaction.atomic
def expire_requests() -> int:
    """Close what nobody decided in time and tell those who asked."""
    overdue = Approval.objects.select_for_update(no_key=True, skip_locked=True).filter(
        state=State.PENDING, expires_at__lte=clock.now()
    )
    closed = list(overdue.order_by("id"))
    for approval in closed:
        _decide(approval, state=State.EXPIRED, actor=None)
        _record(SYSTEM, verb="approval.expire", approval=approval)
        _tell(approval)
    return len(closed)


def _tell(approval: Approval) -> Request:
    request = approval.as_request()
    messages.tell_requester(request)
    return request


def _lock(request_id: int) -> Approval:
    approval = Approval.objects.select_for_update(no_key=True).filter(pk=request_id).first()
    if approval is None:
        raise NotFound
    return approval


def refuse_unless_decidable(actor: Actor, *, request_id: int) -> None:
    """Raise what deciding would raise: for a form that is looked at before it is sent on."""
    approval = Approval.objects.filter(pk=request_id).first()
    if approval is None:
        raise NotFound
    _check_decidable(actor, approval)


def _check_decidable(actor: Actor, approval: Approval) -> None:
    request = approval.as_request()
    scope = get_scope(request.scope_unit_id)
    refusal = why_not_decide(actor, request=request, scope=scope, now=clock.now())
    if refusal is Refusal.NO_PERMISSION:
        if actor.user_id == request.requested_by_id:
            raise NotAllowed(_("ผู้ขอไม่มีสิทธิอนุมัติคำขอนี้"))
        raise NotFound
    if refusal is not None:
        raise _to_error(refusal)


def _to_error(refusal: Refusal) -> NotAllowed | Conflict:
    if refusal is Refusal.OWN_REQUEST:
        return NotAllowed(_("ผู้ขออนุมัติเองไม่ได้ ต้องให้ผู้มีสิทธิคนอื่นพิจารณา"))
    if refusal is Refusal.BARRED:
        return NotAllowed(_("ท่านมีส่วนได้เสียกับคำขอนี้ จึงพิจารณาไม่ได้"))
    if refusal is Refusal.EXPIRED:
        return Conflict(_("คำขอนี้หมดอายุแล้ว โปรดให้ผู้ขอยื่นใหม่"))
    return Conflict(_("คำขอนี้มีผู้พิจารณาแล้ว"))


def _decide(approval: Approval, *, state: State, actor: Actor | None, reason: str = "") -> None:
    approval.state = state
    approval.decided_by_id = actor.user_id if actor else None
    approval.decided_by_name = actor.name if actor else ""
    approval.decided_at = clock.now()
    approval.reason = reason
    approval.save(
        update_fields=["state", "decided_by_id", "decided_by_name", "decided_at", "reason"]
    )


def _get_functions(action: str) -> dict[str, str]:
    functions: dict[str, str] = settings.APPROVAL_ACTIONS[action]
    return functions


def _record(actor: Actor, *, verb: str, approval: Approval, **detail: Any) -> None:
    audit.record(
        actor,
        verb=verb,
        target=f"approval:{approval.pk}",
        unit_id=approval.scope_unit_id,
        detail={"action": approval.action, "subject": approval.subject, **detail},
    )
