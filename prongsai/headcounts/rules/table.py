"""Reading and judging an uploaded table of set-ups, row by row."""

from collections import Counter
from collections.abc import Mapping, Sequence

from prongsai.core.thai_text import read_count, to_arabic_digits
from prongsai.headcounts.rules.figures import MOST_CONTACTS, MOST_PEOPLE, list_doubts
from prongsai.headcounts.types import FileColumn, FileRow, Given, Standing
from prongsai.organizations.rules.headings import Headings
from prongsai.organizations.types.faults import Fault
from prongsai.organizations.types.imports import ImportAction

C = FileColumn
HEADINGS: Headings[FileColumn] = Headings(
    {
        C.CODE: ("code", "รหัส", "รหัสหน่วยงาน", "unit code"),
        C.NAME: ("name", "หน่วยงาน", "ชื่อหน่วยงาน", "agency"),
        C.HEADCOUNT: ("headcount", "บุคลากร", "จำนวนบุคลากร", "staff"),
        C.CONTACTS: ("contacts", "ผู้มาติดต่อ", "ผู้มาติดต่อโดยประมาณ", "estimated contacts"),
    }
)
_RANGES = {C.HEADCOUNT: (1, MOST_PEOPLE), C.CONTACTS: (0, MOST_CONTACTS)}


def judge_rows(
    rows: Sequence[Sequence[str]],
    *,
    columns: Mapping[FileColumn, int],
    known: Mapping[str, Standing],
) -> list[FileRow]:
    """Return one verdict for each row below the headings that holds anything."""
    cells = [
        (number, {column: _get(row, at) for column, at in columns.items()})
        for number, row in enumerate(rows[1:], start=2)
        if any(row)
    ]
    codes = Counter(_read_code(values) for _number, values in cells)
    return [
        _judge(number, values, known, is_twice=codes[_read_code(values)] > 1)
        for number, values in cells
    ]


def _judge(
    number: int,
    values: Mapping[FileColumn, str],
    known: Mapping[str, Standing],
    *,
    is_twice: bool,
) -> FileRow:
    code = _read_code(values)
    faults = []
    standing = known.get(code)
    if not code:
        faults.append(Fault(C.CODE, "missing"))
    elif standing is None:
        faults.append(Fault(C.CODE, "unit_unknown", {"value": code[:40]}))
    elif is_twice:
        faults.append(Fault(C.CODE, "unit_twice", {"value": code}))
    counts = {}
    for column in (C.HEADCOUNT, C.CONTACTS):
        counts[column], fault = _read_number(column, values.get(column, ""), standing)
        faults += [fault] if fault else []
    if faults or standing is None:
        name = standing.name if standing else ""
        return FileRow(number, code[:20], name, ImportAction.ERROR, faults=tuple(faults))
    headcount, contacts = counts[C.HEADCOUNT], counts[C.CONTACTS]
    given = Given(headcount=headcount, services=((C.CONTACTS, contacts),) if contacts else ())
    return FileRow(
        number,
        code,
        standing.name,
        _choose(standing, headcount, contacts),
        headcount=headcount,
        contacts=contacts,
        before=(standing.headcount, standing.contacts),
        revision=standing.revision,
        doubts=tuple(list_doubts(given, standing.last_year)),
    )


def _choose(standing: Standing, headcount: int, contacts: int) -> ImportAction:
    if standing.headcount is None:
        return ImportAction.CREATE
    is_same = (standing.headcount, standing.contacts) == (headcount, contacts)
    return ImportAction.SAME if is_same else ImportAction.CHANGE


def _read_number(
    column: FileColumn, text: str, standing: Standing | None
) -> tuple[int, Fault | None]:
    """Read a count; an estimate that is left out stays what it was."""
    if not text:
        if column is C.CONTACTS:
            return (standing.contacts or 0) if standing else 0, None
        return 0, Fault(column, "missing")
    count = read_count(text)
    if count is None:
        return 0, Fault(column, "count_shape", {"value": text[:40]})
    least, most = _RANGES[column]
    if not least <= count <= most:
        facts = {"value": f"{count:,}", "least": f"{least:,}", "most": f"{most:,}"}
        return 0, Fault(column, "count_range", facts)
    return count, None


def _read_code(values: Mapping[FileColumn, str]) -> str:
    return to_arabic_digits(values.get(C.CODE, "")).upper()


def _get(row: Sequence[str], at: int) -> str:
    return row[at] if at < len(row) else ""
