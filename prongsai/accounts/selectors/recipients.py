"""People as those who are told something: for apps below that know no accounts."""

from collections.abc import Iterable

from django.db.models import Q

from prongsai.accounts.models import RoleGrant, User
from prongsai.core import clock
from prongsai.core.actor import Actor, Grant
from prongsai.notifications.types import Recipient
from prongsai.organizations.selectors.scopes import get_scope
from prongsai.permissions.matrix import MATRIX, Reach
from prongsai.permissions.rules import NATION, can


def list_people_who_may(verb: str, *, unit_id: int | None) -> list[Recipient]:
    """Return everybody who holds a grant today that allows VERB on UNIT_ID (None: the nation)."""
    scope = NATION if unit_id is None else get_scope(unit_id)
    far = [role.value for role, reach in MATRIX[verb].items() if reach is Reach.NATION]
    near = Q(role__in=[role.value for role in MATRIX[verb]])
    near &= Q(unit_id__in=[*scope.above, *([unit_id] if unit_id else [])])
    rows = RoleGrant.objects.in_force(clock.today()).filter(Q(role__in=far) | near)
    rows = rows.filter(person__is_active=True).select_related("person").order_by("id")
    people = {row.person_id: row.person for row in rows if can(_act(row), verb, scope)}
    return [_as_recipient(person) for person in people.values()]


def list_recipients(user_ids: Iterable[int]) -> list[Recipient]:
    """Return the active ones among these people."""
    people = User.objects.filter(pk__in=set(user_ids), is_active=True).order_by("id")
    return [_as_recipient(person) for person in people]


def _act(row: RoleGrant) -> Actor:
    return Actor(row.person_id, "", acting=Grant(row.pk, row.role, row.unit_id))


def _as_recipient(person: User) -> Recipient:
    return Recipient(person.pk, person.email, person.full_name, person.language)
