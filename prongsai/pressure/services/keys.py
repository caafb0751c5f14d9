"""The desk's key: made where its private half can be kept, used everywhere."""

from prongsai.core import clock
from prongsai.pressure.gateways import open_desk_keys
from prongsai.pressure.models import acting_as_desk
from prongsai.pressure.selectors.keys import DeskKey, find_key
from prongsai.surveys.rules.sealing import new_key_pair

_LOCK = 0xDE5C


def ensure_key() -> DeskKey | None:
    """Return the key that seals now; the desk's machine makes one where there is none.

    After a restored database, a key whose private half is lost is replaced by a new one.
    """
    found, folder = find_key(), open_desk_keys()
    if folder is None or (found and folder.find(found.id)):
        return found
    with acting_as_desk() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        found = find_key()
        if found and folder.find(found.id):
            return found
        key_id = max(found.id if found else 0, *folder.list_ids(), 0) + 1
        private_key, public_key = new_key_pair()
        folder.save(key_id, private_key)
        cursor.execute(
            "INSERT INTO pressure.keys (id, public_key, opened_on) VALUES (%s, %s, %s)",
            [key_id, public_key, clock.today()],
        )
        return DeskKey(key_id, public_key)
