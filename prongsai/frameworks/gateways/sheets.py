"""XLSX files of XLSForms."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from prongsai.frameworks.types.packs import BadFramework, Fault
from prongsai.scoring.types.framework import Text


def write_book(path: Path, book: Mapping[str, Sequence[Sequence[Any]]]) -> None:
    workbook = Workbook(write_only=True)
    for title, rows in book.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    workbook.save(path)


def read_book(path: Path) -> dict[str, list[list[Any]]]:
    """Every sheet as rows of cells; BadFramework where the file is no XLSX."""
    try:
        workbook = load_workbook(path, read_only=True, data_only=True)
    except (OSError, BadZipFile, InvalidFileException, KeyError, ValueError):
        text = Text("เปิดเป็นไฟล์ XLSX ไม่ได้", "cannot be opened as XLSX")
        raise BadFramework([Fault(str(path), None, text)]) from None
    try:
        return {
            sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)]
            for sheet in workbook.worksheets
        }
    finally:
        workbook.close()
