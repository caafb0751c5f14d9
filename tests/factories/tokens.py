"""The respondent's half of a blind signature, as the browser does it."""

import hashlib
import math
import secrets
from dataclasses import dataclass
from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from prongsai.core import clock
from prongsai.core.actor import SYSTEM
from prongsai.tokens.rules.blind import load_public_key
from prongsai.tokens.rules.tokens import PREFIX_SIZE, Token, get_message
from prongsai.tokens.selectors.rounds import list_members_for
from prongsai.tokens.services.issuing import get_open_round, issue_token
from prongsai.tokens.services.members import add_members
from prongsai.tokens.services.rounds import open_round
from prongsai.tokens.types import Invitee, RoundCard, RoundSpec

HASH, SALT = hashlib.sha384, 48


@dataclass(frozen=True)
class Blinded:
    """A blinded message and what takes the blinding away again."""

    message: bytes
    inverse: bytes


def encode(message: bytes, bits: int, *, salt: bytes) -> bytes:
    """EMSA-PSS-ENCODE of RFC 8017, section 9.1.1."""
    size = (bits + 7) // 8
    digest = HASH(bytes(8) + HASH(message).digest() + salt).digest()
    block = bytes(size - len(salt) - len(digest) - 2) + b"\x01" + salt
    mask = b"".join(
        HASH(digest + count.to_bytes(4, "big")).digest()
        for count in range(math.ceil(len(block) / len(digest)))
    )
    masked = bytearray(a ^ b for a, b in zip(block, mask, strict=False))
    masked[0] &= 0xFF >> (8 * size - bits)
    return bytes(masked) + digest + b"\xbc"


def blind(
    key: RSAPublicKey, message: bytes, *, salt: bytes | None = None, inverse: int = 0
) -> Blinded:
    """Blind of RFC 9474, section 4.2."""
    n, e = key.public_numbers().n, key.public_numbers().e
    size = (n.bit_length() + 7) // 8
    salt = secrets.token_bytes(SALT) if salt is None else salt
    encoded = int.from_bytes(encode(message, n.bit_length() - 1, salt=salt), "big")
    unblind = inverse or secrets.randbelow(n - 2) + 2
    blinded = encoded * pow(pow(unblind, -1, n), e, n) % n
    return Blinded(blinded.to_bytes(size, "big"), unblind.to_bytes(size, "big"))


def finalize(key: RSAPublicKey, signature: bytes, inverse: bytes) -> bytes:
    """Finalize of RFC 9474, section 4.4, without its check."""
    n = key.public_numbers().n
    product = int.from_bytes(signature, "big") * int.from_bytes(inverse, "big") % n
    return product.to_bytes(len(inverse), "big")


def get_token(invitee: Invitee) -> Token:
    """Do what the browser does: blind, have it signed, take the blinding away."""
    card = get_open_round(invitee)
    key = load_public_key(card.public_key)
    prefix = secrets.token_bytes(PREFIX_SIZE)
    blinded = blind(key, get_message(prefix, channel=card.channel_code))
    signed = issue_token(invitee, blinded=blinded.message)
    return Token(prefix, finalize(key, signed, blinded.inverse))


def make_members(
    unit_id: int, count: int, *, year: int = 2569, name: str = "staff"
) -> list[Invitee]:
    """Put people on the list and return them in the order of their names."""
    text = "\n".join(f"{name}{number:04}@agency.invalid" for number in range(count))
    add_members(SYSTEM, unit_id=unit_id, fiscal_year=year, text=text)
    rows = list_members_for(SYSTEM, unit_id=unit_id, fiscal_year=year)
    return [Invitee(row.pk, unit_id, year) for row in rows if row.email.startswith(name)]


def make_round(unit_id: int, *, year: int = 2569, opens: int = 0, days: int = 7) -> RoundCard:
    """Open a round of a few days that takes answers from its first day on."""
    first = clock.today() + timedelta(days=opens)
    last = first + timedelta(days=days - 1)
    return open_round(SYSTEM, spec=RoundSpec(unit_id, year, first, last, first))
