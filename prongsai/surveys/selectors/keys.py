"""The public halves of the day keys."""

from prongsai.surveys.models import DatabaseRole, acting_as
from prongsai.surveys.types import DayKey


def list_recent_keys(count: int = 2) -> list[DayKey]:
    """Return the newest keys, the running one first."""
    with acting_as(DatabaseRole.INTAKE) as cursor:
        cursor.execute(
            "SELECT id, public_key, closed FROM sealed.keys ORDER BY id DESC LIMIT %s", [count]
        )
        return [DayKey(key_id, bytes(public), closed) for key_id, public, closed in cursor]
