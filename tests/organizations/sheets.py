"""Makers of uploaded tables, honest and hostile."""

import csv
import io
import zipfile

import openpyxl

HEADINGS = ["code", "name_th", "class"]


def make_csv(*rows, headings=HEADINGS, encoding="utf-8-sig"):
    file = io.StringIO()
    csv.writer(file).writerows([headings, *rows])
    return file.getvalue().encode(encoding)


def make_xlsx(*rows, headings=HEADINGS):
    book = openpyxl.Workbook()
    for row in (headings, *rows):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def edit_archive(data, *, change=None, add=None):
    """Return an XLSX with parts CHANGEd by a function of their content, or ADDed."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.infolist():
            content = source.read(part)
            if change and part.filename in change:
                content = change[part.filename](content)
            target.writestr(part.filename, content)
        for name, content in (add or {}).items():
            target.writestr(name, content)
    return file.getvalue()
