"""The report of orphans in an area: each part is one queryset, each count one query."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Count,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)

from prongsai.accounts.models import RoleGrant, User
from prongsai.accounts.rules.orphans import OF_UNITS, SILENT_DAYS, OrphanKind
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import NotFound
from prongsai.organizations.selectors.joins import list_divisions_in, with_names
from prongsai.organizations.selectors.scopes import filter_by_reach, get_scopes
from prongsai.organizations.selectors.units import list_assessed_for, list_existing, list_units_for
from prongsai.organizations.types.units import NOT_ASSESSED
from prongsai.permissions.roles import Role
from prongsai.permissions.rules import NATION, can, can_anywhere

VERB = "person.orphans"


def list_orphans_for(actor: Actor, *, kind: OrphanKind) -> QuerySet[Any]:
    """Return one part of the report: units, roles or people of the actor's area."""
    if not can_anywhere(actor, VERB):
        raise NotFound
    parts: dict[OrphanKind, Callable[[], QuerySet[Any]]] = {
        OrphanKind.NO_ADMIN: lambda: _list_units_without(actor, Role.AGENCY_ADMIN),
        OrphanKind.NO_EXECUTIVE: lambda: _list_units_without(actor, Role.AGENCY_EXECUTIVE),
        OrphanKind.ONE_ADMIN: lambda: _list_units_with_one_admin(actor),
        OrphanKind.NO_CONTACT: lambda: _list_divisions_without_contact(actor),
        OrphanKind.DISSOLVED: lambda: _list_roles_at_dissolved_units(actor),
        OrphanKind.NO_ROLE: lambda: _list_people_without_role(actor),
        OrphanKind.SILENT: lambda: _list_silent_roles(actor),
    }
    return parts[kind]()


def count_orphans_for(actor: Actor) -> dict[OrphanKind, int]:
    """Return how long each part of the report is."""
    rest = [kind for kind in OrphanKind if kind not in {*OF_UNITS, OrphanKind.SILENT}]
    counted = {
        kind: list_orphans_for(actor, kind=kind).order_by().values("pk").count() for kind in rest
    }
    counted |= _count_units(actor)
    counted[OrphanKind.SILENT] = _count_silent_roles(actor)
    return {kind: counted[kind] for kind in OrphanKind}


def narrow_to_silence(rows: Any, value: str) -> Any:
    """Keep the roles whose holder has been silent for so many days, or was never there."""
    if value == "never":
        return rows.filter(person__last_login__isnull=True)
    return rows.filter(_is_silent(int(value)))


def _list_units(actor: Actor) -> QuerySet[Any]:
    return list_units_for(actor).exclude(unit_class__in=NOT_ASSESSED)


def _count_units(actor: Actor) -> dict[OrphanKind, int]:
    """All three in one pass over the roles: whoever has a holder is counted, the rest has none."""
    units = list_assessed_for(actor)
    units_held = (
        _in_force().filter(unit_id__in=units.values("unit_id")).order_by().values("unit_id")
    )
    counted = units_held.annotate(
        executives=Count("pk", filter=Q(role=Role.AGENCY_EXECUTIVE.value)),
        first_admin=Min("person_id", filter=Q(role=Role.AGENCY_ADMIN.value)),
        last_admin=Max("person_id", filter=Q(role=Role.AGENCY_ADMIN.value)),
    ).aggregate(
        led=Count("unit_id", filter=Q(executives__gt=0)),
        kept=Count("unit_id", filter=Q(first_admin__isnull=False)),
        kept_by_one=Count("unit_id", filter=Q(first_admin=F("last_admin"))),
    )
    total = units.count()
    return {
        OrphanKind.NO_ADMIN: total - counted["kept"],
        OrphanKind.NO_EXECUTIVE: total - counted["led"],
        OrphanKind.ONE_ADMIN: counted["kept_by_one"],
    }


