"""Reading the rows of an uploaded table into one spelling."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from prongsai.core.errors import Invalid
from prongsai.core.thai_dates import parse_thai_date
from prongsai.core.thai_text import to_arabic_digits
from prongsai.organizations.rules.columns import read_class, read_size
from prongsai.organizations.rules.hosts import HostError, parse_host, parse_website
from prongsai.organizations.types.faults import Fault
from prongsai.organizations.types.imports import ImportColumn, TableRow, Values
from prongsai.organizations.types.units import RelationKind, UnitSpec

C = ImportColumn
_CODES = (C.CODE, C.LINE, C.GEOGRAPHY, C.SUPERVISION)
_LISTED = re.compile(r"[\s,;]+")


def read_rows(
    rows: Sequence[Sequence[str]], *, columns: Mapping[ImportColumn, int]
) -> list[TableRow]:
    """Return the rows below the headings that hold anything, numbered as the sheet numbers them."""
    return [
        _read_row(number, cells, columns)
        for number, cells in enumerate(rows[1:], start=2)
        if any(cells)
    ]


def make_spec(code: str, values: Mapping[str, str], *, valid_from: date | None = None) -> UnitSpec:
    """Return a unit as the columns describe it."""
    return UnitSpec(
        code=code,
        name_th=values.get(C.NAME_TH, ""),
        name_en=values.get(C.NAME_EN, ""),
        unit_class=values.get(C.CLASS, ""),
        size=values.get(C.SIZE, ""),
        place_code=values.get(C.PLACE, ""),
        parents={kind: values[kind] for kind in RelationKind.values if values.get(kind)},
        website=values.get(C.WEBSITE, ""),
        domains=tuple(values.get(C.DOMAINS, "").split()),
        valid_from=valid_from,
    )


def _read_row(number: int, cells: Sequence[str], columns: Mapping[ImportColumn, int]) -> TableRow:
    values: Values = {
        column: _read_cell(column, cells[at] if at < len(cells) else "")
        for column, at in columns.items()
    }
    code = values.pop(C.CODE, "")
    text = values.pop(C.VALID_FROM, "")
    day, faults = _read_day(text)
    return TableRow(number, code, values, day, faults)


def _read_cell(column: ImportColumn, text: str) -> str:
    if column in _CODES:
        return to_arabic_digits(text).upper()
    match column:
        case C.CLASS:
            return read_class(text) if text else ""
        case C.SIZE:
            return read_size(text) if text else ""
        case C.PLACE:
            return to_arabic_digits(text)
        case C.WEBSITE:
            return _read_website(text)
        case C.DOMAINS:
            return " ".join(sorted({_read_host(host) for host in _LISTED.split(text) if host}))
        case _:
            return text


def _read_website(text: str) -> str:
    """Return the address in one spelling; one that cannot be used stays for `list_faults`."""
    try:
        return parse_website(text) if text else ""
    except HostError:
        return text


def _read_host(text: str) -> str:
    try:
        return parse_host(text)
    except HostError:
        return text


def _read_day(text: str) -> tuple[date | None, tuple[Fault, ...]]:
    if not text:
        return None, ()
    try:
        return parse_thai_date(text), ()
    except Invalid:
        return None, (Fault(C.VALID_FROM, "date_shape", {"value": text}),)
