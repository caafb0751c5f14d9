"""Sealed envelopes: readable only with a private key that is destroyed after the day.

HPKE (RFC 9180) with X25519 joined to ML-KEM-768, so that a dump kept for decades stays closed
even when X25519 falls. A sealer that lives on does this costly part once in `LINKS` envelopes: it
seals a secret, and every envelope takes its key from a chain of HMAC that begins there. The chain
runs one way: what a sealer holds opens nothing of what it has sealed before, but all that is still
to come of its chain. Links that are gone are not wiped: Python only frees them.

An envelope is the sealed secret, its place in the chain (one byte), and the closed content.
"""

import hashlib
import hmac
import secrets
from contextlib import suppress
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
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
LINKS = 64
# Envelopes of a few sealers lie side by side: their secrets are opened once.
KEPT_HEADS = 64
_LINK_SIZE, _TAG_SIZE = 32, 16
_HEAD_SIZE = _CURVE_SIZE + 1088 + _LINK_SIZE + _TAG_SIZE
# Every key closes one envelope only.
_NONCE = bytes(12)
PRIVATE_SIZE = 64 + _CURVE_SIZE


class CannotOpen(ValueError):
    """The envelope was sealed for another key, or altered."""


class Sealer:
    """Seals for one public key; used by one thread."""

    def __init__(self, public_key: bytes, *, key_id: int, purpose: str = "answers") -> None:
        curve = X25519PublicKey.from_public_bytes(public_key[:_CURVE_SIZE])
        lattice = MLKEM768PublicKey.from_public_bytes(public_key[_CURVE_SIZE:])
        self.key_id = key_id
        self._key = MLKEM768X25519PublicKey(lattice, curve)
        self._context = _context(key_id, purpose)
        self._head, self._link, self._place = b"", b"", LINKS

    def seal(self, plain: bytes) -> bytes:
        if self._place == LINKS:
            self._link, self._place = secrets.token_bytes(_LINK_SIZE), 0
            self._head = _SUITE.encrypt(self._link, self._key, self._context)
        key, self._link = forge(self._link)
        closed = ChaCha20Poly1305(key).encrypt(_NONCE, plain, None)
        self._place += 1
        return b"%b%c%b" % (self._head, self._place - 1, closed)


class Opener:
    """Opens what was sealed for the public half of one private key."""

    def __init__(self, private_key: bytes, *, key_id: int, purpose: str = "answers") -> None:
        curve = X25519PrivateKey.from_private_bytes(private_key[:_CURVE_SIZE])
        lattice = MLKEM768PrivateKey.from_seed_bytes(private_key[_CURVE_SIZE:])
        self._key = MLKEM768X25519PrivateKey(lattice, curve)
        self._context = _context(key_id, purpose)
        self._find_first = lru_cache(maxsize=KEPT_HEADS)(self._open_head)

    def open(self, envelope: bytes) -> bytes:
        for read in (self._read_linked, self._read_single):
            with suppress(InvalidTag, TypeError, ValueError):
                return read(envelope)
        raise CannotOpen("sealed for another key, or altered")

    def _read_linked(self, envelope: bytes) -> bytes:
        head, place = envelope[:_HEAD_SIZE], envelope[_HEAD_SIZE : _HEAD_SIZE + 1]
        link = self._find_first(head)
        for _ in range(ord(place) + 1):
            key, link = forge(link)
        return ChaCha20Poly1305(key).decrypt(_NONCE, envelope[_HEAD_SIZE + 1 :], None)

    def _read_single(self, envelope: bytes) -> bytes:
        """Read what was sealed before there were chains; of a bare head that is its secret."""
        return _SUITE.decrypt(envelope, self._key, self._context)

    def _open_head(self, head: bytes) -> bytes:
        return _SUITE.decrypt(head, self._key, self._context)


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


def forge(link: bytes) -> tuple[bytes, bytes]:
    """Return the key of one envelope and the next link of its chain."""
    both = hmac.digest(link, b"prongsai envelope", hashlib.sha512)
    return both[:_LINK_SIZE], both[_LINK_SIZE:]


def _context(key_id: int, purpose: str) -> bytes:
    return f"prongsai {purpose} {key_id}".encode()
