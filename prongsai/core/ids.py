"""Unguessable identifiers for addresses, tokens and receipts."""

import hashlib
import hmac
import secrets

# No 0/O, 1/I/L, U: read aloud and typed from paper without mistakes.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_code(length: int) -> str:
    """Return a random code that a person can copy from paper."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def new_token() -> str:
    """Return a secret for a link: 256 bits, safe in an address."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """Return what is stored of a link's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def keyed_hash(value: str, *, key: str) -> str:
    """Return a pseudonym that only the holder of the key can recompute."""
    return hmac.new(key.encode(), value.encode(), hashlib.sha256).hexdigest()
