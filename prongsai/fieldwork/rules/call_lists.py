"""Reading a call list: which lines can be used, and what is wrong with the others."""

import re
from collections.abc import Collection, Mapping, Sequence

from prongsai.core.thai_text import to_arabic_digits
from prongsai.fieldwork.types import CaseRow, Fault, Why

NUMBER = re.compile(r"0[0-9]{8,9}")
LONGEST_PLACE = 200
# Spaces, brackets, dots, and every dash that a keyboard or a word processor makes.
_BETWEEN = re.compile(r"[\s().\-\u00ad\u200b-\u200f\u2010-\u2015\u2060\u2212]")
# Thailand's prefix, with or without the zero that belongs to calls within the country.
_ABROAD = re.compile(r"(?:\+|00)?660?([2-9][0-9]{7,8})")
# What a spreadsheet makes of a number: the zero in front is gone. Nothing else has this length.
_WITHOUT_ZERO = re.compile(r"[2-57][0-9]{7}|[689][0-9]{8}")


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


def read_telephone(text: str) -> str:
    """Return a number as it is called within Thailand; what is none, or several, stays as it is."""
    digits = _BETWEEN.sub("", to_arabic_digits(text))
    abroad = _ABROAD.fullmatch(digits)
    if abroad:
        return f"0{abroad[1]}"
    return f"0{digits}" if _WITHOUT_ZERO.fullmatch(digits) else digits


def mask_number(telephone: str) -> str:
    """Return a number of which only the last three digits can be read."""
    return "•" * (len(telephone) - 3) + telephone[-3:] if telephone else ""


def _read_row(cells: Sequence[str], columns: Mapping[str, int]) -> CaseRow:
    def cell(name: str) -> str:
        at = columns.get(name, -1)
        return cells[at].strip() if 0 <= at < len(cells) else ""

    return CaseRow(cell("agency").upper(), read_telephone(cell("telephone")), cell("place"))


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
