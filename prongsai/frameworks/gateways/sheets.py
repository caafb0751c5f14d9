"""XLSX files of XLSForms."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from prongsai.frameworks.types.packs import BadFramework, Fault
from prongsai.scoring.types.framework import Text

MOST_PARTS, MOST_BYTES = 200, 20_000_000
MOST_ROWS, MOST_COLUMNS = 5_000, 60


def write_book(path: Path | BinaryIO, book: Mapping[str, Sequence[Sequence[Any]]]) -> None:
    workbook = Workbook(write_only=True)
    for title, rows in book.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    workbook.save(path)


def read_book(path: Path) -> dict[str, list[list[Any]]]:
    """Every sheet as rows of cells; BadFramework where the file is no XLSX or a hostile one."""
    try:
        return read_book_bytes(path.read_bytes(), name=str(path))
    except OSError:
        raise _unreadable(str(path)) from None


def read_book_bytes(content: bytes, *, name: str) -> dict[str, list[list[Any]]]:
    """Every sheet of an uploaded file; what would unfold without end is refused unopened."""
    try:
        _refuse_bomb(content, name)
        workbook = load_workbook(BytesIO(content), read_only=True, data_only=True)
    except (OSError, BadZipFile, InvalidFileException, KeyError, ValueError, SyntaxError):
        raise _unreadable(name) from None
    try:
        return {sheet.title: _read_rows(sheet, name) for sheet in workbook.worksheets}
    finally:
        workbook.close()


def _read_rows(sheet: Any, name: str) -> list[list[Any]]:
    rows = []
    for row in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS):
        rows.append(list(row))
        if len(rows) > MOST_ROWS:
            raise _bad(
                f"{name}:{sheet.title}", f"มีเกิน {MOST_ROWS} แถว", f"more than {MOST_ROWS} rows"
            )
    return rows


def _refuse_bomb(content: bytes, name: str) -> None:
    with ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
            raise _bad(name, "ไฟล์ใหญ่เกินไปเมื่อคลายออก", "the file is too large when unpacked")
        for part in parts:
            head = archive.read(part)
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                raise _bad(name, "ไฟล์มีส่วนที่ไม่ปลอดภัย", "the file has unsafe parts")


def _unreadable(name: str) -> BadFramework:
    return _bad(name, "เปิดเป็นไฟล์ XLSX ไม่ได้", "cannot be opened as XLSX")


def _bad(path: str, thai: str, english: str) -> BadFramework:
    return BadFramework([Fault(path, None, Text(thai, english))])
