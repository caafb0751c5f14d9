"""The tables of a package, read side by side: one agency at a time, strictly, in little memory."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from prongsai.results.rules.packages import layout
from prongsai.scoring.faults import BadInput, show_value
from prongsai.scoring.rounding import HUNDRED, read_number
from prongsai.scoring.types.framework import Framework

Row = dict[str, str]
MOST_ROWS = 10_000  # of one agency in one table
LARGEST_CELL = 1_000
_COUNT = re.compile(r"0|[1-9][0-9]{0,8}")
_RATIO = re.compile(r"(0|[1-9][0-9]{0,80})/([1-9][0-9]{0,80})")


@dataclass(frozen=True, slots=True)
class Entry:
    """Everything that the package holds of one agency: the rows of each table with their places."""

    code: str
    rows: Mapping[str, list[tuple[str, Row]]]


class Table:
    """One CSV file whose rows stand agency by agency."""

    def __init__(self, name: str, lines: Iterable[str], columns: list[str]) -> None:
        self.name = name
        self._reader = csv.reader(_guard(lines, name), strict=True)
        self._columns = columns
        header = self._next()
        if header != columns:
            raise BadInput(
                f"{name}: 1",
                f"หัวตารางต้องเป็น {','.join(columns)}",
                f"the header must be {','.join(columns)}",
            )
        self._ahead = self._read()

    @property
    def place(self) -> str:
        return f"{self.name}: {self._reader.line_num}"

    @property
    def waiting(self) -> str | None:
        """The agency of the next row, or None after the last."""
        return self._ahead["agency"] if self._ahead else None

    def take(self, code: str) -> list[tuple[str, Row]]:
        """The rows of an agency that come next."""
        taken: list[tuple[str, Row]] = []
        while self._ahead and self._ahead["agency"] == code:
            taken.append((self.place, self._ahead))
            if len(taken) > MOST_ROWS:
                raise BadInput(self.place, "มีแถวมากเกินไป", "too many rows of one agency")
            self._ahead = self._read()
        return taken

    def _read(self) -> Row | None:
        cells = self._next()
        if cells is None:
            return None
        if len(cells) != len(self._columns):
            raise BadInput(
                self.place,
                f"มี {len(cells)} ช่อง ต้องมี {len(self._columns)} ช่อง",
                f"has {len(cells)} cells and must have {len(self._columns)}",
            )
        return dict(zip(self._columns, cells, strict=True))

    def _next(self) -> list[str] | None:
        try:
            return next(self._reader, None)
        except csv.Error as error:
            raise BadInput(self.place, f"CSV ผิดรูปแบบ ({error})", f"broken CSV ({error})") from None
        except UnicodeDecodeError:
            raise BadInput(self.place, "ไม่ใช่ UTF-8", "not UTF-8") from None


def _guard(lines: Iterable[str], name: str) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        if len(line) > LARGEST_CELL * 40:
            raise BadInput(f"{name}: {number}", "บรรทัดยาวเกินไป", "the line is too long")
        yield line


def read_entries(files: Mapping[str, Iterable[str]], framework: Framework) -> Iterator[Entry]:
    """Agency after agency, in the order of the agencies; every row must belong to one of them."""
    columns = layout.list_columns(framework)
    tables = [Table(name, files[name], columns[name]) for name in layout.TABLES]
    seen: set[str] = set()
    while (code := tables[0].waiting) is not None:
        if not code or code in seen:
            raise BadInput(
                tables[0].place,
                f"รหัส {show_value(code)} ว่างหรือซ้ำ",
                f"code {show_value(code)} is empty or stands twice",
            )
        seen.add(code)
        rows = {table.name: table.take(code) for table in tables}
        for name in (layout.AGENCIES, layout.RESULTS):
            if len(rows[name]) != 1:
                raise BadInput(
                    name,
                    f"หน่วยงาน {show_value(code)} ต้องมีหนึ่งแถว แต่มี {len(rows[name])}",
                    f"agency {show_value(code)} must have one row and has {len(rows[name])}",
                )
        yield Entry(code, rows)
    for table in tables:
        if table.waiting is not None:
            shown = show_value(table.waiting)
            raise BadInput(
                table.place,
                f"{shown} ไม่อยู่ใน {layout.AGENCIES} หรือไม่ได้เรียงตามลำดับนั้น",
                f"{shown} is not in {layout.AGENCIES}, or not in that order",
            )


def read_count(text: str, place: str) -> int:
    if not _COUNT.fullmatch(text):
        raise BadInput(
            place,
            f"{show_value(text)} ไม่ใช่จำนวนเต็มไม่ติดลบ",
            f"{show_value(text)} is not a whole number",
        )
    return int(text)


def read_exact(text: str, place: str, most: Fraction = HUNDRED) -> Fraction:
    """A decimal or a fraction, from 0 to the most."""
    ratio = _RATIO.fullmatch(text)
    value = Fraction(int(ratio[1]), int(ratio[2])) if ratio else read_long(text)
    if value is None or not 0 <= value <= most:
        raise BadInput(
            place,
            f"{show_value(text)} ไม่ใช่คะแนนในช่วง 0-{most}",
            f"{show_value(text)} is not a score from 0 to {most}",
        )
    return value


def read_long(text: str) -> Fraction | None:
    """Plain digits with up to two hundred decimals."""
    head, _, tail = text.partition(".")
    if len(tail) <= 30:
        return read_number(text)
    if len(tail) > 200 or not tail.isascii() or not tail.isdecimal():
        return None
    whole = read_number(head)
    return None if whole is None else whole + Fraction(int(tail), 10 ** len(tail))
