"""What happened to units, and where the units of yesterday went."""

from collections.abc import Sequence
from datetime import date

from django.db import connection

from prongsai.core import clock
from prongsai.organizations.models import UnitEvent, UnitEventPart
from prongsai.organizations.selectors.names import get_unit_names
from prongsai.organizations.types.units import EventPart, EventView, UnitName

# From old to new along mergers and splits; a unit that survives its split leads to itself too.
SUCCESSORS = """
WITH RECURSIVE line AS (
    SELECT %(unit)s::bigint AS unit_id
    UNION
    SELECT new.unit_id
    FROM line
    JOIN organizations_uniteventpart old ON old.unit_id = line.unit_id AND old.part = 'predecessor'
    JOIN organizations_uniteventpart new ON new.event_id = old.event_id AND new.part = 'successor'
    JOIN organizations_unitevent event ON event.id = old.event_id
    WHERE event."on" <= %(day)s
)
SELECT line.unit_id FROM line JOIN organizations_unitversion v ON v.unit_id = line.unit_id
WHERE v.valid_from <= %(day)s AND (v.valid_to IS NULL OR v.valid_to > %(day)s)
ORDER BY v.sort_key
"""


def list_successors(unit_id: int, *, on: date | None = None) -> list[UnitName]:
    """Return the units that exist on a day in place of this one: itself, its heirs, or none."""
    day = on or clock.today()
    with connection.cursor() as cursor:
        cursor.execute(SUCCESSORS, {"unit": unit_id, "day": day})
        ids = [row[0] for row in cursor.fetchall()]
    names = get_unit_names(ids, on=day)
    return [names[heir] for heir in ids]


def list_events(unit_id: int) -> list[EventView]:
    """Return everything that happened to a unit, the latest first, in three queries."""
    events = list(
        UnitEvent.objects.filter(parts__unit_id=unit_id).distinct().order_by("-on", "-id")
    )
    parts = list(UnitEventPart.objects.filter(event__in=events).order_by("id"))
    names = get_unit_names({part.unit_id for part in parts})
    return [_make_view(event, parts=parts, names=names) for event in events]


def _make_view(
    event: UnitEvent, *, parts: Sequence[UnitEventPart], names: dict[int, UnitName]
) -> EventView:
    mine = [part for part in parts if part.event_id == event.pk]
    return EventView(
        id=event.pk,
        kind=event.kind,
        on=event.on,
        reason=event.reason,
        user_name=event.user_name,
        at=event.created_at,
        changes=event.changes,
        predecessors=_pick(mine, EventPart.PREDECESSOR, names),
        successors=_pick(mine, EventPart.SUCCESSOR, names),
    )


def _pick(
    parts: Sequence[UnitEventPart], wanted: EventPart, names: dict[int, UnitName]
) -> tuple[UnitName, ...]:
    return tuple(names[part.unit_id] for part in parts if part.part == wanted)
