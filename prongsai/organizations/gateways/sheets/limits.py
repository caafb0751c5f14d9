"""What an uploaded table may be, and the words for one that is refused."""

import re
from collections.abc import Iterable, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from prongsai.core.errors import Invalid

LARGEST_FILE = 10 * 1024**2
MOST_ROWS = 20_000
MOST_COLUMNS = 40
LONGEST_CELL = 2_000

# A spreadsheet would run these as formulas.
_FORMULA = re.compile(r"[=+\-@\t\r]")
# A number of another country's network, which calculates nothing.
_TELEPHONE = re.compile(r"\+[\d\s().-]{9,}")
# Control characters, and the halves and marks that no text holds.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

TEXTS: dict[str, Promise] = {
    "empty": gettext_lazy("ไฟล์ไม่มีข้อมูล กรุณาใส่หัวตารางหนึ่งแถวและข้อมูลอย่างน้อยหนึ่งแถว"),
    "large": gettext_lazy("ไฟล์ใหญ่เกิน %(most)s MB กรุณาแบ่งเป็นหลายไฟล์"),
    "ending": gettext_lazy("รับเฉพาะไฟล์ CSV และ XLSX กรุณาบันทึกเป็นชนิดนี้แล้วลองใหม่"),
    "magic": gettext_lazy("เนื้อหาไม่ใช่ไฟล์ %(ending)s จริง กรุณาเปิดในโปรแกรมตารางแล้วบันทึกใหม่"),
    "encoding": gettext_lazy("อ่านตัวอักษรในไฟล์ไม่ได้ กรุณาบันทึกเป็น CSV UTF-8 หรือ XLSX แล้วลองใหม่"),
    "control": gettext_lazy("แถวที่ %(row)s มีอักขระควบคุมที่มองไม่เห็น กรุณาลบออกแล้วลองใหม่"),
    "quotes": gettext_lazy("แถวที่ %(row)s มีเครื่องหมายคำพูดไม่ครบคู่ กรุณาแก้ไขแล้วลองใหม่"),
    "rows": gettext_lazy("ไฟล์มีเกิน %(most)s แถว กรุณาแบ่งเป็นหลายไฟล์"),
    "columns": gettext_lazy("แถวที่ %(row)s มีเกิน %(most)s คอลัมน์ กรุณาลบคอลัมน์ที่ไม่ใช้"),
    "cell": gettext_lazy("แถวที่ %(row)s คอลัมน์ที่ %(column)s ยาวเกิน %(most)s ตัวอักษร กรุณาย่อข้อความ"),
    "formula": gettext_lazy(
        "แถวที่ %(row)s คอลัมน์ที่ %(column)s เป็นสูตรหรือขึ้นต้นด้วย = + - @ กรุณาวางเฉพาะค่าของเซลล์"
    ),
    "zip": gettext_lazy("เปิดไฟล์ XLSX ไม่ได้ ไฟล์อาจเสียหายหรือมีรหัสผ่าน กรุณาบันทึกใหม่แล้วลองอีกครั้ง"),
    "bomb": gettext_lazy("ไฟล์ XLSX ขยายออกแล้วใหญ่ผิดปกติ กรุณาคัดลอกเฉพาะตารางไปไว้ในไฟล์ใหม่"),
    "active": gettext_lazy("ไฟล์ XLSX มีมาโครหรือลิงก์ไปไฟล์อื่น กรุณาคัดลอกเฉพาะค่าไปไว้ในไฟล์ใหม่"),
    "entity": gettext_lazy("ไฟล์ XLSX มีส่วนที่ไม่ปลอดภัย กรุณาคัดลอกเฉพาะค่าไปไว้ในไฟล์ใหม่"),
}


def refuse(code: str, **facts: object) -> Invalid:
    """Return the refusal of a whole file, to be raised."""
    return Invalid(str(TEXTS[code]) % facts, field="file")


def check_rows(rows: Iterable[Sequence[str]]) -> list[list[str]]:
    """Return the cells trimmed, without empty rows at the end; refuse too many and too long."""
    checked: list[list[str]] = []
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS + 1:
            raise refuse("rows", most=f"{MOST_ROWS:,}")
        checked.append([_check_cell(cell, number, at) for at, cell in enumerate(row, start=1)])
        while checked[-1] and not checked[-1][-1]:
            checked[-1].pop()
        if len(checked[-1]) > MOST_COLUMNS:
            raise refuse("columns", row=number, most=MOST_COLUMNS)
    while checked and not checked[-1]:
        checked.pop()
    return checked


def _check_cell(cell: str, row: int, column: int) -> str:
    if _CONTROL.search(cell):
        raise refuse("control", row=row)
    text = cell.strip()
    if len(text) > LONGEST_CELL:
        raise refuse("cell", row=row, column=column, most=f"{LONGEST_CELL:,}")
    # A lone dash is how people write "nothing".
    if text in {"-", "–", "—"}:
        return ""
    if (_FORMULA.match(text) and not _TELEPHONE.fullmatch(text)) or cell[:1] in {"\t", "\r"}:
        raise refuse("formula", row=row, column=column)
    return text
