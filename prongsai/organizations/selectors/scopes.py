"""Where units lie: what is above and below them on a day, and how far an actor sees."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.db import connection, models
from django.db.models import F, Func, Value

from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.request_cache import remember
from prongsai.permissions.matrix import Reach
from prongsai.permissions.rules import Scope, get_reach

# Every ancestor of every unit in %(ids)s, along one kind of relation at a time. A unit that has
# ended is placed where it was on its last day, one that is planned where it will be on its first.
ABOVE = """
WITH RECURSIVE life AS (
    SELECT unit_id, greatest(min(valid_from), least(%(day)s::date,
           CASE WHEN bool_or(valid_to IS NULL) THEN 'infinity'::date
                ELSE max(valid_to) - 1 END)) AS day
    FROM organizations_unitversion WHERE unit_id = ANY(%(ids)s) GROUP BY unit_id
), up AS (
    SELECT life.unit_id AS origin, r.parent_id AS unit_id, r.kind, life.day
    FROM life JOIN organizations_unitrelation r ON r.child_id = life.unit_id
    AND r.valid_from <= life.day AND (r.valid_to IS NULL OR r.valid_to > life.day)
    UNION
    SELECT up.origin, r.parent_id, r.kind, up.day
    FROM up JOIN organizations_unitrelation r ON r.child_id = up.unit_id AND r.kind = up.kind
    AND r.valid_from <= up.day AND (r.valid_to IS NULL OR r.valid_to > up.day)
)
SELECT DISTINCT origin, unit_id FROM up
"""

# The unit and everything below it, along one kind of relation at a time, as PostgreSQL writes an
# array; a unit that lies below it in two trees is there twice.
BELOW = """
WITH RECURSIVE down AS (
    SELECT child_id AS unit_id, kind FROM organizations_unitrelation
    WHERE parent_id = %s AND valid_from <= %s AND (valid_to IS NULL OR valid_to > %s)
    UNION
    SELECT r.child_id, r.kind
    FROM down JOIN organizations_unitrelation r ON r.parent_id = down.unit_id
    AND r.kind = down.kind AND r.valid_from <= %s AND (r.valid_to IS NULL OR r.valid_to > %s)
)
SELECT (%s::bigint || array_agg(unit_id))::text FROM down
"""

MANY = 500
M = TypeVar("M", bound=models.Model)


def get_scope(unit_id: int, *, on: date | None = None) -> Scope:
    """Return the unit with every unit above it in any tree, for permission rules."""
    return get_scopes([unit_id], on=on)[unit_id]


def get_scopes(unit_ids: Iterable[int], *, on: date | None = None) -> dict[int, Scope]:
    """Return the scope of each unit, in one query."""
    ids = list(unit_ids)
    above: dict[int, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(ABOVE, {"ids": ids, "day": on or clock.today()})
        for origin, unit_id in cursor.fetchall():
            above[origin].add(unit_id)
    return {unit_id: Scope(unit_id, frozenset(above[unit_id])) for unit_id in ids}


def list_ids_below(unit_id: int, *, on: date | None = None) -> list[int]:
    """Return the unit itself and every unit below it in any tree."""
    ids = _write_ids_below(unit_id, on or clock.today()).strip("{}")
    return list(dict.fromkeys(int(number) for number in ids.split(",")))


def filter_by_reach(
    rows: models.QuerySet[M],
    *,
    actor: Actor,
    verb: str,
    field: str = "unit_id",
    on: date | None = None,
) -> models.QuerySet[M]:
    """Keep the rows whose unit (in column FIELD) ACTOR may do VERB to.

    What lies below a unit is read once a request, however many lists the page has.
    """
    grant = actor.acting
    if grant is None:
        return rows.none()
    if grant.role == "system":
        return rows
    reach = get_reach(grant, verb)
    if reach is Reach.NATION:
        return rows
    if reach is None or grant.unit_id is None:
        return rows.none()
    if reach is Reach.OWN:
        return rows.filter(**{field: grant.unit_id})
    return rows.filter(is_below(grant.unit_id, field=field, on=on))


def is_below(unit_id: int, *, field: str, on: date | None = None) -> "IsAmong":
    """Return the condition that the unit in column FIELD is that of UNIT_ID or lies below it."""
    ids = _write_ids_below(unit_id, on or clock.today())
    # “+ 0” keeps the database from looking thousands up in an index again for every row.
    column = F(field) + 0 if ids.count(",") > MANY else F(field)
    return IsAmong(column, Value(ids))


class IsAmong(Func):
    """Whether a number is one of an array; a long one is hashed once."""

    template = "%(expressions)s::bigint[])"
    arg_joiner = " = ANY("
    output_field = models.BooleanField()


def _write_ids_below(unit_id: int, day: date) -> str:
    """Return the unit and all below it as one text, however many."""
    params: list[int | date] = [unit_id, day, day, day, day, unit_id]

    def read() -> str:
        with connection.cursor() as cursor:
            cursor.execute(BELOW, params)
            return str(cursor.fetchone()[0])

    return remember(("below", unit_id, day), read)
