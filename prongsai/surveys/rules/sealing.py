"""Sealed envelopes: readable only with a private key that is destroyed after the day.

HPKE (RFC 9180) with X25519 joined to ML-KEM-768, so that a dump kept for decades stays closed
even when X25519 falls.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_CURVE_SIZE = 32
PRIVATE_SIZE = 64 + _CURVE_SIZE


class CannotOpen(ValueError):
    """The envelope was sealed for another key, or altered."""


class Sealer:
    """Seals for one public key."""

    def __init__(self, public_key: bytes, *, key_id: int, purpose: str = "answers") -> None:
        curve = X25519PublicKey.from_public_bytes(public_key[:_CURVE_SIZE])
        lattice = MLKEM768PublicKey.from_public_bytes(public_key[_CURVE_SIZE:])
        self.key_id = key_id
        self._key = MLKEM768X25519PublicKey(lattice, curve)
        self._context = _context(key_id, purpose)

    def seal(self, plain: bytes) -> bytes:
        return _SUITE.encrypt(plain, self._key, self._context)


class Opener:
    """Opens what was sealed for the public half of one private key."""

    def __init__(self, private_key: bytes, *, key_id: int, purpose: str = "answers") -> None:
        curve = X25519PrivateKey.from_private_bytes(private_key[:_CURVE_SIZE])
        lattice = MLKEM768PrivateKey.from_seed_bytes(private_key[_CURVE_SIZE:])
        self._key = MLKEM768X25519PrivateKey(lattice, curve)
        self._context = _context(key_id, purpose)

    def open(self, envelope: bytes) -> bytes:
        try:
            return _SUITE.decrypt(envelope, self._key, self._context)
        except (InvalidTag, ValueError) as error:
            raise CannotOpen("sealed for another key, or altered") from error


def new_key_pair() -> tuple[bytes, bytes]:
    """Return a private key and its public half."""
    curve, lattice = X25519PrivateKey.generate(), MLKEM768PrivateKey.generate()
    private = curve.private_bytes_raw() + lattice.private_bytes_raw()
    public = curve.public_key().public_bytes_raw() + lattice.public_key().public_bytes_raw()
    return private, public


def get_public_key(private_key: bytes) -> bytes:
    """Return the public half of a private key."""
    curve = X25519PrivateKey.from_private_bytes(private_key[:_CURVE_SIZE])
    lattice = MLKEM768PrivateKey.from_seed_bytes(private_key[_CURVE_SIZE:])
    return curve.public_key().public_bytes_raw() + lattice.public_key().public_bytes_raw()


def _context(key_id: int, purpose: str) -> bytes:
    return f"prongsai {purpose} {key_id}".encode()
