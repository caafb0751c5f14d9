"""Uploaded tables: what is read, and what is refused before it can do harm."""

import io
import tracemalloc
import zipfile
from datetime import date

import pytest

from prongsai.core.errors import Invalid
from prongsai.organizations.gateways.sheets.read import read_sheet
from tests.organizations.sheets import HEADINGS, edit_archive, make_csv, make_xlsx

ROW = ["A", "องค์การบริหารส่วนตำบลสมมติ", "อบต."]
SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("cp874", "TIS-620"), ("tis-620", "TIS-620")],
)
def test_csv_is_read_in_every_thai_encoding(encoding, named):
    sheet = read_sheet(make_csv(ROW, encoding=encoding), file_name="units.CSV")

    assert sheet.rows == [HEADINGS, ROW]
    assert sheet.encoding == named


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_is_read_with_every_separator(separator):
    text = f'code{separator}name_th\nA{separator}"ก{separator} ข\nค"\n\n'

    rows = read_sheet(text.encode(), file_name="a.csv").rows

    assert rows == [["code", "name_th"], ["A", f"ก{separator} ข\nค"]]


def test_xlsx_is_read_as_text():
    data = make_xlsx(
        [520401, "ก", date(2026, 10, 1)], [52.0, " ข ", date(2569, 10, 1)], [None, None, "-"]
    )

    sheet = read_sheet(data, file_name="a.xlsx")

    assert sheet.rows[1:] == [["520401", "ก", "2026-10-01"], ["52", "ข", "2026-10-01"]]


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.csv", "ไม่มีข้อมูล"),
        (b" \n", "a.csv", "ไม่มีข้อมูล"),
        (b"code\n", "a.csv", "ไม่มีข้อมูล"),
        (b"code\nA", "a.txt", "รับเฉพาะ"),
        (b"code\nA", "a.xlsx", "ไม่ใช่ไฟล์ XLSX"),
        (make_xlsx(ROW), "a.csv", "ไม่ใช่ไฟล์ CSV"),
        (b"PK\x03\x04" + b"x" * 100, "a.xlsx", "เปิดไฟล์ XLSX ไม่ได้"),
        (make_csv(ROW, encoding="utf-16"), "a.csv", "อ่านตัวอักษร"),
        ("code\nCafé é".encode("latin-1"), "a.csv", "อ่านตัวอักษร"),
        (b"code\n\xdb\xdc", "a.csv", "อ่านตัวอักษร"),
        ("code\nอบต.".encode().decode("cp1252", "ignore").encode(), "a.csv", "อ่านตัวอักษร"),
        (b"code\nA\x00B", "a.csv", "แถวที่ 2 มีอักขระควบคุม"),
        (b"code\nA\x1bB", "a.csv", "แถวที่ 2 มีอักขระควบคุม"),
        (b'code\n"A', "a.csv", "เครื่องหมายคำพูด"),
        (b"code\n" + b"A" * 2001, "a.csv", "แถวที่ 2 คอลัมน์ที่ 1 ยาวเกิน"),
        (b"code\n" + b"A," * 41 + b"A", "a.csv", "แถวที่ 2 มีเกิน 40 คอลัมน์"),
        (b"code\n" + b"A\n" * 20_001, "a.csv", "เกิน 20,000 แถว"),
        (b"code\n" + b"A" * (10 * 1024**2), "a.csv", "ใหญ่เกิน 10 MB"),
    ],
)
def test_file_that_is_no_table_is_refused(data, name, words):
    with pytest.raises(Invalid, match=words) as caught:
        read_sheet(data, file_name=name)

    assert caught.value.field == "file"


@pytest.mark.parametrize("text", ["=1+1", "+66", "-x", "@SUM(A1)", "\t=1", " =cmd|' /C calc'!A0"])
@pytest.mark.parametrize("make", [make_csv, make_xlsx])
def test_formulas_are_refused_with_their_place(text, make):
    with pytest.raises(Invalid, match="แถวที่ 3 คอลัมน์ที่ 2"):
        read_sheet(make(ROW, ["B", text, "x"]), file_name=f"a.{make.__name__[5:]}")