def _in_force() -> QuerySet[RoleGrant]:
    """Return the roles in force whose holder is not gone: the few are left out, no other joined."""
    return _leave_out(RoleGrant.objects.in_force(clock.today()), Q(is_active=False))


def _leave_out(roles: QuerySet[RoleGrant], people: Q) -> QuerySet[RoleGrant]:
    return roles.exclude(person_id__in=User.objects.filter(people).order_by().values("pk"))


def _list_units_without(actor: Actor, role: Role) -> QuerySet[Any]:
    held = _in_force().filter(role=role.value, unit_id=OuterRef("unit_id"))
    return _list_units(actor).filter(~Exists(held))


def _list_units_with_one_admin(actor: Actor) -> QuerySet[Any]:
    admins = _in_force().filter(role=Role.AGENCY_ADMIN.value, unit__isnull=False)
    places = admins.order_by().values("unit_id")
    # One person is the first and the last: found without sorting, as counting the different would.
    counted = places.annotate(first_admin=Min("person_id"), last_admin=Max("person_id"))
    alone = counted.filter(first_admin=F("last_admin")).values("unit_id")
    return _list_units(actor).filter(unit_id__in=Subquery(alone))


def _list_divisions_without_contact(actor: Actor) -> QuerySet[Any]:
    contacts = _in_force().filter(
        role=Role.DIVISION_CONTACT.value, division_id=OuterRef("division_id")
    )
    return list_divisions_in(list_assessed_for(actor)).filter(~Exists(contacts))


def _list_roles_at_dissolved_units(actor: Actor) -> QuerySet[Any]:
    """Units that have ended lie where they lay on their last day: too few to ask the database."""
    live = RoleGrant.objects.in_force(clock.today()).filter(unit__isnull=False)
    ended = live.exclude(unit_id__in=list_existing())
    units = dict(ended.values_list("pk", "unit_id"))
    scopes = get_scopes(set(units.values())) if units else {}
    seen = [pk for pk, unit_id in units.items() if can(actor, VERB, scopes[unit_id])]
    rows = with_names(RoleGrant.objects.filter(pk__in=seen), keep_all=True)
    named: QuerySet[Any] = rows.select_related("person", "appointment")
    return named.order_by("person__name_sort", "id")


def _list_people_without_role(actor: Actor) -> QuerySet[User]:
    """People who held a role in the area and hold none now; the nation sees all without one."""
    over = Q(revoked_at__isnull=False) | Q(ends__lt=clock.today())
    live = RoleGrant.objects.filter(person_id=OuterRef("pk")).exclude(over)
    people = User.objects.filter(~Exists(live), is_active=True).order_by("name_sort", "id")
    if can(actor, VERB, NATION):
        return people
    # Whatever such people held is over: few rows to begin with.
    held = filter_by_reach(RoleGrant.objects.filter(over), actor=actor, verb=VERB)
    return people.filter(pk__in=held.values("person_id"))


def _count_silent_roles(actor: Actor) -> int:
    """Leave out whoever was heard of, as `_in_force` does; the list joins the people instead."""
    heard = Q(is_active=False) | Q(last_login__gte=_get_day(SILENT_DAYS))
    roles = _leave_out(RoleGrant.objects.in_force(clock.today()), heard)
    return filter_by_reach(roles, actor=actor, verb=VERB).count()


def _list_silent_roles(actor: Actor) -> QuerySet[Any]:
    """Joined with their people, the roles are found in the order that they are shown in."""
    roles = RoleGrant.objects.in_force(clock.today()).filter(person__is_active=True)
    rows = filter_by_reach(roles.filter(_is_silent(SILENT_DAYS)), actor=actor, verb=VERB)
    named: QuerySet[Any] = with_names(rows.select_related("person", "appointment"), keep_all=True)
    return named.order_by("person__name_sort", "id")


def _is_silent(days: int) -> Q:
    return Q(person__last_login__isnull=True) | Q(person__last_login__lt=_get_day(days))


def _get_day(days: int) -> datetime:
    return clock.now() - timedelta(days=days)
