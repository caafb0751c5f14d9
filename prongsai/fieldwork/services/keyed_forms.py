"""What was keyed of a bundle, under a key of its own outside the database, destroyed when sent.

The database forgets slowly: what was keyed stays in its log, in backups and on freed pages. So it
only ever holds what nobody can read once the key is gone.
"""

import secrets

from django.utils.translation import gettext as _

from prongsai.core.errors import Conflict
from prongsai.fieldwork.gateways import get_bundle_name, open_field_keys
from prongsai.fieldwork.models import Bundle, KeyedForm, Round
from prongsai.fieldwork.rules.paper import Difference, compare
from prongsai.fieldwork.rules.sealing import unwrap, wrap
from prongsai.fieldwork.types import BundleState


def keep_form(bundle_id: int, *, turn: int, place: int, body: bytes) -> None:
    """Keep one keyed form of a bundle that the caller has locked."""
    wrapped = wrap(body, secret=_ensure_key(bundle_id), purpose=_get_purpose(bundle_id))
    KeyedForm.objects.update_or_create(
        bundle_id=bundle_id, turn=turn, place=place, defaults={"body": wrapped}
    )


def read_forms(bundle_id: int, turn: int) -> dict[int, bytes]:
    """Return the forms of a turn in the clear, by their place in the bundle."""
    rows = list(KeyedForm.objects.filter(bundle_id=bundle_id, turn=turn))
    secret = open_field_keys().find(get_bundle_name(bundle_id)) if rows else b""
    if secret is None:
        raise Conflict(_("ไม่พบกุญแจของชุดแบบกระดาษนี้ ให้หัวหน้ารอบยกเลิกชุดนี้ แล้วเปิดชุดใหม่บันทึกจากกระดาษ"))
    purpose = _get_purpose(bundle_id)
    return {row.place: unwrap(bytes(row.body), secret=secret, purpose=purpose) for row in rows}


def list_differences(bundle_id: int) -> list[Difference]:
    return compare(read_forms(bundle_id, 1), read_forms(bundle_id, 2))


def _get_purpose(bundle_id: int) -> str:
    return f"bundle {bundle_id}"


def _ensure_key(bundle_id: int) -> bytes:
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
