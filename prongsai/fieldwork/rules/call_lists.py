"""Reading a call list: which lines can be used, and what is wrong with the others."""

import re
from collections.abc import Collection, Mapping, Sequence

from prongsai.core.thai_text import to_arabic_digits
from prongsai.fieldwork.types import CaseRow, Fault, Why

NUMBER = re.compile(r"0\d{8,9}")
LONGEST_PLACE = 200


def read_columns(heading: Sequence[str], *, words: Mapping[str, str]) -> dict[str, int]:
    """Return at which place each known column stands; WORDS leads from a heading to its column."""
    found: dict[str, int] = {}
    for at, cell in enumerate(heading):
        column = words.get(cell.strip().lower())
        if column:
            found.setdefault(column, at)
    return found


def read_rows(
    rows: Sequence[Sequence[str]],
    *,
    columns: Mapping[str, int],
    agencies: Collection[str],
    known: Collection[str],
) -> tuple[list[CaseRow], list[Fault]]:
    """Sort the lines below the heading; KNOWN are the numbers that the round already has."""
    good: list[CaseRow] = []
    faults: list[Fault] = []
    seen = set(known)
    for line, cells in enumerate(rows[1:], start=2):
        row = _read_row(cells, columns)
        why = _find_fault(row, agencies=agencies, seen=seen)
        if why:
            faults.append(Fault(line, why))
            continue
        good.append(row)
        if row.telephone:
            seen.add(row.telephone)
    return good, faults


def mask_number(telephone: str) -> str:
    """Return a number of which only the last three digits can be read."""
    return "•" * (len(telephone) - 3) + telephone[-3:] if telephone else ""


def _read_row(cells: Sequence[str], columns: Mapping[str, int]) -> CaseRow:
    def cell(name: str) -> str:
        at = columns.get(name, -1)
        return cells[at].strip() if 0 <= at < len(cells) else ""

    digits = re.sub(r"[\s().-]", "", to_arabic_digits(cell("telephone")))
    return CaseRow(cell("agency").upper(), digits, cell("place"))


def _find_fault(row: CaseRow, *, agencies: Collection[str], seen: Collection[str]) -> Why | None:
    if not row.agency_code:
        return Why.NO_AGENCY
    if row.agency_code not in agencies:
        return Why.STRANGE_AGENCY
    if not row.telephone and not row.place:
        return Why.EMPTY
    if row.telephone and not NUMBER.fullmatch(row.telephone):
        return Why.NUMBER
    if row.telephone in seen:
        return Why.TWICE
    if len(row.place) > LONGEST_PLACE:
        return Why.LONG
    return None
