"""Inviting people down the tree: one role, one mailbox, one link that works once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.accounts.models import Invitation, User
from prongsai.accounts.rules.grants import may_agree, needs_second_person, why_not_hand_out
from prongsai.accounts.rules.identities import hash_identity
from prongsai.accounts.rules.invitations import LIFETIME, InvitationState, may_send_again
from prongsai.accounts.selectors.invitations import get_row_state
from prongsai.accounts.selectors.labels import label_role
from prongsai.accounts.selectors.places import Place, find_place
from prongsai.accounts.services.grants import to_error
from prongsai.approvals.services.requests import request_approval
from prongsai.approvals.types import Explanation, Line, Proposal, Request
from prongsai.audit.services import record
from prongsai.core import clock, ids
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, NotAllowed, NotFound
from prongsai.notifications.services import send_mail_later
from prongsai.notifications.types import Recipient, Words
from prongsai.permissions.roles import Role


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """Whom to invite into which role; a citizen's number is hashed at once and never kept."""

    email: str
    full_name: str
    role: Role
    unit_id: int | None = None
    division_id: int | None = None
    ends: date | None = None
    citizen_id: str = ""


@transaction.atomic
def invite(actor: Actor, *, new: NewInvitation, reason: str = "") -> Invitation:
    """Send an invitation, or put it before a second person where the role needs one."""
    person = User.objects.filter(email=new.email.lower()).first()
    place = _check(actor, new.role, new.unit_id, person_id=person.pk if person else None)
    row = _create(actor, new)
    if needs_second_person(new.role) and actor.role != "system":
        barred = (person.pk,) if person else ()
        _ask(actor, row, place=place, reason=reason, barred=barred)
    else:
        _send(row)
    record(actor, verb="person.invite", target=_target(row), unit_id=row.unit_id, detail=_say(row))
    return row


@transaction.atomic
def resend_invitation(actor: Actor, *, invitation_id: int) -> None:
    """Send a new link; the one before dies."""
    row = _lock_for(actor, invitation_id)
    if not may_send_again(get_row_state(row), now=clock.real_now(), sent_at=row.sent_at):
        raise Conflict(_("ยังส่งซ้ำไม่ได้ คำเชิญสิ้นสุดแล้ว รออนุมัติอยู่ หรือเพิ่งส่งไปเมื่อครู่"))
    _send(row)
    record(actor, verb="invitation.resend", target=_target(row), unit_id=row.unit_id)


@transaction.atomic
def renew_link(actor: Actor, *, invitation_id: int) -> str:
    """Return a new link to show once, in the demo only: elsewhere a mailbox must prove itself."""
    row = _lock_for(actor, invitation_id)
    if not settings.DEMO or get_row_state(row) not in {
        InvitationState.SENT,
        InvitationState.EXPIRED,
    }:
        raise NotFound
    link = _renew(row)
    record(actor, verb="invitation.link", target=_target(row), unit_id=row.unit_id)
    return link


@transaction.atomic
def revoke_invitation(actor: Actor, *, invitation_id: int) -> None:
    """Withdraw an invitation that nobody has accepted."""
    row = _lock_for(actor, invitation_id)
    if row.accepted_at or row.revoked_at:
        raise Conflict(_("คำเชิญนี้สิ้นสุดไปแล้ว"))
    row.revoked_at, row.revoked_by_id, row.token_hash = clock.real_now(), actor.user_id, None
    row.save(update_fields=["revoked_at", "revoked_by_id", "token_hash"])
    record(actor, verb="invitation.revoke", target=_target(row), unit_id=row.unit_id)


def apply_invitation(actor: Actor, *, request: Request) -> None:
    """Send what a second person agreed to (APPROVAL_ACTIONS); withdrawn meanwhile, it stays so."""
    payload = request.payload
    place = find_place(payload["unit_id"]) or Place()
    if not may_agree(actor, role=Role(payload["role"]), scope=place.scope, person_id=0):
        raise NotAllowed(_("บทบาทของท่านอนุมัติบทบาทนี้ไม่ได้"))
    row = Invitation.objects.select_for_update(no_key=True).get(pk=payload["invitation_id"])
    if get_row_state(row) is not InvitationState.WAITING:
        raise Conflict(_("คำเชิญนี้สิ้นสุดไปแล้ว"))
    _send(row)


