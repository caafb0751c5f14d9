"""Keys for which devices seal interviews: one a day, destroyed when nothing can wait for it."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from prongsai.core import clock
from prongsai.fieldwork.models import FieldKey
from prongsai.fieldwork.rules.sealing import new_key_pair, unwrap, wrap

# A device may stay away for so long and still hand in what it holds.
DAYS_KEPT = 45


@transaction.atomic
def ensure_field_key() -> FieldKey:
    """Return the key of today; make it where there is none."""
    today = clock.today()
    found = FieldKey.objects.filter(day=today).first()
    if found:
        return found
    private, public = new_key_pair()
    wrapped = wrap(private, secret=_get_secret(), purpose="day key")
    made, _new = FieldKey.objects.get_or_create(
        day=today, defaults={"public_key": public, "private_key": wrapped}
    )
    return made


def get_private_keys(ids: set[int]) -> dict[int, bytes]:
    """Return the private halves that still exist among IDS."""
    rows = FieldKey.objects.filter(pk__in=ids, private_key__isnull=False)
    return {
        row.pk: unwrap(bytes(row.private_key or b""), secret=_get_secret(), purpose="day key")
        for row in rows
    }


@transaction.atomic
def destroy_old_keys() -> int:
    oldest = clock.today() - timedelta(days=DAYS_KEPT)
    old = FieldKey.objects.filter(day__lt=oldest, private_key__isnull=False)
    return old.update(private_key=None)


def _get_secret() -> bytes:
    return settings.SURVEYS_LEDGER_KEY.encode()
