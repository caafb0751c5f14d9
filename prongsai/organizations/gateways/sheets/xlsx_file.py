"""XLSX: the archive is checked by its directory before a byte is unpacked, then read as text."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from prongsai.core.thai_dates import BE_OFFSET
from prongsai.organizations.gateways.sheets.limits import MOST_COLUMNS, check_rows, refuse
from prongsai.organizations.types.imports import Sheet

MOST_PARTS = 500
MOST_BYTES = 64 * 1024**2
# Tables of text shrink to a tenth; only bombs shrink to a hundredth.
MOST_RATIO = 150
SMALL_PART = 256 * 1024
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_OTHER_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE)
_BROKEN = (
    zipfile.BadZipFile,
    InvalidFileException,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    SyntaxError,
    ArithmeticError,
    OSError,
    zlib.error,
)


def read_xlsx(data: bytes) -> Sheet:
    """Return the first sheet; a workbook that cannot be read in any way is refused."""
    try:
        _check_archive(data)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        return Sheet(check_rows(_read(sheet)), "XLSX")
    except _BROKEN as error:
        raise refuse("zip") from error


def _check_archive(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
            raise refuse("bomb")
        names = {part.filename for part in parts}
        if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
            raise refuse("magic", ending="XLSX")
        for part in parts:
            _check_part(archive, part)


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    name = part.filename.lower()
    if part.file_size > SMALL_PART and part.file_size > MOST_RATIO * max(part.compress_size, 1):
        raise refuse("bomb")
    if "vbaproject" in name or "externallink" in name or "embeddings" in name:
        raise refuse("active")
    _check_content(archive.read(part), is_xml=name.endswith((".xml", ".rels")))


def _check_content(content: bytes, *, is_xml: bool) -> None:
    """Refuse document types and entities, and encodings in which they could hide."""
    head = content[:200].lstrip()
    if is_xml and (b"\x00" in head or _OTHER_ENCODING.search(head)):
        raise refuse("entity")
    if _DECLARATION.search(content.replace(b"\x00", b"")):
        raise refuse("entity")


def _read(sheet: Any) -> Iterator[list[str]]:
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
        yield [_text(cell, number, column) for column, cell in enumerate(row, start=1)]


def _text(cell: Any, row: int, column: int) -> str:
    if cell.data_type == "f":
        raise refuse("formula", row=row, column=column)
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return _day(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, time) else str(value)


def _day(value: date | datetime) -> str:
    """Return a day in ISO form; a year that is Buddhist stays so, for the parser to read."""
    day = value.date() if isinstance(value, datetime) else value
    if day.year > 2400:
        day = day.replace(year=day.year - BE_OFFSET)
    return day.isoformat()
