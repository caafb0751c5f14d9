"""What a run is computed from: released answers, counted, and the newest marks."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np

from prongsai.core import clock
from prongsai.core.errors import Conflict
from prongsai.headcounts.selectors.setups import list_confirmed
from prongsai.integrity.selectors.discards import list_discarded, list_discarded_sheets
from prongsai.organizations.selectors.classes import get_unit_classes
from prongsai.organizations.selectors.names import get_unit_names
from prongsai.results.models import UnitMarks
from prongsai.results.rules.packages.writing import Named
from prongsai.results.rules.runs import name_class
from prongsai.scoring.nation import NationCounts, list_choices
from prongsai.scoring.rounding import read_number
from prongsai.scoring.types.framework import Framework
from prongsai.scoring.types.given import Given
from prongsai.surveys.selectors.sheets import list_answered_units, list_sheets
from prongsai.surveys.types import Sheet

BATCH = 50_000


@dataclass(frozen=True, slots=True)
class Inputs:
    """Agencies in the order of their codes, with counts in the same order."""

    units: list[int]
    names: list[Named]
    agencies: list[Given]
    sheets: dict[str, NationCounts]


def load_inputs(framework: Framework) -> Inputs:
    """Read everything that is known of a year and form; the same rows give the same inputs."""
    marks = load_marks(framework.name)
    answered = list_answered_units(fiscal_year=framework.fiscal_year, framework=framework.name)
    day = min(clock.today(), date(framework.fiscal_year - 543, 9, 30))
    found = get_unit_names({*marks, *answered}, on=day)
    units = sorted(found, key=lambda unit: found[unit].code)
    classes = get_unit_classes(units, on=day)
    staff = {c.unit_id: c.headcount for c in list_confirmed(year=framework.fiscal_year)}
    return Inputs(
        units=units,
        names=[Named(found[u].code, found[u].name_th, found[u].name_en) for u in units],
        agencies=[
            Given(
                code=found[unit].code,
                agency_class=name_class(*classes[unit]),
                headcount=staff.get(unit),
                items=marks.get(unit, {}),
            )
            for unit in units
        ],
        sheets=count_answers(framework, units),
    )


def count_answers(framework: Framework, units: list[int]) -> dict[str, NationCounts]:
    """Count the released answers, some thousands at a time."""
    place = {unit: number for number, unit in enumerate(units)}
    widths = {
        sheet: list_choices(framework, sheet)
        for instrument in framework.instruments
        if instrument.lines
        for sheet in instrument.sheets
    }
    counted = {sheet: NationCounts(len(units), choices) for sheet, choices in widths.items()}
    for part, where, answers in _list_batches(framework, place):
        if part not in counted:
            raise Conflict(f"answers of an unknown part: {part}")
        table = np.frombuffer(answers, np.uint8)
        if len(table) != len(where) * len(widths[part]):
            raise Conflict(f"answers of {part} do not fit {framework.name}")
        columns = np.ascontiguousarray(table.reshape(len(where), -1).T)
        try:
            counted[part].add(np.array(where, np.int64), columns)
        except ValueError as error:
            raise Conflict(f"{part}: {error}") from error
    return counted


def _list_batches(
    framework: Framework, place: dict[int, int]
) -> Iterator[tuple[str, list[int], bytes]]:
    waiting: dict[str, tuple[list[int], list[bytes]]] = {}
    left_out = _load_left_out(framework.fiscal_year)
    for sheet in list_sheets(fiscal_year=framework.fiscal_year):
        if sheet.framework != framework.name:
            continue
        if left_out[sheet]:
            left_out[sheet] -= 1
            continue
        where, answers = waiting.setdefault(sheet.part, ([], []))
        where.append(place[sheet.unit_id])
        answers.append(sheet.answers)
        if len(where) == BATCH:
            yield sheet.part, where, b"".join(answers)
            del waiting[sheet.part]
    for part, (where, answers) in waiting.items():
        yield part, where, b"".join(answers)


def _load_left_out(fiscal_year: int) -> Counter[Sheet]:
    """The sheets that do not count after due process, each with how many times."""
    units = {share.unit_id for share in list_discarded(fiscal_year=fiscal_year)}
    found: Counter[Sheet] = Counter()
    for unit_id in sorted(units):
        found += list_discarded_sheets(unit_id=unit_id, fiscal_year=fiscal_year)
    return found


def load_marks(framework: str) -> dict[int, dict[str, Fraction]]:
    """The newest marks of every agency."""
    rows = (
        UnitMarks.objects.filter(upload__framework=framework)
        .order_by("unit_id", "-upload_id")
        .distinct("unit_id")
        .values_list("unit_id", "items")
    )
    return {
        unit: {item: read_number(mark) or Fraction(0) for item, mark in items.items()}
        for unit, items in rows
    }
