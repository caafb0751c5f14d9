"""Tables as files: complete, typed and harmless in a spreadsheet."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from django.test import RequestFactory

from prongsai.ui import exports
from prongsai.ui.tables import Column, Table, answer
from tests.ui.test_tables import Row

# Closing a response ends a request, which looks after database connections.
pytestmark = pytest.mark.django_db

HOSTILE = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(A1)"]


def build(rows, **changes):
    columns = [
        Column("name", "ชื่อ", sort="name"),
        Column("score", "คะแนน", kind="score"),
        Column("day", "วันที่", kind="date"),
        Column("area", "ภาค", export_only=True),
        Column("pk", "ปุ่ม", screen_only=True),
    ]
    return Table(
        **{
            "id": "rows",
            "caption": "แถว",
            "rows": rows,
            "columns": columns,
            "export_name": "rows",
            "page_size": 2,
            "search": lambda rows, words: [row for row in rows if words in row.name],
            **changes,
        }
    )


def export(wanted, rows, query="", **changes):
    request = RequestFactory().get(f"/rows?export={wanted}{query}")
    response = answer(request, build(rows, **changes), "ui/table.html")
    content = b"".join(response.streaming_content)
    response.close()
    return response, content


def read_csv(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def read_xlsx(content):
    return openpyxl.load_workbook(io.BytesIO(content)).active


def make(names):
    return [Row(n, name, "เหนือ", -1.5) for n, name in enumerate(names)]


def test_csv_holds_all_rows_and_export_columns_and_opens_as_utf8():
    response, content = export("csv", make(["ก", "ข", "ค"]))

    assert response.headers["Content-Disposition"] == 'attachment; filename="rows.csv"'
    assert content.startswith(b"\xef\xbb\xbf")
    assert read_csv(content) == [
        ["ชื่อ", "คะแนน", "วันที่", "ภาค"],
        ["ก", "-1.5", "2026-11-21", "เหนือ"],
        ["ข", "-1.5", "2026-11-21", "เหนือ"],
        ["ค", "-1.5", "2026-11-21", "เหนือ"],
    ]


def test_export_is_what_the_filters_leave():
    content = export("csv", make(["ก", "ข"]), query="&q=ข")[1]

    assert [line[0] for line in read_csv(content)] == ["ชื่อ", "ข"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula_in_csv(text):
    content = export("csv", make([text]))[1]

    assert read_csv(content)[1][0] == f"'{text}"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+1", "@SUM(A1)", "=HYPERLINK(A1)"])
def test_no_text_becomes_a_formula_in_xlsx(text):
    cell = read_xlsx(export("xlsx", make([text]))[1])["A2"]

    assert (cell.data_type, cell.value) == ("s", text)


def test_xlsx_keeps_numbers_and_days():
    sheet = read_xlsx(export("xlsx", make(["ก"]))[1])

    assert sheet["B2"].value == -1.5
    assert sheet["C2"].value.date() == date(2026, 11, 21)


def test_export_is_told_to_the_owner_of_the_table():
    heard = []

    export("csv", make(["ก", "ข", "ค"]), on_export=lambda *what: heard.append(what))

    assert heard == [("csv", 3)]


@pytest.mark.parametrize("changes", [{"export_name": ""}, {}])
def test_page_answers_where_no_export_is_offered_or_known(rf, changes):
    wanted = "csv" if changes else "exe"

    response = answer(
        rf.get(f"/rows?export={wanted}"), build(make(["ก"]), **changes), "ui/table.html"
    )

    assert not response.streaming


def test_numbers_are_not_quoted():
    assert exports.guard(-1.5) == -1.5
