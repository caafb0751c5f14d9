"""What a token is: a random prefix of the browser and our signature over prefix and link."""

import base64
import binascii
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from prongsai.tokens.rules.blind import KEY_SIZE, is_signed

PREFIX_SIZE = 32
SIZE = PREFIX_SIZE + KEY_SIZE
TEXT_LENGTH = SIZE * 4 // 3
_CONTEXT = b"prongsai token "


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it was sent; nothing about it is believed before `is_genuine`."""

    prefix: bytes
    signature: bytes

    @property
    def name(self) -> str:
        """What is unique of a token: not its signature, so altering that gains nothing."""
        return self.prefix.hex()


def find_token(text: str) -> Token | None:
    """Read a token, with or without the address it came in; None where it has another shape."""
    letters = "".join(text.rpartition("#")[2].split()).removeprefix("token=")
    if len(letters) != TEXT_LENGTH or not letters.isascii():
        return None
    try:
        raw = base64.b64decode(letters, altchars=b"-_", validate=True)
    except binascii.Error:
        return None
    return Token(raw[:PREFIX_SIZE], raw[PREFIX_SIZE:])


def write_token(token: Token) -> str:
    return base64.urlsafe_b64encode(token.prefix + token.signature).decode()


def get_message(prefix: bytes, *, channel: str) -> bytes:
    """Return what the signature is about: the prefix of the browser, then the link."""
    return prefix + _CONTEXT + channel.encode()


def is_genuine(token: Token, *, channel: str, key: RSAPublicKey) -> bool:
    """Return whether our issuer signed TOKEN for the link CHANNEL."""
    return is_signed(key, get_message(token.prefix, channel=channel), token.signature)
