"""Codes of links and of sealed slips: how they are written, read and turned into pseudonyms."""

import hashlib
import hmac
from dataclasses import dataclass

from prongsai.core.ids import ALPHABET, new_code

BASE = len(ALPHABET)
CHANNEL_LENGTH = 6
SECRET_LENGTH = 12
RECEIPT_LENGTH = 16
SPEND_SIZE = 16
LEAF_SIZE = 32
_VALUE = {letter: value for value, letter in enumerate(ALPHABET)}
_TWICE = {letter: value * 2 // BASE + value * 2 % BASE for letter, value in _VALUE.items()}
_LETTERS = frozenset(ALPHABET)
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
    if len(letters) != length or not _LETTERS.issuperset(letters):
        return False
    return _luhn(letters[:-1]) == letters[-1]


def get_pseudonyms(purpose: str, secret: str, *, channel: str, key: bytes) -> tuple[bytes, bytes]:
    """Return the mark of a spent code and the leaf of its receipt.

    Both come from the code alone, never from the answers: whoever knows a code and even the key
    learns that the code took part, and nothing about what was answered.
    """
    digest = hmac.digest(key, f"{purpose}\0{channel}\0{secret}".encode(), hashlib.sha512)
    return digest[:SPEND_SIZE], digest[SPEND_SIZE : SPEND_SIZE + LEAF_SIZE]


def get_receipt_code(leaf: bytes) -> str:
    """Return the receipt of a leaf: fifteen letters and a check letter."""
    number = int.from_bytes(leaf[:10], "big") % BASE ** (RECEIPT_LENGTH - 1)
    letters = ""
    for _ in range((RECEIPT_LENGTH - 1) // 2):
        number, value = divmod(number, BASE**2)
        letters += _PAIRS[value]
    return _with_check(letters + ALPHABET[number])


def find_receipt(text: str) -> str | None:
    """Read a receipt as people type it; None where a letter is wrong or missing."""
    letters = text.replace("-", "").replace(" ", "").upper()
    return letters if has_check(letters, RECEIPT_LENGTH) else None


def _with_check(letters: str) -> str:
    return letters + _luhn(letters)


def _luhn(letters: str) -> str:
    """Return the check letter (Luhn, modulo 30): finds every wrong letter and most swaps."""
    total = sum(map(_TWICE.__getitem__, letters[::-2]))
    total += sum(map(_VALUE.__getitem__, letters[-2::-2]))
    return ALPHABET[-total % BASE]
