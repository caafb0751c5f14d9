"""Ways back that two people opened."""

from dataclasses import dataclass
from datetime import datetime

from prongsai.accounts.models import Recovery
from prongsai.core import clock, ids
from prongsai.core.actor import Actor


@dataclass(frozen=True, slots=True)
class RecoveryView:
    """One recovery as those see it who opened it."""

    id: int
    person: str
    asked_by: str
    approved_by: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    is_open: bool
    is_mine: bool


def list_own_recoveries(actor: Actor) -> list[RecoveryView]:
    """Return what the actor asked for or agreed to, the newest first."""
    rows = Recovery.objects.select_related("person", "asked_by", "approved_by").order_by("-id")
    mine = rows.filter(asked_by_id=actor.user_id) | rows.filter(approved_by_id=actor.user_id)
    now = clock.real_now()
    return [
        RecoveryView(
            id=row.pk,
            person=row.person.full_name,
            asked_by=row.asked_by.full_name,
            approved_by=row.approved_by.full_name,
            created_at=row.created_at,
            expires_at=row.expires_at,
            used_at=row.used_at,
            is_open=row.used_at is None and row.expires_at > now,
            is_mine=row.asked_by_id == actor.user_id,
        )
        for row in mine[:100]
    ]


def recovery_is_open(token: str) -> bool:
    """Return whether a link opens anything; unknown, used and late links look alike."""
    rows = Recovery.objects.filter(token_hash=ids.hash_token(token), used_at=None)
    return rows.filter(expires_at__gt=clock.real_now(), person__is_active=True).exists()
