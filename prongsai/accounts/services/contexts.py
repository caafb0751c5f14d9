"""Which of several roles a person wears."""

from django.db import transaction

from prongsai.accounts.models import User
from prongsai.audit.services import record
from prongsai.core.actor import Actor, Grant
from prongsai.core.errors import NotFound


@transaction.atomic
def switch_context(actor: Actor, *, grant_id: int) -> Grant:
    """Let ACTOR act under another of the own grants in force; the next session begins there."""
    grant = next((one for one in actor.grants if one.id == grant_id), None)
    if grant is None:
        raise NotFound
    User.objects.filter(pk=actor.user_id or 0).update(last_grant_id=grant_id)
    detail = {"role": grant.role, "before": actor.role}
    record(
        actor.under(grant),
        verb="session.switch",
        target=f"person:{actor.user_id}",
        unit_id=grant.unit_id,
        detail=detail,
    )
    return grant
