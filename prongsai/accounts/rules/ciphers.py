"""How secrets of second factors are encrypted: with the newest key, readable with older ones."""

import base64
import hashlib
from collections.abc import Sequence

from cryptography.fernet import Fernet, MultiFernet


def make_cipher(key: str, *, older: Sequence[str] = ()) -> MultiFernet:
    """Return what encrypts with KEY and decrypts with KEY or one of OLDER."""
    return MultiFernet([_make_one(secret) for secret in (key, *older)])


def _make_one(secret: str) -> Fernet:
    key = hashlib.sha256(f"second factor {secret}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
