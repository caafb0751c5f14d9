"""Codes of links and of sealed slips: how they are written, read and turned into pseudonyms."""

import hashlib
from dataclasses import dataclass

from prongsai.core.ids import ALPHABET, new_code

BASE = len(ALPHABET)
CHANNEL_LENGTH = 6
SECRET_LENGTH = 12
RECEIPT_LENGTH = 16
SPEND_SIZE = 16
LEAF_SIZE = 32
_BLOCK = hashlib.sha512().block_size
_TWO, _FOUR, _SIX = BASE**2, BASE**4, BASE**6
_LETTERS = ALPHABET.encode()
_ONCE = bytes.maketrans(_LETTERS, bytes(range(BASE)))
_TWICE = bytes.maketrans(
    _LETTERS, bytes(value * 2 // BASE + value * 2 % BASE for value in range(BASE))
)
_PAIRS = [ALPHABET[number % BASE] + ALPHABET[number // BASE] for number in range(BASE**2)]


@dataclass(frozen=True, slots=True)
class SurveyCode:
    """What stands behind /s/: the channel, and on a sealed slip the secret of that slip."""

    channel: str
    secret: str = ""

    @property
    def text(self) -> str:
        return self.channel + self.secret


def new_channel_code() -> str:
    return _with_check(new_code(CHANNEL_LENGTH - 1))


def new_secret() -> str:
    """Return the secret half of a sealed code: 54 bits and a check letter."""
    return _with_check(new_code(SECRET_LENGTH - 1))


def find_code(text: str) -> SurveyCode | None:
    """Read a code as people type it; None where a letter is wrong or missing."""
    letters = text.replace("-", "").replace(" ", "").upper()
    channel, secret = letters[:CHANNEL_LENGTH], letters[CHANNEL_LENGTH:]
    if not has_check(channel, CHANNEL_LENGTH):
        return None
    if secret and not has_check(secret, SECRET_LENGTH):
        return None
    return SurveyCode(channel, secret)


def format_code(text: str, *, group: int = 6) -> str:
    """Write a code in groups, as on slips and receipts."""
    return "-".join(text[start : start + group] for start in range(0, len(text), group))


def has_check(letters: str, length: int) -> bool:
    if len(letters) != length or not letters.isascii():
        return False
    return not letters.encode().translate(None, _LETTERS) and not _sum(letters)


def get_pseudonyms(purpose: str, secret: str, *, channel: str, key: bytes) -> tuple[bytes, bytes]:
    """Return the mark of a spent code and the leaf of its receipt."""
    return Pseudonyms(key).get(purpose, secret, channel=channel)


class Pseudonyms:
    """Marks and leaves under one key (HMAC, its two halves begun once).

    Both come from the code alone, never from the answers: whoever knows a code and even the key
    learns that the code took part, and nothing about what was answered.
    """

    def __init__(self, key: bytes) -> None:
        if len(key) > _BLOCK:
            key = hashlib.sha512(key).digest()
        key = key.ljust(_BLOCK, b"\0")
        self._inner = hashlib.sha512(bytes(byte ^ 0x36 for byte in key))
        self._outer = hashlib.sha512(bytes(byte ^ 0x5C for byte in key))

    def get(self, purpose: str, secret: str, *, channel: str) -> tuple[bytes, bytes]:
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(f"{purpose}\0{channel}\0{secret}".encode())
        outer.update(inner.digest())
        digest = outer.digest()
        return digest[:SPEND_SIZE], digest[SPEND_SIZE : SPEND_SIZE + LEAF_SIZE]


def get_receipt_code(leaf: bytes) -> str:
    """Return the receipt of a leaf: fifteen letters and a check letter."""
    high, low = divmod(int.from_bytes(leaf[:10], "big"), BASE**8)
    high %= BASE**7
    letters = (
        _PAIRS[low % _TWO] + _PAIRS[low // _TWO % _TWO]
        + _PAIRS[low // _FOUR % _TWO] + _PAIRS[low // _SIX]
        + _PAIRS[high % _TWO] + _PAIRS[high // _TWO % _TWO]
        + _PAIRS[high // _FOUR % _TWO] + ALPHABET[high // _SIX]
    )  # fmt: skip
    return _with_check(letters)


def find_receipt(text: str) -> str | None:
    """Read a receipt as people type it; None where a letter is wrong or missing."""
    letters = text.replace("-", "").replace(" ", "").upper()
    return letters if has_check(letters, RECEIPT_LENGTH) else None


def _with_check(letters: str) -> str:
    return letters + _luhn(letters)


def _luhn(letters: str) -> str:
    """Return the check letter (Luhn, modulo 30): finds every wrong letter and most swaps."""
    return ALPHABET[-_sum(letters + ALPHABET[0]) % BASE]


def _sum(letters: str) -> int:
    raw = letters.encode()
    return (sum(raw[::-2].translate(_ONCE)) + sum(raw[-2::-2].translate(_TWICE))) % BASE
