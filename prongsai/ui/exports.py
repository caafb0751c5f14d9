"""Tables as files: CSV and XLSX of all rows that the filters leave."""

import csv
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.db.models import QuerySet
from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from prongsai.ui import cells

if TYPE_CHECKING:
    from prongsai.ui.binding import BoundTable
    from prongsai.ui.tables import Column

FORMATS = ("csv", "xlsx")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A spreadsheet runs a text that begins with one of these as a formula.
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")


def answer(bound: "BoundTable", wanted: str) -> HttpResponseBase:
    """Return the file and tell the table's owner, who writes the audit line."""
    if bound.table.on_export:
        bound.table.on_export(wanted, bound.page.total)
    return _answer_xlsx(bound) if wanted == "xlsx" else _answer_csv(bound)


def guard(value: Any) -> Any:
    """Return VALUE so that no spreadsheet takes it for a formula."""
    if isinstance(value, str) and value.startswith(RISKY):
        return f"'{value}"
    return value


def _get_columns(bound: "BoundTable") -> list["Column"]:
    return [column for column in bound.table.columns if not column.screen_only]


def _read(bound: "BoundTable") -> Iterator[list[Any]]:
    columns = _get_columns(bound)
    yield [column.label for column in columns]
    rows = bound.rows
    many = rows.iterator(chunk_size=2000) if isinstance(rows, QuerySet) else iter(rows)
    for row in many:
        yield [cells.get_plain(column, row) for column in columns]


class _Echo:
    """A file that returns what is written instead of keeping it."""

    def write(self, value: str) -> str:
        return value


def _answer_csv(bound: "BoundTable") -> StreamingHttpResponse:
    writer = csv.writer(_Echo())
    lines = (writer.writerow([guard(_to_text(v)) for v in values]) for values in _read(bound))
    # The mark at the start makes spreadsheets read Thai as UTF-8.
    response = StreamingHttpResponse(_with_mark(lines), content_type="text/csv; charset=utf-8")
    name = f"{bound.table.export_name}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _with_mark(lines: Iterator[str]) -> Iterator[str]:
    yield "\ufeff"
    yield from lines


def _to_text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _answer_xlsx(bound: "BoundTable") -> FileResponse:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for index, column in enumerate(_get_columns(bound)):
        sheet.set_column(index, index, 12 if column.is_numeric else 28)
    for number, values in enumerate(_read(bound)):
        for index, value in enumerate(values):
            _write(sheet, (number, index), value, bold if number == 0 else None, day)
    sheet.freeze_panes(1, 0)
    book.close()
    file.seek(0)
    name = f"{bound.table.export_name}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _write(sheet: Any, at: tuple[int, int], value: Any, form: Any, day: Any) -> None:
    if isinstance(value, datetime):
        sheet.write_string(*at, value.isoformat(sep=" ", timespec="minutes"))
    elif isinstance(value, date):
        sheet.write_datetime(*at, value, day)
    elif isinstance(value, str):
        sheet.write_string(*at, value, form)
    else:
        sheet.write_number(*at, value)
