"""Changing the key under which second factors are stored."""

from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import MultiFernet
from django.conf import settings
from django.db import transaction

from prongsai.accounts.rules.ciphers import make_cipher
from prongsai.audit.services import record
from prongsai.core.actor import Actor

# What allauth stores encrypted; passkeys hold public keys only.
_ENCRYPTED = ("secret", "seed", "migrated_codes")


def get_cipher() -> MultiFernet:
    return make_cipher(settings.SECRET_KEY, older=settings.SECRET_KEY_FALLBACKS)


@transaction.atomic
def encrypt_anew(actor: Actor) -> int:
    """Encrypt every stored secret with the newest key and return how many there were.

    All or none: afterwards the older keys are needed no more.
    """
    cipher = get_cipher()
    count = 0
    for row in Authenticator.objects.select_for_update(no_key=True).order_by("pk"):
        changed = {name: _rotate(cipher, row.data[name]) for name in _ENCRYPTED if name in row.data}
        if changed:
            row.data = {**row.data, **changed}
            row.save(update_fields=["data"])
            count += 1
    record(actor, verb="account.encrypt_anew", target="accounts", detail={"count": count})
    return count


def _rotate(cipher: MultiFernet, value: Any) -> Any:
    if isinstance(value, list):
        return [_rotate(cipher, item) for item in value]
    return cipher.rotate(str(value).encode()).decode()
