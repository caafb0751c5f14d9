"""In which province and district units lie."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection

from prongsai.core import clock
from prongsai.organizations.types.units import RelationKind, UnitClass

PROVINCES = frozenset({UnitClass.PROVINCE, UnitClass.BANGKOK})

# The unit itself and all above it by geography, with the class that each has on the day.
AROUND = """
WITH RECURSIVE up AS (
    SELECT id AS origin, id AS unit_id FROM unnest(%(ids)s::bigint[]) AS id
    UNION
    SELECT up.origin, r.parent_id
    FROM up JOIN organizations_unitrelation r ON r.child_id = up.unit_id AND r.kind = %(kind)s
    AND r.valid_from <= %(day)s AND (r.valid_to IS NULL OR r.valid_to > %(day)s)
)
SELECT up.origin, up.unit_id, v.unit_class
FROM up JOIN organizations_unitversion v ON v.unit_id = up.unit_id
AND v.valid_from <= %(day)s AND (v.valid_to IS NULL OR v.valid_to > %(day)s)
WHERE v.unit_class = ANY(%(classes)s)
"""


def get_areas(
    unit_ids: Iterable[int], *, on: date | None = None
) -> dict[int, tuple[int | None, int | None]]:
    """Return province and district of each unit (itself where it is one), in one query."""
    ids = list(unit_ids)
    provinces: dict[int, int] = {}
    districts: dict[int, int] = {}
    asked: dict[str, Any] = {
        "ids": ids,
        "kind": RelationKind.GEOGRAPHY.value,
        "day": on or clock.today(),
        "classes": [*PROVINCES, UnitClass.DISTRICT.value],
    }
    with connection.cursor() as cursor:
        cursor.execute(AROUND, asked)
        for origin, unit_id, unit_class in cursor.fetchall():
            (provinces if unit_class in PROVINCES else districts)[origin] = unit_id
    return {unit_id: (provinces.get(unit_id), districts.get(unit_id)) for unit_id in ids}
