"""People and their roles, within what somebody may see."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from prongsai.accounts.models import RoleGrant, User
from prongsai.accounts.rules.grants import why_not_revoke
from prongsai.accounts.rules.periods import Standing, get_standing
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import NotFound
from prongsai.core.thai_text import search_key
from prongsai.organizations.selectors.joins import list_called, with_names
from prongsai.organizations.selectors.scopes import filter_by_reach, get_scopes
from prongsai.permissions.roles import Role
from prongsai.permissions.rules import NATION, can


@dataclass(frozen=True, slots=True)
class HeldRole:
    """One role of a person as a page shows it; a unit without a name is the nation."""

    id: int
    role: str
    unit_id: int | None
    unit_code: str
    unit_th: str
    unit_en: str
    starts: date
    ends: date | None
    standing: Standing
    phrase: str = ""
    for_position: str = ""
    reason: str = ""
    revoked_at: datetime | None = None
    may_revoke: bool = False


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person as far as the reader may know; empty contact data are data withheld or missing."""

    id: int
    full_name: str
    position: str
    is_active: bool
    roles: tuple[HeldRole, ...]
    shows_contact: bool
    is_self: bool
    email: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    joined: datetime | None = None
    last_login: datetime | None = None

    @property
    def current(self) -> tuple[HeldRole, ...]:
        live = {Standing.IN_FORCE, Standing.TO_COME}
        return tuple(role for role in self.roles if role.standing in live)

    @property
    def past(self) -> tuple[HeldRole, ...]:
        gone = {Standing.ENDED, Standing.REVOKED}
        return tuple(role for role in self.roles if role.standing in gone)


def list_roles_for(actor: Actor, *, past: bool = False) -> QuerySet[RoleGrant]:
    """Return the roles that people hold in the actor's area, or those that have ended."""
    over = Q(revoked_at__isnull=False) | Q(ends__lt=clock.today())
    rows = RoleGrant.objects.filter(over) if past else RoleGrant.objects.exclude(over)
    visible = filter_by_reach(rows, actor=actor, verb="person.view")
    named: QuerySet[RoleGrant] = with_names(
        visible.select_related("person", "appointment"), keep_all=True
    )
    return named.order_by("person__name_sort", "id")


def search_roles(rows: Any, text: str) -> Any:
    """Keep the rows (from list_roles_for) whose person or unit goes by TEXT."""
    key = search_key(text)
    if not key:
        return rows
    people = User.objects.filter(name_search__contains=key).values("pk")
    return rows.filter(Q(person_id__in=people) | Q(unit_id__in=list_called(text)))


def get_person_for(actor: Actor, person_id: int) -> PersonView:
    """Return a person who holds or held a role in the actor's area, or the actor."""
    person = User.objects.filter(pk=person_id).first()
    if person is None or actor.user_id is None:
        raise NotFound
    is_self = person.pk == actor.user_id
    grants = RoleGrant.objects.filter(person=person)
    visible = grants if is_self else filter_by_reach(grants, actor=actor, verb="person.view")
    roles = _list_held(actor, visible)
    if not (roles or is_self or can(actor, "person.view", NATION)):
        raise NotFound
    shows = is_self or _may_contact(actor, grants)
    return PersonView(
        id=person.pk,
        full_name=person.full_name,
        position=person.position,
        is_active=person.is_active,
        roles=roles,
        shows_contact=shows,
        is_self=is_self,
        email=person.email if shows else "",
        phone=person.phone if shows else "",
        joined=person.date_joined,
        last_login=person.last_login if shows else None,
    )


def list_people_for(actor: Actor, *, unit_id: int) -> list[tuple[int, str, str]]:
    """Return id, name and position of everybody with a role at a unit: successors, substitutes."""
    rows = RoleGrant.objects.in_force(clock.today()).filter(unit_id=unit_id)
    here = filter_by_reach(rows, actor=actor, verb="person.view")
    people = User.objects.filter(pk__in=here.values("person_id"), is_active=True)
    people = people.order_by("name_sort", "id")
    return list(people.values_list("id", "full_name", "position"))


def _may_contact(actor: Actor, grants: QuerySet[RoleGrant]) -> bool:
    if can(actor, "person.contact", NATION):
        return True
    live = grants.filter(revoked_at=None).exclude(ends__lt=clock.today())
    return filter_by_reach(live, actor=actor, verb="person.contact").exists()


def _list_held(actor: Actor, grants: QuerySet[RoleGrant]) -> tuple[HeldRole, ...]:
    rows = list(
        with_names(grants.select_related("appointment", "unit"), keep_all=True).order_by(
            "-starts", "-id"
        )
    )
    scopes = get_scopes({row.unit_id for row in rows if row.unit_id is not None})
    today = clock.today()
    held = []
    for row in rows:
        standing = get_standing(
            today, starts=row.starts, ends=row.ends, is_revoked=row.revoked_at is not None
        )
        scope = scopes[row.unit_id] if row.unit_id is not None else NATION
        refusal = why_not_revoke(actor, role=Role(row.role), scope=scope, person_id=row.person_id)
        may_revoke = standing in {Standing.IN_FORCE, Standing.TO_COME} and refusal is None
        held.append(_as_held(row, standing, may_revoke=may_revoke))
    return tuple(held)


def _as_held(row: Any, standing: Standing, *, may_revoke: bool) -> HeldRole:
    appointment = getattr(row, "appointment", None)
    return HeldRole(
        id=row.pk,
        role=row.role,
        unit_id=row.unit_id,
        unit_code=row.unit_code or "",
        unit_th=row.name_th or row.unit_code or "",
        unit_en=row.name_en or "",
        starts=row.starts,
        ends=row.ends,
        standing=standing,
        phrase=appointment.phrase if appointment else "",
        for_position=appointment.for_position if appointment else "",
        reason=row.revoked_reason,
        revoked_at=row.revoked_at,
        may_revoke=may_revoke,
    )
