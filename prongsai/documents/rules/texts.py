"""What may be printed: every text becomes letters that the fonts have."""

import unicodedata
from typing import Any

# The fonts draw all of these; a test sets every one of them.
_RANGES = (
    (0x20, 0x7E),
    (0xA1, 0xAC),
    (0xAE, 0x17E),
    (0x0E01, 0x0E3A),
    (0x0E3F, 0x0E5B),
    (0x2013, 0x2015),
    (0x2018, 0x201A),
    (0x201C, 0x201E),
    (0x2020, 0x2022),
)
PRINTABLE = frozenset(
    chr(code) for first, last in _RANGES for code in range(first, last + 1)
) | frozenset("\n…‹›€™−")
# What stands where a letter cannot be printed.
MISSING = "·"


def clean(value: Any) -> Any:
    """Return plain data whose texts can be set in any document; numbers stay as they are."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {key: clean(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [clean(each) for each in value]
    return value


def clean_text(text: str) -> str:
    """Return TEXT composed, without control characters, with a dot for what has no letter."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_to_printable(char) for char in unicodedata.normalize("NFC", text))


def _to_printable(char: str) -> str:
    if char in PRINTABLE:
        return char
    category = unicodedata.category(char)
    if category == "Zs" or char in "\t\r":
        return " "
    # Signs without a shape (joiners, marks of direction) leave nothing behind.
    return "" if category in {"Cf", "Cc", "Cs"} else MISSING
