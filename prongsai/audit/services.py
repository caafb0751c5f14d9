"""Writing the audit trail."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from prongsai.audit.models import Entry
from prongsai.audit.rules import clean_detail, clean_text, get_digest
from prongsai.core import clock
from prongsai.core.actor import Actor


@transaction.atomic
def record(
    actor: Actor,
    *,
    verb: str,
    target: str,
    unit_id: int | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Append one entry; the database seals it into the chain when the transaction commits.

    DETAIL never holds a secret, an answer or a citizen's number. The time is the real one, also
    while a training installation travels.
    """
    fields = {
        "at": clock.real_now(),
        "user_id": actor.user_id,
        "user_name": clean_text(actor.name, most=200),
        "role": clean_text(actor.role or "", most=40),
        "unit_id": unit_id if unit_id is not None else actor.unit_id,
        "verb": verb,
        "target": clean_text(target, most=200),
        "detail": clean_detail(detail or {}),
    }
    Entry.objects.create(**fields, digest=get_digest(fields))
