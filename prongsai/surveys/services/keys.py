"""Day keys: made before use, closed when their day is mixed, destroyed when nothing needs them."""

from django.db.backends.utils import CursorWrapper

from prongsai.core import clock
from prongsai.surveys.gateways import DayKeys
from prongsai.surveys.models import DatabaseRole, acting_as
from prongsai.surveys.rules.sealing import new_key_pair

# Two processes that both miss a key make only one.
KEY_LOCK = 0x5EA1


def ensure_key() -> int:
    """Return the id of the key that seals now; make one where there is none that can be opened.

    After a database was restored the running key may be one whose private half is long destroyed.
    """
    with acting_as(DatabaseRole.MIXER) as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [KEY_LOCK])
        cursor.execute("SELECT max(id) FROM sealed.keys WHERE NOT closed")
        found: int | None = cursor.fetchone()[0]
        if found and DayKeys().find(found):
            return found
        return _open_new(cursor)


def rotate_key() -> int:
    """Open a new key, close all older ones and return the id of the new one."""
    with acting_as(DatabaseRole.MIXER) as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [KEY_LOCK])
        return _open_new(cursor)


def destroy_drained() -> list[int]:
    """Destroy the closed keys whose envelopes are gone; return their ids."""
    with acting_as(DatabaseRole.MIXER) as cursor:
        waiting = set(list_undrained(cursor))
        cursor.execute("SELECT id FROM sealed.keys WHERE closed AND NOT destroyed")
        drained = [key_id for (key_id,) in cursor.fetchall() if key_id not in waiting]
        folder = DayKeys()
        for key_id in drained:
            folder.destroy(key_id)
        cursor.execute("UPDATE sealed.keys SET destroyed = true WHERE id = ANY(%s)", [drained])
        return drained


def _open_new(cursor: CursorWrapper) -> int:
    new = _make_key(cursor)
    cursor.execute("UPDATE sealed.keys SET closed = true WHERE id < %s AND NOT closed", [new])
    return new


def _make_key(cursor: CursorWrapper) -> int:
    folder = DayKeys()
    cursor.execute("SELECT coalesce(max(id), 0) FROM sealed.keys")
    key_id: int = max(cursor.fetchone()[0], *folder.list_ids(), 0) + 1
    private_key, public_key = new_key_pair()
    folder.save(key_id, private_key)
    cursor.execute(f"CREATE TABLE sealed.envelopes_{key_id} (body bytea NOT NULL)")
    cursor.execute(f"GRANT INSERT ON sealed.envelopes_{key_id} TO {DatabaseRole.INTAKE.value}")
    cursor.execute(
        "INSERT INTO sealed.keys (id, public_key, opened_on) VALUES (%s, %s, %s)",
        [key_id, public_key, clock.today()],
    )
    return key_id


def list_undrained(cursor: CursorWrapper) -> list[int]:
    """Return the closed keys whose table still stands."""
    cursor.execute(
        "SELECT id FROM sealed.keys WHERE closed AND NOT destroyed"
        " AND to_regclass('sealed.envelopes_' || id) IS NOT NULL ORDER BY id"
    )
    return [key_id for (key_id,) in cursor.fetchall()]