@pytest.mark.parametrize("make", [make_csv, make_xlsx])
def test_telephone_number_with_a_plus_is_no_formula(make):
    data = make(ROW, ["B", "+66 (0)2-000 ๑๐๐๑", "x"])

    assert read_sheet(data, file_name=f"a.{make.__name__[5:]}").rows[-1][1] == "+66 (0)2-000 ๑๐๐๑"


def test_formula_with_a_cached_value_is_refused():
    def change(content):
        assert b"<v>520401</v>" in content
        return content.replace(b"<v>520401</v>", b"<f>1+1</f><v>2</v>")

    data = edit_archive(make_xlsx([520401, "ก", "ข"]), change={SHEET: change})

    with pytest.raises(Invalid, match="สูตร"):
        read_sheet(data, file_name="a.xlsx")


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>"""
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "prefix", [ENTITIES, OUTSIDE, OUTSIDE.decode().encode("utf-16"), b"<!doctype x>"]
)
def test_entities_are_refused(prefix):
    data = edit_archive(make_xlsx(ROW), change={SHEET: lambda content: prefix + content})

    with pytest.raises(Invalid, match="ไม่ปลอดภัย"):
        read_sheet(data, file_name="a.xlsx")


def test_other_encodings_inside_are_refused():
    head = b'<?xml version="1.0" encoding="UTF-7"?>'
    data = edit_archive(make_xlsx(ROW), change={SHEET: lambda content: head + content})

    with pytest.raises(Invalid, match="ไม่ปลอดภัย"):
        read_sheet(data, file_name="a.xlsx")


@pytest.mark.parametrize(
    "name", ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "xl/embeddings/a.bin"]
)
def test_active_content_is_refused(name):
    with pytest.raises(Invalid, match="มาโคร"):
        read_sheet(edit_archive(make_xlsx(ROW), add={name: b"x"}), file_name="a.xlsx")


def make_bomb(size):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", b"<x/>")
        archive.writestr("xl/workbook.xml", b"<x/>")
        with archive.open(SHEET, "w", force_zip64=True) as part:
            for _ in range(size // 2**20):
                part.write(b" " * 2**20)
    return file.getvalue()


def test_zip_bomb_of_a_gigabyte_is_refused_without_unpacking_it():
    bomb = make_bomb(2**30)
    assert len(bomb) < 2 * 2**20
    tracemalloc.start()

    with pytest.raises(Invalid, match="ใหญ่ผิดปกติ"):
        read_sheet(bomb, file_name="a.xlsx")

    assert tracemalloc.get_traced_memory()[1] < 8 * 2**20
    tracemalloc.stop()


def test_small_part_that_grows_too_much_is_refused():
    with pytest.raises(Invalid, match="ใหญ่ผิดปกติ"):
        read_sheet(make_bomb(8 * 2**20), file_name="a.xlsx")


def test_archive_that_lies_about_sizes_is_refused():
    data = make_xlsx(*([f"A{n}", "ก", "ข"] for n in range(50)))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo(SHEET).file_size
    lied = data.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lied != data

    with pytest.raises(Invalid, match="เปิดไฟล์ XLSX ไม่ได้"):
        read_sheet(lied, file_name="a.xlsx")


def test_rows_far_below_do_not_fill_the_memory():
    def change(content):
        return content.replace(b'<row r="2"', b'<row r="1048576"')

    data = edit_archive(make_xlsx(ROW), change={SHEET: change})

    with pytest.raises(Invalid, match=r"เกิน 20,000 แถว|เปิดไฟล์"):
        read_sheet(data, file_name="a.xlsx")


def test_archive_of_another_kind_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", b"<x/>")

    with pytest.raises(Invalid, match="ไม่ใช่ไฟล์ XLSX"):
        read_sheet(file.getvalue(), file_name="a.xlsx")
