"""Thai text: digits, folding for comparison, search without spaces, dictionary order."""

import re
import unicodedata

_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")

# Invisible characters that word processors leave behind: zero-width spaces, joiners, soft hyphen.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_SPACES = re.compile(r"\s+")
_MARK = "[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]"
_MARKS = re.compile(f"{_MARK}{{2,}}")
# Sara am typed as circle and sara aa, or before the tone mark that belongs under it.
_SPLIT_AM = re.compile(f"\u0e4d({_MARK}*)\u0e32")
_EARLY_AM = re.compile(f"\u0e33({_MARK}+)")
_LEADING_VOWEL = re.compile("([เแโใไ])([ก-ฮ])")
# At most fifteen digits, with or without commas between thousands.
_COUNT = re.compile(r"\d{1,15}|\d{1,3}(?:,\d{3}){1,4}")
_SECONDARY = frozenset("\u0e3a\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e")
_SIGNS = frozenset("ฯๆ")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def to_arabic_digits(text: str) -> str:
    return text.translate(_TO_ARABIC)


def to_thai_digits(text: str) -> str:
    return text.translate(_TO_THAI)


def drop_invisible(text: str) -> str:
    """Return TEXT without control characters and signs that hide, join or turn round."""
    return "".join(char for char in text if unicodedata.category(char) not in _UNSEEN)


def read_count(text: str) -> int | None:
    """Return the whole number that people write, digits Thai or Arabic, commas between thousands.

    None for anything else: a sign, a point, a comma in the wrong place.
    """
    found = _COUNT.fullmatch(to_arabic_digits(_INVISIBLE.sub("", text).strip()))
    return int(found[0].replace(",", "")) if found else None


def is_thai(text: str) -> bool:
    """Return whether TEXT holds any Thai letter (so that it needs lang="th" on other pages)."""
    return any("ก" <= char <= "๎" for char in text)


def fold(text: str) -> str:
    """Return one spelling for everything that looks the same; Latin letters lose their case.

    Not for storing what a person wrote: for comparing it.
    """
    text = _INVISIBLE.sub("", text)
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).casefold())
    text = text.replace("เเ", "แ")
    text = _EARLY_AM.sub(r"\1ำ", _SPLIT_AM.sub(r"\1ำ", text))
    text = _MARKS.sub(_order_marks, text)
    return _SPACES.sub(" ", text).strip()


def search_key(text: str) -> str:
    """Return TEXT folded, digits Arabic, without spaces and punctuation: compare with `in`."""
    return "".join(char for char in to_arabic_digits(fold(text)) if _is_searched(char))


def sort_key(text: str) -> str:
    """Return a string whose byte order (collation C) is that of the Royal Institute dictionary.

    First the letters, a leading vowel counted after its consonant; then the tone marks from left
    to right; then the text itself. Spaces and punctuation do not count among the letters.
    """
    folded = fold(text)
    letters, marks = [], []
    for char in _LEADING_VOWEL.sub(r"\2\1", to_arabic_digits(folded)):
        if char in _SECONDARY:
            marks.append(chr(ord(char) - 0x0E3A + ord("1")))
        elif _is_searched(char) and char not in _SIGNS:
            letters.append(char)
            marks.append("0")
    return " ".join(("".join(letters), "".join(marks).rstrip("0"), folded))


def _order_marks(run: re.Match[str]) -> str:
    """Vowels above and below first, then tone marks, then the silencing mark; each once."""
    return "".join(sorted(dict.fromkeys(run[0])))


def _is_searched(char: str) -> bool:
    return char != "ฯ" and unicodedata.category(char)[0] in "LMN"
