"""The public half of the desk's key."""

from dataclasses import dataclass

from prongsai.pressure.models import acting_as_desk


@dataclass(frozen=True, slots=True)
class DeskKey:
    """The key that reports are sealed for."""

    id: int
    public_key: bytes


def find_key() -> DeskKey | None:
    with acting_as_desk() as cursor:
        cursor.execute("SELECT id, public_key FROM pressure.keys ORDER BY id DESC LIMIT 1")
        row = cursor.fetchone()
    return DeskKey(row[0], bytes(row[1])) if row else None
