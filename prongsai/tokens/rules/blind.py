"""RSA blind signatures (RFC 9474, RSABSSA-SHA384-PSS-Randomized): the signer's and verifier's half.

The blinding itself happens in the respondent's browser. What is signed here is a number that is
equally likely for every token, so nobody, not even the signer, can tell later which one it was.
"""

import math
import secrets

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateKey,
    RSAPublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
    load_der_public_key,
)

KEY_BITS = 2048
KEY_SIZE = KEY_BITS // 8
EXPONENT = 65537
# A factor on the exponent of each half, so that the same exponent is never used twice.
_BLIND_BITS = 64
_HASH = SHA384()
_PADDING = PSS(mgf=MGF1(_HASH), salt_length=48)


class CannotSign(ValueError):
    """What was sent is not a blinded message for this key."""


def new_key_pair() -> tuple[bytes, bytes]:
    """Return a private key and its public half, both DER."""
    key = generate_private_key(EXPONENT, KEY_BITS)
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return private, public


def load_private_key(der: bytes) -> RSAPrivateKey:
    key = load_der_private_key(der, password=None)
    if not isinstance(key, RSAPrivateKey):
        raise TypeError("not an RSA key")
    return key


def load_public_key(der: bytes) -> RSAPublicKey:
    """Return a key that tokens are checked with; any other kind or size is refused."""
    key = load_der_public_key(der)
    if not isinstance(key, RSAPublicKey) or key.key_size != KEY_BITS:
        raise ValueError(f"not an RSA key of {KEY_BITS} bits")
    if key.public_numbers().e != EXPONENT:
        raise ValueError("an unusual public exponent")
    return key


def sign_blinded(key: RSAPrivateKey, blinded: bytes) -> bytes:
    """Return the signature of a blinded message (BlindSign of RFC 9474, section 4.3).

    The base is multiplied by a fresh secret first and the exponents by fresh multiples of the
    group's order, so the time it takes says nothing about key or message; the result is checked
    before it leaves, so that a fault in the arithmetic cannot give the key away.
    """
    numbers = key.private_numbers()
    n, e = numbers.public_numbers.n, numbers.public_numbers.e
    size = (n.bit_length() + 7) // 8
    message = int.from_bytes(blinded, "big")
    if len(blinded) != size or not 1 < message < n - 1:
        raise CannotSign("a blinded message of another size or range")
    mask = _draw_unit(n)
    masked = message * pow(mask, e, n) % n
    half_p = _raise(masked, numbers.dmp1, numbers.p)
    half_q = _raise(masked, numbers.dmq1, numbers.q)
    raised = half_q + numbers.q * ((half_p - half_q) * numbers.iqmp % numbers.p)
    signature = raised * pow(mask, -1, n) % n
    if pow(signature, e, n) != message:
        raise ArithmeticError("signing failed")
    return signature.to_bytes(size, "big")


def is_signed(key: RSAPublicKey, message: bytes, signature: bytes) -> bool:
    """Return whether SIGNATURE is one of this key over MESSAGE; of the exact length only."""
    try:
        key.verify(signature, message, _PADDING, _HASH)
    except InvalidSignature:
        return False
    return True


def _raise(base: int, exponent: int, prime: int) -> int:
    return pow(base, exponent + secrets.randbits(_BLIND_BITS) * (prime - 1), prime)


def _draw_unit(n: int) -> int:
    while True:
        unit = secrets.randbelow(n - 2) + 2
        if math.gcd(unit, n) == 1:
            return unit
