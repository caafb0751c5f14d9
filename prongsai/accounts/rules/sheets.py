"""A table of people to invite: which column is what, and what is wrong with a row by itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

MOST_ROWS = 2_000
EMAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
# Column -> the headings by which it goes, folded.
HEADINGS = {
    "email": {"อีเมล", "email", "e-mail"},
    "full_name": {"ชื่อ", "ชื่อและนามสกุล", "ชื่อ-นามสกุล", "name", "full name"},
    "role": {"บทบาท", "role"},
    "unit": {"รหัสหน่วยงาน", "หน่วยงาน", "unit", "unit code"},
}


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong, by code and place: row 1 is the headings; COLUMN names one of HEADINGS."""

    row: int
    column: str
    code: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row as text."""

    row: int
    email: str
    full_name: str
    role: str
    unit: str


def read_entries(rows: Sequence[Sequence[str]]) -> tuple[list[Entry], list[Flaw]]:
    """Return the rows that can be read and the flaws of those that cannot."""
    if len(rows) - 1 > MOST_ROWS:
        return [], [Flaw(0, "", "too_many", str(MOST_ROWS))]
    places = _find_columns(rows[0] if rows else [])
    missing = [name for name in HEADINGS if name not in places]
    if missing:
        return [], [Flaw(1, name, "no_column") for name in missing]
    entries, flaws = [], []
    seen: set[tuple[str, ...]] = set()
    for number, row in enumerate(rows[1:], start=2):
        cells = {name: row[at] if at < len(row) else "" for name, at in places.items()}
        if not any(cells.values()):
            continue
        entry = Entry(number, **{**cells, "email": cells["email"].lower()})
        wrong = _check(entry, seen)
        flaws += wrong
        if not wrong:
            entries.append(entry)
    return entries, flaws


def _find_columns(headings: Sequence[str]) -> dict[str, int]:
    folded = [heading.strip().lower() for heading in headings]
    return {
        name: at
        for name, words in HEADINGS.items()
        for at, heading in enumerate(folded)
        if heading in words
    }


def _check(entry: Entry, seen: set[tuple[str, ...]]) -> list[Flaw]:
    empty = [name for name in ("email", "full_name", "role") if not getattr(entry, name)]
    if empty:
        return [Flaw(entry.row, name, "empty") for name in empty]
    if not EMAIL.fullmatch(entry.email):
        return [Flaw(entry.row, "email", "bad_email", entry.email)]
    key = (entry.email, entry.role, entry.unit)
    if key in seen:
        return [Flaw(entry.row, "email", "twice", entry.email)]
    seen.add(key)
    return []
