"""The empty table that people fill in, as CSV and XLSX, with the words that it understands."""

import csv
import io

import xlsxwriter
from django.utils.translation import gettext as _

from prongsai.organizations.types.imports import ImportColumn
from prongsai.organizations.types.units import Size, UnitClass

WIDTH = 24


def make_csv_template() -> bytes:
    file = io.StringIO()
    csv.writer(file).writerow(list_headings())
    return ("\ufeff" + file.getvalue()).encode()


def make_xlsx_template() -> bytes:
    """Return a workbook: the table, whose classes and sizes can be chosen, and what they mean."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    bold = book.add_format({"bold": True})
    text = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(_("หน่วยงาน"))
    sheet.set_column(0, len(ImportColumn) - 1, WIDTH, text)
    sheet.write_row(0, 0, list_headings(), bold)
    sheet.freeze_panes(1, 1)
    notes = book.add_worksheet(_("ประเภทและขนาด"))
    notes.set_column(0, 1, WIDTH)
    notes.write_row(0, 0, [_("ประเภท"), _("ขนาด")], bold)
    notes.write_column(1, 0, [str(label) for label in UnitClass.labels])
    notes.write_column(1, 1, [str(label) for label in Size.labels])
    book.close()
    return file.getvalue()


def list_headings() -> list[str]:
    return [str(column.label) for column in ImportColumn]
