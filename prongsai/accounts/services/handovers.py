"""The yearly hand-over: choices are kept one by one and take effect together at the end."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from prongsai.accounts.models import Handover, HandoverChoice, RoleGrant
from prongsai.accounts.rules.handovers import (
    Choice,
    Obstacle,
    get_last_day,
    is_day_of_change,
    may_settle,
)
from prongsai.accounts.selectors.handovers import (
    HandedRole,
    HandoverView,
    get_handover_for,
)
from prongsai.accounts.selectors.people import list_people_for
from prongsai.accounts.selectors.places import Place, find_place
from prongsai.accounts.services.grants import (
    NewGrant,
    create_grant,
    get_receiver,
    lock_grant,
    propose_grant,
)
from prongsai.accounts.services.invitations import NewInvitation, invite
from prongsai.accounts.services.periods import end_grant, renew_grant
from prongsai.accounts.services.proposals import propose_revocation
from prongsai.audit.services import record
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, Invalid


@dataclass(frozen=True, slots=True)
class NewChoice:
    """What becomes of one role: it stays, ends on a day, or passes to a successor on a day."""

    grant_id: int
    choice: Choice
    on: date | None = None
    successor_id: int | None = None
    invited_email: str = ""
    invited_name: str = ""


@transaction.atomic
def choose(actor: Actor, *, code: str, new: NewChoice) -> HandoverView:
    """Keep what was chosen for one role; it may be chosen anew until the hand-over is finished."""
    view = get_handover_for(actor, code)
    row = _lock(actor, view)
    role = view.get_role(new.grant_id)
    _check(actor, view, role, new)
    goes, passes = new.choice is not Choice.STAYS, new.choice is Choice.REPLACED
    HandoverChoice.objects.update_or_create(
        handover=row,
        grant_id=role.grant_id,
        defaults={
            "choice": new.choice.value,
            "on": new.on if goes else None,
            "successor_id": new.successor_id if passes else None,
            "invited_email": new.invited_email.strip().lower() if passes else "",
            "invited_name": new.invited_name.strip() if passes else "",
            "decided_by_id": actor.user_id,
            "decided_at": clock.now(),
        },
    )
    detail = {"year": view.year, "role": role.role.value, "choice": new.choice.value}
    target = f"person:{role.person_id}"
    record(actor, verb="handover.choose", target=target, unit_id=view.unit.id, detail=detail)
    return get_handover_for(actor, code)


@transaction.atomic
def finish_handover(actor: Actor, *, code: str) -> int:
    """Carry out every choice at once; return how many of them wait for a second person."""
    row = _lock(actor, get_handover_for(actor, code))
    view = get_handover_for(actor, code)
    if view.obstacles:
        raise Conflict(explain_obstacle(view.obstacles[0]))
    place = find_place(view.unit.id) or Place()
    waiting = sum(_carry_out(actor, view, role, place) for role in view.roles)
    row.finished_at, row.finished_by_id = clock.now(), actor.user_id
    row.save(update_fields=["finished_at", "finished_by_id"])
    detail = {"year": view.year, "roles": len(view.roles), "waiting": waiting}
    target = f"unit:{view.unit.code}"
    record(actor, verb="handover.finish", target=target, unit_id=view.unit.id, detail=detail)
    return waiting


def explain_obstacle(obstacle: Obstacle) -> str:
    """Say what is missing before the hand-over can be finished."""
    return {
        Obstacle.UNDECIDED: _("ยังมีบทบาทที่ยังไม่ได้เลือกว่าจะคงอยู่ สิ้นสุด หรือเปลี่ยนคน"),
        Obstacle.NO_ADMIN: _("หน่วยงานต้องมีผู้ดูแลระบบอย่างน้อยหนึ่งคน โปรดให้คนหนึ่งคงอยู่หรือเลือกผู้รับช่วง"),
    }[obstacle]


def _lock(actor: Actor, view: HandoverView) -> Handover:
    Handover.objects.get_or_create(
        unit_id=view.unit.id, fiscal_year=view.year, defaults={"opened_by_id": actor.user_id}
    )
    row = Handover.objects.select_for_update(no_key=True).get(
        unit_id=view.unit.id, fiscal_year=view.year
    )
    if row.finished_at is not None:
        raise Conflict(_("หน่วยงานนี้ส่งมอบงานประจำปีเสร็จแล้ว"))
    return row


def _check(actor: Actor, view: HandoverView, role: HandedRole, new: NewChoice) -> None:
    if new.choice is Choice.STAYS:
        return
    if new.on is None or not is_day_of_change(new.on, year=view.year, today=clock.today()):
        raise Invalid(_("โปรดเลือกวันที่ตั้งแต่วันนี้จนถึงสิ้นปีงบประมาณที่ส่งมอบ"), field="on")
    if new.choice is Choice.REPLACED and new.invited_email.strip():
        _check_invited(actor, role, new)
    elif new.choice is Choice.REPLACED:
        _check_successor(actor, view, role, new)


def _check_successor(actor: Actor, view: HandoverView, role: HandedRole, new: NewChoice) -> None:
    known = {person_id for person_id, _name, _post in list_people_for(actor, unit_id=view.unit.id)}
    if new.successor_id not in known - {role.person_id}:
        raise Invalid(_("โปรดเลือกผู้รับช่วงที่เป็นคนอื่นในหน่วยงานนี้"), field="successor")
    if new.successor_id == actor.user_id:
        raise Invalid(_("มอบบทบาทให้ตนเองไม่ได้"), field="successor")
    holders = {other.person_id for other in view.roles if other.role is role.role}
    if new.successor_id in holders:
        raise Invalid(_("ผู้รับช่วงคนนี้มีบทบาทนี้อยู่แล้ว"), field="successor")


def _check_invited(actor: Actor, role: HandedRole, new: NewChoice) -> None:
    if new.successor_id is not None:
        raise Invalid(_("เลือกคนในหน่วยงานหรือเชิญคนใหม่อย่างใดอย่างหนึ่ง"), field="successor")
    if not new.invited_name.strip():
        raise Invalid(_("โปรดระบุชื่อของผู้ที่จะเชิญ"), field="invited_name")
    if not may_settle(actor, role=role.role):
        raise Invalid(_("บทบาทนี้ต้องให้ผู้กำกับดูแลเป็นผู้เชิญ"), field="invited_email")


def _carry_out(actor: Actor, view: HandoverView, role: HandedRole, place: Place) -> int:
    """Do what was chosen for one role; return 1 where a second person has to agree first."""
    grant = lock_grant(role.grant_id)
    if role.choice is Choice.STAYS:
        renew_grant(actor, grant=grant, until=get_last_day(view.year))
        return 0
    if not may_settle(actor, role=role.role):
        _propose(actor, view, role, place)
        return 1
    end_grant(actor, grant=grant, on=_get_day(view, role))
    if role.choice is Choice.REPLACED and role.invited_email:
        _invite(actor, view, role, division_id=grant.division_id)
    elif role.choice is Choice.REPLACED and role.successor_id is not None:
        get_receiver(role.successor_id)
        new = _get_new_grant(view, role, role.successor_id)
        create_grant(actor, new=new, granted_by_id=actor.user_id, handover=view.year)
    return 0


def _invite(actor: Actor, view: HandoverView, role: HandedRole, *, division_id: int | None) -> None:
    """Send the successor an invitation; the role begins when it is accepted."""
    new = NewInvitation(
        email=role.invited_email,
        full_name=role.successor,
        role=role.role,
        unit_id=view.unit.id,
        division_id=division_id,
        ends=get_last_day(view.year),
    )
    invite(actor, new=new, reason=_say_reason(view))


def _say_reason(view: HandoverView) -> str:
    return _("ส่งมอบงานประจำปีงบประมาณ %(year)s") % {"year": view.year}


def _propose(actor: Actor, view: HandoverView, role: HandedRole, place: Place) -> None:
    """Ask a second person for what the actor's own role does not decide."""
    reason = _say_reason(view)
    grant = lock_grant(role.grant_id)
    propose_revocation(actor, grant=grant, place=place, reason=reason, on=_get_day(view, role))
    if role.choice is Choice.REPLACED and role.successor_id is not None:
        person = get_receiver(role.successor_id)
        new = _get_new_grant(view, role, person.pk)
        propose_grant(actor, new=new, person=person, place=place, reason=reason)


def _get_new_grant(view: HandoverView, role: HandedRole, person_id: int) -> NewGrant:
    grant = RoleGrant.objects.get(pk=role.grant_id)
    period = (_get_day(view, role), get_last_day(view.year))
    return NewGrant(person_id, role.role, view.unit.id, grant.division_id, period)


def _get_day(view: HandoverView, role: HandedRole) -> date:
    """Return the day of the change; one that has passed since it was chosen becomes today."""
    return max(role.on or view.earliest, clock.today())
