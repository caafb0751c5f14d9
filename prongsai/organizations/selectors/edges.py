"""The relations above units over all time, for the search for circles."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import connection

from prongsai.organizations.rules.cycles import Edge

ABOVE = """
WITH RECURSIVE up AS (
    SELECT id, child_id, parent_id FROM organizations_unitrelation
    WHERE kind = %(kind)s AND child_id = ANY(%(ids)s)
    UNION
    SELECT r.id, r.child_id, r.parent_id
    FROM up JOIN organizations_unitrelation r ON r.child_id = up.parent_id AND r.kind = %(kind)s
)
SELECT r.child_id, r.parent_id, r.valid_from, r.valid_to
FROM up JOIN organizations_unitrelation r ON r.id = up.id
"""


def list_edges_above(unit_ids: Iterable[int], *, kind: str) -> dict[int, list[Edge]]:
    """Return every relation of one kind that ever stood above these units, by child."""
    above: dict[int, list[Edge]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(ABOVE, {"kind": kind, "ids": list(unit_ids)})
        for child, parent, first, last in cursor.fetchall():
            above[child].append(Edge(child, parent, first, last or date.max))
    return above
