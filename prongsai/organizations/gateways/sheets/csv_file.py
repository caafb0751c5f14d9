"""CSV in UTF-8 or in the Thai code page, whatever the separator."""

import csv
import re
from collections.abc import Iterator

from prongsai.organizations.gateways.sheets.limits import LONGEST_CELL, check_rows, refuse
from prongsai.organizations.types.imports import Sheet

SEPARATORS = (",", ";", "\t")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_THAI = re.compile("[ก-ฮ]")
# A Thai vowel or tone mark over a Latin letter: text in a Western code page read as Thai.
_MISREAD = re.compile("[A-Za-z][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
# Thai in UTF-8 that was taken for a Western code page and saved again.
_TWICE = re.compile("à[¸¹]")


def read_csv(data: bytes) -> Sheet:
    text, encoding = _decode(data)
    if "\x00" in text:
        raise refuse("control", row=text[: text.index("\x00")].count("\n") + 1)
    return Sheet(check_rows(_split(text)), encoding)


def _decode(data: bytes) -> tuple[str, str]:
    if data.startswith(_UTF16):
        raise refuse("encoding")
    try:
        text, encoding = data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        text, encoding = _decode_thai(data), "TIS-620"
    if _TWICE.search(text):
        raise refuse("encoding")
    return text, encoding


def _decode_thai(data: bytes) -> str:
    try:
        text = data.decode("cp874")
    except UnicodeDecodeError:
        raise refuse("encoding") from None
    if not _THAI.search(text) or _MISREAD.search(text):
        raise refuse("encoding")
    return text


def _split(text: str) -> Iterator[list[str]]:
    first = text.partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    # The module's own limit is far above ours; it only keeps an open quote from eating the file.
    csv.field_size_limit(LONGEST_CELL * 64)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True)
    try:
        yield from reader
    except csv.Error:
        raise refuse("quotes", row=reader.line_num) from None
