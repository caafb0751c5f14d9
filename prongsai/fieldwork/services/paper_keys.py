"""Keys of bundles of paper forms: one each, outside the database, destroyed when it was sent.

The database forgets slowly: what was keyed stays in its log, in backups and on freed pages. So it
only ever holds what nobody can read once the key is gone.
"""

import secrets

from prongsai.fieldwork.gateways import get_bundle_name, open_field_keys
from prongsai.fieldwork.models import Bundle, KeyedForm, Round
from prongsai.fieldwork.types import BundleState


def ensure_bundle_key(bundle_id: int) -> bytes:
    """Return the key of a bundle that the caller has locked; make it where there is none."""
    folder, name = open_field_keys(), get_bundle_name(bundle_id)
    found = folder.find(name)
    if found is None:
        found = secrets.token_bytes(32)
        folder.save(name, found)
    return found


def destroy_bundle_key(bundle_id: int) -> None:
    open_field_keys().destroy(get_bundle_name(bundle_id))


def forget_forms(one: Round) -> None:
    """Delete what was keyed in a round that is over and never sent; the paper is still there."""
    KeyedForm.objects.filter(bundle__agency__round=one).delete()


def destroy_done() -> None:
    """Destroy the keys of sent bundles and ended rounds, wherever a crash left one."""
    sent = Bundle.objects.filter(state=BundleState.SENT)
    ended = Bundle.objects.filter(agency__round__forgotten_on__isnull=False)
    for bundle_id in (sent | ended).values_list("id", flat=True):
        destroy_bundle_key(bundle_id)
