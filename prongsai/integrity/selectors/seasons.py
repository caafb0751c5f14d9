"""A season as the report reads it: released answers as columns, and counts beside them."""

from collections.abc import Mapping, Sequence

import numpy as np

from prongsai.integrity.rules.columns import Columns, Links
from prongsai.integrity.selectors.discards import get_ranks
from prongsai.surveys.selectors.columns import (
    DayCount,
    SheetColumns,
    list_day_counts,
    read_columns,
)
from prongsai.surveys.types import ChannelKind


def read_parts(fiscal_year: int) -> tuple[Sequence[int], dict[str, Columns]]:
    """Return the agencies of a year and their answers as columns, part by part."""
    sheets = read_columns(fiscal_year=fiscal_year)
    units = np.unique(np.concatenate([each.unit for each in sheets]))
    counts = list_day_counts(fiscal_year=fiscal_year)
    known = {unit: at for at, unit in enumerate(units.tolist())}
    return units.tolist(), {
        each.part: _to_columns(each, units, [c for c in counts if c.part == each.part], known)
        for each in sheets
    }


def _to_columns(
    sheets: SheetColumns,
    units: np.ndarray,
    counts: Sequence[DayCount],
    known: Mapping[int, int],
) -> Columns:
    agency = np.searchsorted(units, sheets.unit)
    order = np.argsort(agency, kind="stable")
    days = sorted({each.day for each in counts})
    place = {day: at for at, day in enumerate(days)}
    table = np.zeros((len(units), max(len(days), 1)), np.int64)
    for each in counts:
        if each.unit_id in known:
            table[known[each.unit_id], place[each.day]] += each.answers
    return Columns(
        part=sheets.part,
        ranks=get_ranks(sheets.framework, sheets.part),
        agencies=len(units),
        agency=agency[order],
        answers=sheets.answers[order],
        told=sheets.told[order],
        pace=sheets.pace[order],
        days=table if days else None,
        links=_list_links(counts, known),
    )


def _list_links(counts: Sequence[DayCount], known: Mapping[int, int]) -> Links | None:
    """Return the days of open links; None where the intake counted no networks."""
    links = [each for each in counts if each.kind == ChannelKind.LINK and each.unit_id in known]
    if not any(each.most for each in links):
        return None
    agency = np.array([known[each.unit_id] for each in links], np.int64)
    answers = np.array([each.answers for each in links], np.int64)
    return Links(agency, answers, np.array([each.most for each in links], np.int64))
