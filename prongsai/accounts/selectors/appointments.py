"""Substitutes in an area."""

from typing import Any

from django.db.models import Q, QuerySet

from prongsai.accounts.models import Appointment
from prongsai.accounts.rules.grants import may_delegate, why_not_revoke
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import NotFound
from prongsai.core.thai_text import search_key
from prongsai.organizations.selectors.joins import with_names
from prongsai.organizations.selectors.scopes import filter_by_reach, get_scope
from prongsai.permissions.roles import Role


def list_appointments_for(actor: Actor, *, past: bool = False) -> QuerySet[Appointment]:
    """Return the appointments in the actor's area that last or are to come, or those that ended."""
    over = Q(ended_at__isnull=False) | Q(ends__lt=clock.today())
    rows = Appointment.objects.filter(over) if past else Appointment.objects.exclude(over)
    visible = filter_by_reach(rows, actor=actor, verb="person.view")
    related = visible.select_related("person", "for_person", "grant")
    named: QuerySet[Appointment] = with_names(related, keep_all=True)
    return named.order_by("-starts", "-id")


def search_appointments(rows: Any, text: str) -> Any:
    key = search_key(text)
    if not key:
        return rows
    named = Q(person__name_search__contains=key) | Q(name_search__contains=key)
    return rows.filter(named | Q(for_position__contains=text.strip()))


def get_appointment_for(actor: Actor, appointment_id: int) -> Appointment:
    """Return an appointment that ACTOR may end now."""
    row = list_appointments_for(actor).filter(pk=appointment_id).first()
    if row is None:
        raise NotFound
    scope, role = get_scope(row.unit_id), Role(row.grant.role)
    lends = may_delegate(actor, role=role, scope=scope, person_id=row.person_id)
    if not lends and why_not_revoke(actor, role=role, scope=scope, person_id=row.person_id):
        raise NotFound
    return row
