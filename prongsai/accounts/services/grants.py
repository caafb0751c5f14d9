"""Giving and taking away roles."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from prongsai.accounts.models import Appointment, RoleGrant, User
from prongsai.accounts.rules.grants import (
    Refusal,
    needs_second_person,
    why_not_hand_out,
    why_not_revoke,
)
from prongsai.accounts.selectors.places import Place, find_place
from prongsai.approvals.services.requests import request_approval
from prongsai.approvals.types import Proposal, Request
from prongsai.audit.services import record
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, Invalid, NotAllowed, NotFound
from prongsai.permissions.roles import Role

Period = tuple[date, date | None]


@dataclass(frozen=True, slots=True)
class NewGrant:
    """A role for somebody over a unit (or the nation), from today where no period is given."""

    person_id: int
    role: Role
    unit_id: int | None = None
    division_id: int | None = None
    period: Period | None = None


def grant_role(
    actor: Actor,
    *,
    person_id: int,
    role: Role,
    unit_id: int | None = None,
    division_id: int | None = None,
    period: Period | None = None,
) -> RoleGrant:
    """Give ROLE at once; a role that needs a second person is refused (see ask_for_role)."""
    new = NewGrant(person_id, role, unit_id, division_id, period)
    return give_role(actor, new=new)


@transaction.atomic
def give_role(actor: Actor, *, new: NewGrant) -> RoleGrant:
    """Give what NEW says if ACTOR may do so alone."""
    if actor.role == "system":
        get_receiver(new.person_id)
        return create_grant(actor, new=new, granted_by_id=None)
    _check(actor, new)
    if needs_second_person(new.role):
        raise Conflict(_("บทบาทนี้ต้องมีผู้มีอำนาจคนที่สองอนุมัติ โปรดยื่นคำขอ"))
    return create_grant(actor, new=new, granted_by_id=actor.user_id)


@transaction.atomic
def ask_for_role(actor: Actor, *, new: NewGrant, reason: str) -> Request:
    """Ask a second person for a role that ACTOR may hand out but not alone."""
    place, person = _check(actor, new)
    return propose_grant(actor, new=new, person=person, place=place, reason=reason)


def propose_grant(
    actor: Actor, *, new: NewGrant, person: User, place: Place, reason: str
) -> Request:
    """Put a grant before somebody who may agree to it; whoever gains may not agree."""
    if not reason.strip():
        raise Invalid(_("โปรดระบุเหตุผลให้ผู้อนุมัติทราบ"), field="reason")
    starts, ends = new.period or (clock.today(), None)
    payload = {
        "person_id": person.pk,
        "person": person.full_name,
        "role": new.role.value,
        "unit_id": new.unit_id,
        **place.words,
        "division_id": new.division_id,
        "starts": starts.isoformat(),
        "ends": ends.isoformat() if ends else None,
        "reason": reason.strip(),
    }
    return request_approval(
        actor,
        proposal=Proposal(
            action="role.grant",
            subject=f"person:{person.pk}:{new.role.value}:{new.unit_id or 'nation'}",
            payload=payload,
            verb="role.approve",
            scope_unit_id=new.unit_id,
            barred=(person.pk,),
        ),
    )


@transaction.atomic
def revoke_role(actor: Actor, *, grant_id: int, reason: str) -> RoleGrant:
    """Take a role away from this moment on; whoever acted for a post under it stops acting."""
    grant = lock_grant(grant_id)
    place = find_place(grant.unit_id) or Place()
    refusal = why_not_revoke(
        actor, role=Role(grant.role), scope=place.scope, person_id=grant.person_id
    )
    if refusal is not None:
        raise to_error(refusal)
    revoke_grant(actor, grant=grant, reason=reason)
    return grant


def create_grant(
    actor: Actor,
    *,
    new: NewGrant,
    granted_by_id: int | None,
    verb: str = "role.grant",
    **detail: Any,
) -> RoleGrant:
    """Write the row and its audit line, inside the transaction of a service that has checked."""
    starts, ends = new.period or (clock.today(), None)
    if ends is not None and ends < starts:
        raise Invalid(_("วันสิ้นสุดต้องไม่อยู่ก่อนวันเริ่ม"), field="ends")
    try:
        with transaction.atomic():
            grant = RoleGrant.objects.create(
                person_id=new.person_id,
                role=new.role.value,
                unit_id=new.unit_id,
                division_id=new.division_id,
                starts=starts,
                ends=ends,
                granted_by_id=granted_by_id,
            )
    except IntegrityError as error:
        raise Conflict(_("บุคคลนี้มีบทบาทนี้ในหน่วยงานนี้อยู่แล้วในช่วงเวลาเดียวกัน")) from error
    detail = {
        "role": new.role.value,
        "starts": f"{starts}",
        "ends": f"{ends}" if ends else None,
        **detail,
    }
    record(
        actor,
        verb=verb,
        target=f"person:{new.person_id}",
        unit_id=new.unit_id,
        detail=detail,
    )
    return grant


def revoke_grant(actor: Actor, *, grant: RoleGrant, reason: str, verb: str = "role.revoke") -> None:
    """End a locked grant now, inside the transaction of a service that has checked."""
    if not reason.strip():
        raise Invalid(_("โปรดระบุเหตุผล"), field="reason")
    if grant.revoked_at is not None or (grant.ends is not None and grant.ends < clock.today()):
        raise Conflict(_("บทบาทนี้สิ้นสุดไปแล้ว"))
    grant.revoked_at = clock.now()
    grant.revoked_by_id = actor.user_id
    grant.revoked_reason = reason.strip()[:500]
    grant.save(update_fields=["revoked_at", "revoked_by_id", "revoked_reason"])
    Appointment.objects.filter(grant=grant, ended_at=None).update(
        ended_at=grant.revoked_at, ended_by_id=actor.user_id, ended_reason=grant.revoked_reason
    )
    record(
        actor,
        verb=verb,
        target=f"person:{grant.person_id}",
        unit_id=grant.unit_id,
        detail={"role": grant.role, "reason": grant.revoked_reason},
    )


def lock_grant(grant_id: int) -> RoleGrant:
    grant = RoleGrant.objects.select_for_update(no_key=True).filter(pk=grant_id).first()
    if grant is None:
        raise NotFound
    return grant


def get_receiver(person_id: int) -> User:
    """Return the active person who is to receive a role."""
    person = User.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        raise NotFound
    return person


def to_error(refusal: Refusal) -> NotFound | NotAllowed | Invalid:
    """Return the error that a page shows for a refusal; what is out of reach does not exist."""
    if refusal is Refusal.OUT_OF_REACH:
        return NotFound()
    if refusal is Refusal.SELF:
        return NotAllowed(_("มอบหมายหรือยกเลิกบทบาทของตนเองไม่ได้ ต้องให้ผู้มีอำนาจคนอื่นทำ"))
    if refusal is Refusal.WRONG_PLACE:
        return Invalid(_("หน่วยงานประเภทนี้ไม่มีบทบาทที่เลือก"), field="role")
    return NotAllowed(_("บทบาทของท่านมอบหมายหรือยกเลิกบทบาทนี้ไม่ได้"))


def _check(actor: Actor, new: NewGrant) -> tuple[Place, User]:
    place = find_place(new.unit_id)
    if place is None:
        raise NotFound
    refusal = why_not_hand_out(
        actor,
        role=new.role,
        scope=place.scope,
        unit_class=place.unit_class,
        person_id=new.person_id,
    )
    if refusal is not None:
        raise to_error(refusal)
    return place, get_receiver(new.person_id)
