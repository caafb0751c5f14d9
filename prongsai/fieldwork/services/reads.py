"""That somebody loaded telephone numbers onto a device."""

from django.db import transaction

from prongsai.audit.services import record
from prongsai.core.actor import Actor


@transaction.atomic
def note_list_read(actor: Actor, *, cases: int) -> None:
    record(actor, verb="fieldwork.list_read", target="cases", detail={"cases": cases})
