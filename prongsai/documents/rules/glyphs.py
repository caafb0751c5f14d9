"""Which letters a glyph of an embedded font stands for, read from the font's own names."""

import re
import struct

# Thai glyphs are called after their letters: uni0E31, uni0E48.small, uni0E4D0E49.narrow.
_NAMED = re.compile(r"uni((?:0E[0-9A-F]{2})+)(?:\.\w+)?")
_VARIANTS = {
    "yoYingthai.less": "ญ",
    "doChadathai.short": "ฎ",
    "toPatakthai.short": "ฏ",
    "thoThanthai.less": "ฐ",
    "loChulathai.short": "ฬ",
}
# Names of the first glyphs are standard and not written in the font.
_STANDARD = 258
_HEADER = 32


def read_thai_glyphs(font: bytes) -> dict[int, str]:
    """Return the Thai letters of each glyph of an embedded TrueType font."""
    names = _read_names(_find_table(font, b"post"))
    found = {number: _get_letters(name) for number, name in names.items()}
    return {number: letters for number, letters in found.items() if letters}


def _get_letters(name: str) -> str:
    match = _NAMED.fullmatch(name)
    if match:
        codes = re.findall("....", match[1])
        return "".join(chr(int(code, 16)) for code in codes)
    return _VARIANTS.get(name, "")


def _find_table(font: bytes, tag: bytes) -> bytes:
    count = struct.unpack_from(">H", font, 4)[0]
    for index in range(count):
        name, _, offset, length = struct.unpack_from(">4sLLL", font, 12 + 16 * index)
        if name == tag:
            return font[offset : offset + length]
    return b""


def _read_names(post: bytes) -> dict[int, str]:
    """Read the names of a post table, version 2."""
    if post[:4] != b"\x00\x02\x00\x00":
        return {}
    count = struct.unpack_from(">H", post, _HEADER)[0]
    indexes = struct.unpack_from(f">{count}H", post, _HEADER + 2)
    words, at = [], _HEADER + 2 + 2 * count
    while at < len(post):
        words.append(post[at + 1 : at + 1 + post[at]].decode("latin-1"))
        at += 1 + post[at]
    return {
        number: words[index - _STANDARD]
        for number, index in enumerate(indexes)
        if index >= _STANDARD
    }
