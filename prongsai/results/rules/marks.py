"""A file of marks of disclosure items: CSV with a column per item, or JSON as `prongsai score`."""

import csv
import io
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from prongsai.scoring.document import open_document, read_bytes
from prongsai.scoring.faults import BadInput, show_value
from prongsai.scoring.payload import AgencyReader
from prongsai.scoring.types.framework import Framework

MOST_ROWS = 20_000
MOST_BYTES = 10_000_000
CODE = "code"

Marks = dict[str, dict[str, Fraction]]


def read_marks(raw: bytes, framework: Framework) -> Marks:
    """The marks by code of the agency, or BadInput at the first fault."""
    if len(raw) > MOST_BYTES:
        raise BadInput("$", "ไฟล์ใหญ่เกิน 10 MB", "the file is larger than 10 MB")
    text = read_bytes(raw)
    rows = _read_json(text, framework) if text.lstrip()[:1] == "{" else _read_csv(text, framework)
    reader = AgencyReader(framework)
    found: Marks = {}
    known = {item.code for item in framework.get_instrument("OIT").all_items}
    for path, agency in rows:
        if len(found) == MOST_ROWS:
            raise BadInput(path, "มีแถวเกิน 20,000 แถว", "there are more than 20,000 rows")
        given = reader.read_agency(agency, path)
        if given.code is None:
            raise BadInput(f"{path}.{CODE}", "ต้องระบุรหัสหน่วยงาน", "the code is required")
        strange = [item for item in given.items if item not in known]
        if strange:
            raise BadInput(
                f"{path}.items.{strange[0]}",
                "ไม่ใช่ข้อของแบบวัด OIT",
                "is not an item of the disclosure check",
            )
        found[given.code] = dict(given.items)
    if not found:
        raise BadInput("$", "ไม่มีหน่วยงานในไฟล์", "there is no agency in the file")
    return found


def _read_json(text: str, framework: Framework) -> Iterator[tuple[str, Any]]:
    document = open_document(text)
    if document.values.get("framework") != framework.name:
        shown = show_value(document.values.get("framework"))
        raise BadInput(
            "framework",
            f"{shown} ต้องเป็น {framework.name}",
            f"{shown} must be {framework.name}",
        )
    for path, agency in document.iter_agencies():
        extra = set(agency) - {CODE, "items"} if isinstance(agency, dict) else set()
        if extra:
            key = sorted(extra)[0]
            raise BadInput(f"{path}.{key}", "รับเฉพาะ code, items", "only code and items are taken")
        yield path, agency


def _read_csv(text: str, framework: Framework) -> Iterator[tuple[str, Any]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        if header[:1] != [CODE] or len(set(header)) != len(header):
            raise BadInput(
                "1",
                "คอลัมน์แรกต้องชื่อ code ตามด้วยรหัสข้อ เช่น o1 และไม่ซ้ำกัน",
                "the first column must be code, then items such as o1, each once",
            )
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            place = f"row {reader.line_num}"
            if len(cells) != len(header):
                raise BadInput(
                    place,
                    f"มี {len(cells)} ช่อง ต้องมี {len(header)} ช่อง",
                    f"has {len(cells)} cells and must have {len(header)}",
                )
            items = {c: v.strip() for c, v in zip(header[1:], cells[1:], strict=True) if v.strip()}
            yield place, {CODE: cells[0].strip(), "items": items}
    except csv.Error as error:
        raise BadInput(
            f"row {reader.line_num}", f"CSV ผิดรูปแบบ ({error})", f"broken CSV ({error})"
        ) from None
