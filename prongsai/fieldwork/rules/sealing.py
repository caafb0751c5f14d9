"""Interviews sealed on a device, for a key whose private half the device never has.

ECDH on P-256 with a fresh key per interview, HKDF-SHA-256, AES-256-GCM: what every browser with
WebCrypto can do. The plain text has one length per questionnaire, so the sealed one says nothing.
"""

import os
import struct
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = 1
POINT_SIZE = 65
NONCE_SIZE = 12
_HEAD = struct.Struct(">BIBBBB")
_POINT = serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint


class CannotOpen(ValueError):
    """Sealed for another key, or altered, or not an interview."""


@dataclass(frozen=True, slots=True)
class Interview:
    """What lies inside: the agency of the round and the choices by number, 255 = left out."""

    agency_id: int
    told: int
    pace: int
    answers: bytes
    profile: bytes


def new_key_pair() -> tuple[bytes, bytes]:
    """Return a private key and its public half."""
    key = ec.generate_private_key(ec.SECP256R1())
    private = key.private_numbers().private_value.to_bytes(32, "big")
    return private, key.public_key().public_bytes(*_POINT)


def open_interview(body: bytes, *, private_key: bytes, key_id: int) -> Interview:
    try:
        private = ec.derive_private_key(int.from_bytes(private_key, "big"), ec.SECP256R1())
        point, rest = body[:POINT_SIZE], body[POINT_SIZE:]
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        shared = private.exchange(ec.ECDH(), public)
        own = private.public_key().public_bytes(*_POINT)
        nonce, sealed = rest[:NONCE_SIZE], rest[NONCE_SIZE:]
        plain = AESGCM(_derive(shared, point + own)).decrypt(nonce, sealed, _label(key_id))
    except (InvalidTag, ValueError) as error:
        raise CannotOpen from error
    return _unpack(plain)


def seal_interview(interview: Interview, *, public_key: bytes, key_id: int) -> bytes:
    """Do what the device does."""
    fresh = ec.generate_private_key(ec.SECP256R1())
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public_key)
    point = fresh.public_key().public_bytes(*_POINT)
    key = _derive(fresh.exchange(ec.ECDH(), public), point + public_key)
    nonce = os.urandom(NONCE_SIZE)
    sizes = len(interview.answers), len(interview.profile)
    head = _HEAD.pack(VERSION, interview.agency_id, interview.told, interview.pace, *sizes)
    plain = head + interview.answers + interview.profile
    return point + nonce + AESGCM(key).encrypt(nonce, plain, _label(key_id))


def wrap(plain: bytes, *, secret: bytes, purpose: str) -> bytes:
    """Encrypt what only the web machines may read while it waits in the database."""
    nonce = os.urandom(NONCE_SIZE)
    return nonce + AESGCM(_derive(secret, b"", purpose)).encrypt(nonce, plain, purpose.encode())


def unwrap(wrapped: bytes, *, secret: bytes, purpose: str) -> bytes:
    nonce, sealed = wrapped[:NONCE_SIZE], wrapped[NONCE_SIZE:]
    try:
        return AESGCM(_derive(secret, b"", purpose)).decrypt(nonce, sealed, purpose.encode())
    except InvalidTag as error:
        raise CannotOpen from error


def _unpack(plain: bytes) -> Interview:
    if len(plain) < _HEAD.size:
        raise CannotOpen
    version, agency_id, told, pace, size, rest = _HEAD.unpack_from(plain)
    if version != VERSION or len(plain) != _HEAD.size + size + rest:
        raise CannotOpen
    answers = plain[_HEAD.size : _HEAD.size + size]
    return Interview(agency_id, told, pace, answers, plain[_HEAD.size + size :])


def _derive(secret: bytes, salt: bytes, purpose: str = "interview") -> bytes:
    info = f"prongsai field {purpose}".encode()
    return HKDF(hashes.SHA256(), 32, salt or None, info).derive(secret)


def _label(key_id: int) -> bytes:
    return str(key_id).encode()
