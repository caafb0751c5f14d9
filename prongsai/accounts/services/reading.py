"""Reading personal data: the look and its audit line belong together."""

from django.db import transaction

from prongsai.accounts.selectors.people import PersonView, get_person_for
from prongsai.audit.services import record
from prongsai.core.actor import Actor


@transaction.atomic
def read_person(actor: Actor, *, person_id: int) -> PersonView:
    """Return a person for ACTOR and note who looked; looking at oneself is not noted."""
    person = get_person_for(actor, person_id)
    if not person.is_self:
        unit_id = person.roles[0].unit_id if person.roles else None
        fields = ["name", "position", "roles", *(["contact"] if person.shows_contact else [])]
        record(
            actor,
            verb="person.read",
            target=f"person:{person_id}",
            unit_id=unit_id,
            detail={"fields": fields},
        )
    return person
