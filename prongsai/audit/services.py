"""Writing the audit trail."""

from typing import Any

from django.db import connection, transaction

from prongsai.audit.models import Entry
from prongsai.audit.rules import GENESIS, get_entry_hash
from prongsai.core import clock
from prongsai.core.actor import Actor

# All writers of the chain queue here until they commit.
CHAIN_LOCK = 0x17A


@transaction.atomic
def record(
    actor: Actor,
    *,
    verb: str,
    target: str,
    unit_id: int | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Append one entry; call it last in the transaction, for the chain is locked until commit.

    DETAIL holds JSON values only and never a secret, an answer or a citizen's number.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    last = Entry.objects.order_by("-id").values("id", "hash").first()
    previous_hash = last["hash"] if last else GENESIS
    fields = {
        "id": last["id"] + 1 if last else 1,
        "at": clock.now(),
        "user_id": actor.user_id,
        "user_name": actor.name,
        "role": actor.role or "",
        "unit_id": unit_id if unit_id is not None else actor.unit_id,
        "verb": verb,
        "target": target,
        "detail": detail or {},
    }
    seal = get_entry_hash(fields, previous_hash=previous_hash)
    Entry.objects.create(**fields, previous_hash=previous_hash, hash=seal)
