"""Substitutes: somebody acts for a post for a time, and stops."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from prongsai.accounts.models import Appointment, RoleGrant
from prongsai.accounts.rules.appointments import Phrase
from prongsai.accounts.rules.grants import (
    may_delegate,
    needs_second_person,
    why_not_hand_out,
    why_not_revoke,
)
from prongsai.accounts.selectors.places import Place, find_place
from prongsai.accounts.services.grants import (
    NewGrant,
    create_grant,
    get_receiver,
    lock_grant,
    revoke_grant,
    to_error,
)
from prongsai.approvals.services.requests import request_approval
from prongsai.approvals.types import Proposal, Request
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import Invalid, NotFound
from prongsai.permissions.roles import Role


@dataclass(frozen=True, slots=True)
class NewAppointment:
    """Who acts for which post where, on what ground, from when until when."""

    person_id: int
    role: Role
    unit_id: int
    phrase: Phrase
    own_position: str
    for_position: str
    starts: date
    ends: date | None = None
    order_reference: str = ""


@transaction.atomic
def begin_appointment(actor: Actor, *, new: NewAppointment) -> Appointment | Request:
    """Appoint a substitute, or ask a second person where the post looks beyond one district.

    Whoever holds a post lends it alone: nothing is given that the giver does not hold.
    """
    place = find_place(new.unit_id)
    if place is None:
        raise NotFound
    _check_words(new)
    if may_delegate(actor, role=new.role, scope=place.scope, person_id=new.person_id):
        return create_appointment(actor, new=new, appointed_by_id=actor.user_id)
    refusal = why_not_hand_out(
        actor,
        role=new.role,
        scope=place.scope,
        unit_class=place.unit_class,
        person_id=new.person_id,
    )
    if refusal is not None:
        raise to_error(refusal)
    if actor.role != "system" and needs_second_person(new.role):
        return _propose(actor, new, place)
    return create_appointment(actor, new=new, appointed_by_id=actor.user_id)


@transaction.atomic
def end_appointment(actor: Actor, *, appointment_id: int, reason: str) -> None:
    """Let a substitute stop now; whoever lent the post may, and whoever may revoke the role."""
    appointment = Appointment.objects.filter(pk=appointment_id).first()
    if appointment is None:
        raise NotFound
    grant = lock_grant(appointment.grant_id)
    place = find_place(grant.unit_id) or Place()
    role = Role(grant.role)
    lends = may_delegate(actor, role=role, scope=place.scope, person_id=grant.person_id)
    refusal = why_not_revoke(actor, role=role, scope=place.scope, person_id=grant.person_id)
    if refusal is not None and not lends:
        raise to_error(refusal)
    revoke_grant(actor, grant=grant, reason=reason, verb="appointment.end")


def create_appointment(
    actor: Actor, *, new: NewAppointment, appointed_by_id: int | None
) -> Appointment:
    """Write appointment and grant, inside the transaction of a service that has checked."""
    get_receiver(new.person_id)
    grant = create_grant(
        actor,
        new=NewGrant(new.person_id, new.role, new.unit_id, period=(new.starts, new.ends)),
        granted_by_id=appointed_by_id,
        verb="appointment.begin",
        phrase=new.phrase.value,
        for_position=new.for_position,
    )
    return Appointment.objects.create(
        person_id=new.person_id,
        unit_id=new.unit_id,
        phrase=new.phrase.value,
        own_position=new.own_position.strip(),
        for_position=new.for_position.strip(),
        for_person_id=_find_holder(new, grant),
        order_reference=new.order_reference.strip(),
        starts=new.starts,
        ends=new.ends,
        grant=grant,
        appointed_by_id=appointed_by_id,
    )


def _propose(actor: Actor, new: NewAppointment, place: Place) -> Request:
    person = get_receiver(new.person_id)
    payload: dict[str, Any] = {
        "person_id": person.pk,
        "person": person.full_name,
        "role": new.role.value,
        "unit_id": new.unit_id,
        **place.words,
        "phrase": new.phrase.value,
        "own_position": new.own_position,
        "for_position": new.for_position,
        "starts": new.starts.isoformat(),
        "ends": new.ends.isoformat() if new.ends else None,
        "order_reference": new.order_reference,
    }
    return request_approval(
        actor,
        proposal=Proposal(
            action="appointment.begin",
            subject=f"person:{person.pk}:acting:{new.role.value}:{new.unit_id}",
            payload=payload,
            verb="role.approve",
            scope_unit_id=new.unit_id,
            barred=(person.pk,),
        ),
    )


def _find_holder(new: NewAppointment, grant: RoleGrant) -> int | None:
    """Return whose post it is, where exactly one other person holds it in the own right."""
    holders = RoleGrant.objects.in_force(max(new.starts, clock.today())).filter(
        role=new.role.value, unit_id=new.unit_id, appointment__isnull=True
    )
    people = set(holders.exclude(pk=grant.pk).values_list("person_id", flat=True))
    people.discard(new.person_id)
    return people.pop() if len(people) == 1 else None


def _check_words(new: NewAppointment) -> None:
    if not new.for_position.strip():
        raise Invalid(_("โปรดระบุตำแหน่งที่แทน ตามที่จะปรากฏท้ายหนังสือ"), field="for_position")
    if not new.own_position.strip():
        raise Invalid(_("โปรดระบุตำแหน่งของผู้แทน ตามที่จะปรากฏท้ายหนังสือ"), field="own_position")
    if new.ends is not None and new.ends < clock.today():
        raise Invalid(_("ช่วงเวลานี้ผ่านไปแล้ว"), field="ends")