def describe_invitation(payload: Mapping[str, Any]) -> Explanation:
    """Say who would be invited into which role where."""
    words = {"role": label_role(payload["role"]), "person": payload["person"]}
    return Explanation(
        _("เชิญ %(person)s เป็น %(role)s") % words,
        (
            Line(_("บุคคล"), payload["person"]),
            Line(_("อีเมล"), payload["email"]),
            Line(_("บทบาท"), label_role(payload["role"])),
            Line(_("หน่วยงาน"), payload["unit_th"]),
            Line(_("เหตุผล"), payload["reason"] or "–"),
        ),
        url=reverse("accounts:invitation", args=[payload["invitation_id"]]),
    )


def _check(actor: Actor, role: Role, unit_id: int | None, *, person_id: int | None) -> Place:
    place = find_place(unit_id)
    if place is None:
        raise NotFound
    refusal = why_not_hand_out(
        actor,
        role=role,
        scope=place.scope,
        unit_class=place.unit_class,
        person_id=person_id,
    )
    if refusal is not None:
        raise to_error(refusal)
    return place


def _create(actor: Actor, new: NewInvitation) -> Invitation:
    identity = (
        hash_identity("pid", new.citizen_id, issuer="", pepper=settings.IDENTITY_PEPPER)
        if new.citizen_id
        else ""
    )
    try:
        with transaction.atomic():
            return Invitation.objects.create(
                email=new.email.lower(),
                full_name=new.full_name,
                role=new.role.value,
                unit_id=new.unit_id,
                division_id=new.division_id,
                ends=new.ends,
                identity_hash=identity,
                invited_by_id=actor.user_id,
            )
    except IntegrityError as error:
        raise Conflict(
            _("มีคำเชิญบทบาทนี้ถึงอีเมลนี้ที่ยังไม่ตอบรับอยู่แล้ว ให้ส่งซ้ำหรือยกเลิกคำเชิญเดิม"), field="email"
        ) from error


def _ask(
    actor: Actor, row: Invitation, *, place: Place, reason: str, barred: tuple[int, ...]
) -> None:
    payload = {
        "invitation_id": row.pk,
        "person": row.full_name,
        "email": row.email,
        "role": row.role,
        "unit_id": row.unit_id,
        **place.words,
        "reason": reason.strip(),
    }
    request_approval(
        actor,
        proposal=Proposal(
            action="invitation.send",
            subject=f"invitation:{row.pk}",
            payload=payload,
            verb="role.approve",
            scope_unit_id=row.unit_id,
            barred=barred,
        ),
    )


def _send(row: Invitation) -> None:
    link = _renew(row)
    unit = find_place(row.unit_id) or Place()
    to = Recipient(None, row.email, row.full_name)
    send_mail_later(
        [to],
        event="account.invitation",
        words=lambda: _tell(row, unit.words["unit_th"]),
        url=link,
    )


def _renew(row: Invitation) -> str:
    token = ids.new_token()
    row.token_hash = ids.hash_token(token)
    row.sent_at = clock.real_now()
    row.expires_at = row.sent_at + LIFETIME
    row.save(update_fields=["token_hash", "sent_at", "expires_at"])
    return reverse("accounts:invitation-open", args=[token])


def _tell(row: Invitation, unit: str) -> Words:
    inviter = row.invited_by.full_name if row.invited_by else _("ระบบ")
    body = _(
        "%(inviter)s เชิญท่านเป็น %(role)s ของ %(unit)s ในระบบการประเมิน ITA\n\n"
        "ลิงก์นี้ใช้ได้ครั้งเดียวภายใน %(days)s วัน และใช้ได้กับอีเมลนี้เท่านั้น อย่าส่งต่อให้ผู้อื่น\n\n"
        "ถ้าท่านไม่เกี่ยวข้อง ไม่ต้องทำอะไร"
    )
    words = {
        "inviter": inviter,
        "role": label_role(row.role),
        "unit": unit,
        "days": LIFETIME.days,
    }
    return Words(_("คำเชิญเข้าใช้ระบบการประเมิน ITA"), body % words, _("ตอบรับคำเชิญ"))


def _lock_for(actor: Actor, invitation_id: int) -> Invitation:
    row = Invitation.objects.select_for_update(no_key=True).filter(pk=invitation_id).first()
    if row is None:
        raise NotFound
    _check(actor, Role(row.role), row.unit_id, person_id=None)
    return row


def _target(row: Invitation) -> str:
    return f"invitation:{row.pk}"


def _say(row: Invitation) -> dict[str, Any]:
    return {"role": row.role, "ends": f"{row.ends}" if row.ends else None}
