"""Strict reading of one agency: every fault names its path, and nothing is guessed."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from prongsai.scoring.document import Repeated, Written
from prongsai.scoring.faults import BadInput, show_value
from prongsai.scoring.rounding import HUNDRED, ZERO, read_number, write_exact
from prongsai.scoring.survey_index import count_rows
from prongsai.scoring.types.framework import Framework, Line
from prongsai.scoring.types.given import Counts, Given

LONGEST_CODE = 100
LARGEST_HEADCOUNT = 10_000_000
ALLOWED = (
    "code",
    "class",
    "headcount",
    "answers",
    "items",
    "indicators",
    "instruments",
    "points",
    "total",
    "adjustments",
)


class AgencyReader:
    """Reads the agencies of one file under one framework."""

    def __init__(self, framework: Framework) -> None:
        self._name = framework.name
        self._seen: dict[str, str] = {}
        self._sheets: dict[str, tuple[Line, ...]] = {
            sheet: instrument.lines
            for instrument in framework.instruments
            if instrument.lines
            for sheet in instrument.sheets
        }
        self._items = dict.fromkeys(framework.items, HUNDRED)
        self._indicators = {ind.code: HUNDRED for ind in framework.indicators}
        self._instruments = {i.code: HUNDRED for i in framework.instruments}
        self._points = {i.code: i.weight * HUNDRED for i in framework.instruments}
        self._adjustments = {a.code: a.most for a in framework.adjustments}

    def read_agency(self, raw: object, path: str) -> Given:
        """The agency, or BadInput at the first fault."""
        agency = check_object(raw, path, ALLOWED)
        code = read_text(agency.get("code"), f"{path}.code")
        self._refuse_twice(code, path)
        return Given(
            code=code,
            agency_class=read_text(agency.get("class"), f"{path}.class"),
            headcount=read_headcount(agency.get("headcount"), f"{path}.headcount"),
            sheets=self._read_sheets(agency.get("answers"), f"{path}.answers"),
            items=self._read_scores(agency, "items", self._items, path),
            indicators=self._read_scores(agency, "indicators", self._indicators, path),
            instruments=self._read_scores(agency, "instruments", self._instruments, path),
            points=self._read_scores(agency, "points", self._points, path),
            total=read_score(agency.get("total"), f"{path}.total", HUNDRED),
            adjustments=self._read_scores(agency, "adjustments", self._adjustments, path),
        )

    def _refuse_twice(self, code: str | None, path: str) -> None:
        if code is None:
            return
        if code in self._seen:
            first = self._seen[code]
            raise BadInput(
                f"{path}.code",
                f"รหัส {show_value(code)} ซ้ำกับ {first}",
                f"code {show_value(code)} stands at {first} already",
            )
        self._seen[code] = path

    def _read_scores(
        self, agency: Mapping[str, Any], key: str, most: Mapping[str, Fraction], path: str
    ) -> dict[str, Fraction]:
        if agency.get(key) is None:
            return {}
        place = f"{path}.{key}"
        raw = check_object(agency[key], place, tuple(most), framework=self._name)
        found = {}
        for code, value in raw.items():
            score = read_score(value, f"{place}.{code}", most[code])
            if score is not None:
                found[code] = score
        return found

    def _read_sheets(self, raw: object, path: str) -> dict[str, Counts]:
        if raw is None:
            return {}
        sheets = check_object(raw, path, tuple(self._sheets), framework=self._name)
        return {
            sheet: read_rows(rows, self._sheets[sheet], f"{path}.{sheet}")
            for sheet, rows in sheets.items()
            if rows is not None
        }


def check_object(
    raw: object, path: str, allowed: tuple[str, ...], *, framework: str | None = None
) -> Mapping[str, Any]:
    """The object, all of whose keys are known and stand once."""
    if not isinstance(raw, dict):
        raise BadInput(path, "ต้องเป็นวัตถุ {…}", f"must be an object {{…}}, not {show_value(raw)}")
    if isinstance(raw, Repeated):
        raise BadInput(f"{path}.{raw.key}", "มีคีย์นี้ซ้ำ", "this key stands twice")
    for key in raw:
        if key not in allowed:
            listed = ", ".join(allowed[:12]) + (" …" if len(allowed) > 12 else "")
            thai = f" ของกรอบ {framework}" if framework else ""
            english = f" of framework {framework}" if framework else ""
            raise BadInput(
                f"{path}.{show_value(key)[1:-1]}",
                f"ไม่รู้จักคีย์นี้ คีย์{thai}ที่ใช้ได้: {listed or '-'}",
                f"unknown key; the keys{english} are: {listed or '-'}",
            )
    return raw


def read_text(raw: object, path: str) -> str | None:
    if raw is None:
        return None
    if type(raw) is not str:
        raise BadInput(path, "ต้องเป็นข้อความ", f"must be text in quotes, not {show_value(raw)}")
    if not raw.strip() or len(raw) > LONGEST_CODE or not raw.isprintable():
        raise BadInput(
            path,
            f"ต้องเป็นข้อความ 1-{LONGEST_CODE} ตัวอักษรที่มองเห็นได้",
            f"must be 1-{LONGEST_CODE} printable characters",
        )
    return raw


def read_headcount(raw: object, path: str) -> int | None:
    if raw is None:
        return None
    if type(raw) is not int or not 0 <= raw <= LARGEST_HEADCOUNT:
        raise BadInput(
            path, "ต้องเป็นจำนวนเต็มไม่ติดลบ", f"must be a whole number, not {show_value(raw)}"
        )
    return raw


def read_score(raw: object, path: str, most: Fraction) -> Fraction | None:
    """An exact score: text or number in plain digits, from 0 to the most."""
    if raw is None:
        return None
    value: Fraction | None = None
    if type(raw) in (str, Written):
        value = read_number(str(raw))
    elif type(raw) is int and 0 <= raw < 10**6:
        value = Fraction(raw)
    if value is None:
        raise BadInput(
            path,
            f"{show_value(raw)} ไม่ใช่คะแนน ให้เขียนเลขอารบิก เช่น 93.55",
            f"{show_value(raw)} is not a score; write plain digits such as 93.55",
        )
    if not ZERO <= value <= most:
        limit = write_exact(most)
        raise BadInput(
            path,
            f"{show_value(raw)} อยู่นอกช่วง 0-{limit}",
            f"{show_value(raw)} is outside 0-{limit}",
        )
    return value


def read_rows(raw: object, lines: tuple[Line, ...], path: str) -> Counts:
    """Answer rows, checked column by column and counted."""
    if not isinstance(raw, list):
        raise BadInput(path, "ต้องเป็นรายการของแถวคำตอบ [[…], …]", "must be a list of rows [[…], …]")
    choices = [len(line.choices) for line in lines]
    if any(type(row) is not list or len(row) != len(lines) for row in raw):
        raise _find_bad_row(raw, len(lines), path)
    for number, column in enumerate(zip(*raw, strict=True)):
        kinds = set(map(type, column)) - {int, type(None)}
        picked = set(column) - {None} if not kinds else set()
        if kinds or (picked and not (min(picked) >= 0 and max(picked) < choices[number])):
            raise _find_bad_cell(column, number, lines[number], path)
    return count_rows(raw, choices)


def _find_bad_row(rows: list[Any], width: int, path: str) -> BadInput:
    number, row = next(
        (n, row) for n, row in enumerate(rows) if type(row) is not list or len(row) != width
    )
    place = f"{path}[{number}]"
    if type(row) is not list:
        return BadInput(place, "ต้องเป็นแถวคำตอบ […]", f"must be a row […], not {show_value(row)}")
    return BadInput(
        place,
        f"มี {len(row)} คำตอบ แต่แบบนี้มี {width} คำถาม",
        f"has {len(row)} answers, the form has {width} questions",
    )


def _find_bad_cell(column: tuple[Any, ...], number: int, line: Line, path: str) -> BadInput:
    many = len(line.choices)
    row, cell = next(
        (n, cell)
        for n, cell in enumerate(column)
        if cell is not None and (type(cell) is not int or not 0 <= cell < many)
    )
    return BadInput(
        f"{path}[{row}][{number}]",
        f"{show_value(cell)} ไม่ใช่ลำดับตัวเลือกของ {line.code} (0-{many - 1} หรือ null)",
        f"{show_value(cell)} is not a choice of {line.code} (0-{many - 1} or null)",
    )
