"""The arithmetic of blind signatures against RFC 9474, and everything that must not pass."""

import json
import secrets
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from prongsai.tokens.rules import blind
from prongsai.tokens.rules.tokens import Token, find_token, get_message, is_genuine, write_token
from tests.factories import tokens as client

VECTORS = json.loads(
    (Path(__file__).parent.parent / "data" / "tokens" / "rfc9474.json").read_text(encoding="ascii")
)
CHANNEL = "ABCDEF"


def read(name: str) -> bytes:
    return bytes.fromhex(VECTORS[name])


@pytest.fixture(scope="module")
def rfc_key():
    """The key of the vectors in appendix A of RFC 9474."""
    p, q, e = int(VECTORS["p"], 16), int(VECTORS["q"], 16), blind.EXPONENT
    d = pow(e, -1, (p - 1) * (q - 1))
    numbers = rsa.RSAPrivateNumbers(
        *(p, q, d, d % (p - 1), d % (q - 1), pow(q, -1, p)),
        public_numbers=rsa.RSAPublicNumbers(e, p * q),
    )
    return numbers.private_key()


@pytest.fixture(scope="module")
def key():
    return blind.load_private_key(blind.new_key_pair()[0])


@pytest.fixture
def token(key):
    return make_token(key, CHANNEL)


def make_token(key, channel):
    prefix = secrets.token_bytes(32)
    blinded = client.blind(key.public_key(), get_message(prefix, channel=channel))
    signature = blind.sign_blinded(key, blinded.message)
    return Token(prefix, client.finalize(key.public_key(), signature, blinded.inverse))


@pytest.mark.parametrize("variant", ["randomized", "deterministic"])
def test_signature_is_the_one_of_the_standard(rfc_key, variant):
    expected = VECTORS[variant]
    message = bytes.fromhex(expected["prefix"]) + read("msg")
    inverse = int(VECTORS["inv"], 16)

    blinded = client.blind(rfc_key.public_key(), message, salt=read("salt"), inverse=inverse)
    signed = blind.sign_blinded(rfc_key, blinded.message)
    signature = client.finalize(rfc_key.public_key(), signed, blinded.inverse)

    assert blinded.message.hex().startswith(expected.get("blinded_start", ""))
    assert signed.hex() == expected.get("blind_sig", signed.hex())
    assert signature.hex() == expected["sig"]
    assert blind.is_signed(rfc_key.public_key(), message, signature)


def test_every_blinding_gives_the_same_signature(rfc_key):
    """Signing is a function of the message: neither masks nor chance show in the result."""
    message = bytes.fromhex(VECTORS["randomized"]["prefix"]) + read("msg")
    first = client.blind(rfc_key.public_key(), message, salt=read("salt"))
    second = client.blind(rfc_key.public_key(), message, salt=read("salt"))

    assert first.message != second.message
    for each in (first, second):
        signed = blind.sign_blinded(rfc_key, each.message)
        found = client.finalize(rfc_key.public_key(), signed, each.inverse)
        assert found.hex() == VECTORS["randomized"]["sig"]


def test_genuine_token_passes(key, token):
    assert is_genuine(token, channel=CHANNEL, key=key.public_key())
    assert find_token(write_token(token)) == token
    assert find_token(f"https://x.invalid/s/ABCDEF#token={write_token(token)}\n") == token


def test_token_of_another_link_or_key_fails(key, token):
    other = blind.load_private_key(blind.new_key_pair()[0])

    assert not is_genuine(token, channel="BCDEFG", key=key.public_key())
    assert not is_genuine(token, channel=CHANNEL, key=other.public_key())
    assert not is_genuine(make_token(other, CHANNEL), channel=CHANNEL, key=key.public_key())


def test_malleated_signatures_fail(key, token):
    n = key.public_key().public_numbers().n
    number = int.from_bytes(token.signature, "big")
    fits = number + n < 1 << blind.KEY_BITS
    forged = {
        "plus the modulus": (number + n).to_bytes(blind.KEY_SIZE + (not fits), "big"),
        "negative": (n - number).to_bytes(blind.KEY_SIZE, "big"),
        "zero": bytes(blind.KEY_SIZE),
        "one": (1).to_bytes(blind.KEY_SIZE, "big"),
        "the modulus": n.to_bytes(blind.KEY_SIZE, "big"),
        "a byte before": b"\0" + token.signature,
        "a byte less": token.signature[1:],
        "a byte more": token.signature + b"\0",
        "nothing": b"",
        "all ones": b"\xff" * blind.KEY_SIZE,
    }
    for what, signature in forged.items():
        altered = Token(token.prefix, signature)
        assert not is_genuine(altered, channel=CHANNEL, key=key.public_key()), what


def test_other_prefix_fails(key, token):
    altered = Token(bytes([token.prefix[0] ^ 1]) + token.prefix[1:], token.signature)

    assert not is_genuine(altered, channel=CHANNEL, key=key.public_key())


@pytest.mark.parametrize("change", ["short", "long", "letters", "unicode", "empty"])
def test_text_of_another_shape_is_no_token(token, change):
    text = write_token(token)
    given = {
        "short": text[:-4],
        "long": text + "AAAA",
        "letters": "*" + text[1:],
        "unicode": "ก" + text[1:],
        "empty": "",
    }[change]

    assert find_token(given) is None


def test_signer_refuses_what_is_no_blinded_message(key):
    n = key.public_key().public_numbers().n
    for number in (0, 1, n - 1, n, n + 1):
        with pytest.raises(blind.CannotSign):
            blind.sign_blinded(key, number.to_bytes(blind.KEY_SIZE + 1, "big")[1:])
    for size in (0, blind.KEY_SIZE - 1, blind.KEY_SIZE + 1):
        with pytest.raises(blind.CannotSign):
            blind.sign_blinded(key, b"\x01" * size)


@pytest.mark.parametrize(("bits", "exponent"), [(1024, 65537), (3072, 65537), (2048, 3)])
def test_keys_of_another_size_are_refused(bits, exponent):
    public = rsa.generate_private_key(exponent, bits).public_key()
    der = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    with pytest.raises(ValueError, match=r"RSA|exponent"):
        blind.load_public_key(der)
