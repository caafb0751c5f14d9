"""The yearly hand-over: of one unit role by role, and of an area unit by unit."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from prongsai.accounts.models import Handover, HandoverChoice, RoleGrant
from prongsai.accounts.models.grants import RoleGrantQuerySet
from prongsai.accounts.rules.handovers import (
    Choice,
    Decided,
    Obstacle,
    get_earliest_change,
    get_handover_year,
    is_handed_over,
    list_obstacles,
    may_hand_over,
)
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import NotFound
from prongsai.core.thai_dates import fiscal_year_bounds
from prongsai.organizations.selectors.scopes import filter_by_reach, get_scope
from prongsai.organizations.selectors.units import find_unit, list_assessed_for, list_units_for
from prongsai.organizations.types.units import NOT_ASSESSED, UnitView
from prongsai.permissions.roles import Role
from prongsai.permissions.rules import can_anywhere


@dataclass(frozen=True, slots=True)
class HandedRole:
    """One role of the unit and what was chosen for it."""

    grant_id: int
    person_id: int
    person: str
    position: str
    role: Role
    starts: date
    ends: date | None
    choice: Choice | None = None
    on: date | None = None
    successor_id: int | None = None
    successor: str = ""
    invited_email: str = ""


@dataclass(frozen=True, slots=True)
class HandoverView:
    """The hand-over of a unit for a year, as far as it has come."""

    unit: UnitView
    year: int
    roles: tuple[HandedRole, ...]
    earliest: date
    finished_at: datetime | None = None
    finished_by: str = ""
    obstacles: tuple[Obstacle, ...] = field(default=())

    @property
    def decided(self) -> int:
        return sum(role.choice is not None for role in self.roles)

    @property
    def next_role(self) -> HandedRole | None:
        return next((role for role in self.roles if role.choice is None), None)

    def get_role(self, grant_id: int) -> HandedRole:
        for role in self.roles:
            if role.grant_id == grant_id:
                return role
        raise NotFound


def get_handover_for(actor: Actor, code: str) -> HandoverView:
    """Return the hand-over that is due at a unit, where ACTOR is the one who confirms it."""
    unit = find_unit(code)
    if unit is None or not unit.exists:
        raise NotFound
    if not may_hand_over(actor, scope=get_scope(unit.id), has_admin=has_admin(unit.id)):
        raise NotFound
    today = clock.today()
    year = get_handover_year(today)
    row = Handover.objects.filter(unit_id=unit.id, fiscal_year=year).first()
    roles = tuple(list_handed_roles(unit.id, year=year, handover=row))
    decided = [Decided(role.grant_id, role.role, role.choice) for role in roles]
    return HandoverView(
        unit=unit,
        year=year,
        roles=roles,
        earliest=get_earliest_change(year, today),
        finished_at=row.finished_at if row else None,
        finished_by=row.finished_by.full_name if row and row.finished_by else "",
        obstacles=tuple(list_obstacles(decided)),
    )


def has_admin(unit_id: int) -> bool:
    admins = RoleGrant.objects.in_force(clock.today()).filter(role=Role.AGENCY_ADMIN.value)
    return admins.filter(unit_id=unit_id, person__is_active=True).exists()


def list_handed_roles(unit_id: int, *, year: int, handover: Handover | None) -> list[HandedRole]:
    """Return the unit's roles of the year; those that ended with the last one are there too.

    A finished hand-over shows what it was about. Substitutes are left out: they have their period.
    """
    choices = _read_choices(handover)
    is_over = handover is not None and handover.finished_at is not None
    rows = RoleGrant.objects.filter(pk__in=choices) if is_over else _list_grants(unit_id, year)
    roles = [
        _as_handed(grant, choices.get(grant.pk))
        for grant in rows.select_related("person").order_by("person__name_sort", "id")
        if is_handed_over(Role(grant.role))
    ]
    order = {role: place for place, role in enumerate(Role)}
    live = {(role.person_id, role.role) for role in roles if _lasts(role)}
    kept = [role for role in roles if _lasts(role) or (role.person_id, role.role) not in live]
    return sorted(kept, key=lambda role: order[role.role])


def list_handovers_for(actor: Actor) -> QuerySet[Any]:
    """Return the units whose hand-over ACTOR follows, with how far each has come."""
    if not can_anywhere(actor, "role.handover"):
        raise NotFound
    today = clock.today()
    due = Handover.objects.filter(unit_id=OuterRef("unit_id"), fiscal_year=get_handover_year(today))
    admins = RoleGrant.objects.in_force(today).filter(
        role=Role.AGENCY_ADMIN.value, unit_id=OuterRef("unit_id"), person__is_active=True
    )
    units = list_units_for(actor).exclude(unit_class__in=NOT_ASSESSED)
    choices = due.order_by().values("unit_id").annotate(n=Count("choices")).values("n")
    return filter_by_reach(units, actor=actor, verb="role.handover").annotate(
        has_admin=Exists(admins),
        is_finished=Exists(due.filter(finished_at__isnull=False)),
        finished_at=Subquery(due.values("finished_at")[:1]),
        decided=Subquery(choices[:1]),
    )


def count_handovers_for(actor: Actor) -> tuple[int, int]:
    """Return how many units have finished this year's hand-over, and how many there are."""
    year = get_handover_year(clock.today())
    done = Handover.objects.filter(fiscal_year=year, finished_at__isnull=False)
    units = list_assessed_for(actor)
    counted = filter_by_reach(units, actor=actor, verb="role.handover").aggregate(
        done=Count("pk", filter=Q(unit_id__in=done.values("unit_id"))), total=Count("pk")
    )
    return counted["done"], counted["total"]


def _list_grants(unit_id: int, year: int) -> RoleGrantQuerySet:
    first, last = fiscal_year_bounds(year)
    lasting = Q(ends=None) | Q(ends__gte=first - timedelta(days=1))
    return RoleGrant.objects.unrevoked().filter(
        lasting, unit_id=unit_id, starts__lte=last, appointment__isnull=True, person__is_active=True
    )


def _lasts(role: HandedRole) -> bool:
    return role.ends is None or role.ends >= clock.today()


def _read_choices(handover: Handover | None) -> dict[int, HandoverChoice]:
    if handover is None:
        return {}
    return {row.grant_id: row for row in handover.choices.select_related("successor")}


def _as_handed(grant: RoleGrant, row: HandoverChoice | None) -> HandedRole:
    person = grant.person
    held = HandedRole(
        grant_id=grant.pk,
        person_id=person.pk,
        person=person.full_name,
        position=person.position,
        role=Role(grant.role),
        starts=grant.starts,
        ends=grant.ends,
    )
    if row is None:
        return held
    return replace(
        held,
        choice=Choice(row.choice),
        on=row.on,
        successor_id=row.successor_id,
        successor=row.successor.full_name if row.successor else row.invited_name,
        invited_email=row.invited_email,
    )
