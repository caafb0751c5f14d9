"""What people say about themselves."""

from dataclasses import dataclass

from django.db import transaction

from prongsai.accounts.models import User
from prongsai.audit.services import record
from prongsai.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Profile:
    full_name: str
    position: str
    phone: str
    language: str


@transaction.atomic
def edit_own_profile(actor: Actor, *, profile: Profile) -> None:
    """Change the actor's own name, post, telephone and language; audit names fields only."""
    person = User.objects.select_for_update(no_key=True).get(pk=actor.user_id or 0)
    new = {
        "full_name": profile.full_name,
        "position": profile.position,
        "phone": profile.phone,
        "language": profile.language,
    }
    changed = [name for name, value in new.items() if getattr(person, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(person, name, new[name])
    person.save(update_fields=changed)
    record(actor, verb="person.edit", target=f"person:{person.pk}", detail={"fields": changed})
