"""Sheets that were copied, with a line moved or not: a likelihood ratio over a whole agency.

For every sheet of an agency two stories are compared: everybody answered for themselves, or some
filled in what this sheet says, at times with one line changed. A sheet that is common anyway tells
nothing, a rare one much; so ceilings do not make copies of the content.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from prongsai.integrity.rules.columns import Columns, Floats, Ints
from prongsai.integrity.rules.kinds import find_kinds, measure_likelihood
from prongsai.integrity.rules.repeats import (
    Repeats,
    get_none,
    hash_rows,
    keep_best,
    mark,
    measure_rates,
)

# Chance that a copied line was moved, to any of the choices beside it.
MOVED, BESIDE = 0.06, 3
# Shares of copies that are tried.
SHARES = (0.04, 0.08, 0.16)
# So many honest people answer as somebody beside them: couples, a helped neighbour.
HELPED = 0.03
# Every sheet may be so many times as common here as it seems: agencies have their own ways.
COMMONER = 2.0
# The bar rises with the sheets that could have been copied, from agencies of this size on.
USUAL_SIZE = 30
# -log10 of the chance for each power of ten of the ratio: measured on honest seasons, because the
# caution above makes a ratio of 100 far rarer than one in 100.
CALIBRATION = 2.0


def find_copies(columns: Columns, *, least: int) -> Repeats:
    """Find for every agency the sheet that most others seem to be copied from.

    Counted are the sheets that differ from it in one line at most, perfect ones and ticked
    columns apart; expected is what agencies of the same mean have around it.
    """
    columns = _sort(columns)
    usable = ~columns.is_best & ~columns.is_column
    found = [each for each in _list_centres(columns, usable) if each[2] >= least and each[3] > 0]
    if not found:
        return get_none(columns.agencies)
    agency, centre, counted = (np.array([each[at] for each in found]) for at in range(3))
    rates = measure_rates(columns, agency, columns.answers[centre], usable=usable)
    surprise = CALIBRATION * np.array([each[3] for each in found])
    expected = columns.respondents[agency] * rates
    return keep_best(columns.agencies, agency, counted, expected, surprise)


def _sort(columns: Columns) -> Columns:
    """Return the sheets in an order that they alone decide, so that a run can be repeated."""
    order = np.lexsort((*columns.answers.T, columns.agency))
    return replace(
        columns,
        agency=columns.agency[order],
        answers=columns.answers[order],
        told=columns.told[order],
        pace=columns.pace[order],
    )


def _list_centres(columns: Columns, usable: np.ndarray) -> Iterator[tuple[int, int, int, float]]:
    """Yield agency, row of the best centre, sheets around it, and log10 of the ratio."""
    lines = columns.answers.shape[1]
    exact, moved = (1 - MOVED) ** lines, (1 - MOVED) ** (lines - 1) * MOVED / BESIDE
    likely = _get_likelihood(columns)
    rows = np.flatnonzero(usable)
    bounds = np.searchsorted(columns.agency[rows], np.arange(columns.agencies + 1))
    for agency in np.flatnonzero(np.diff(bounds) > 1).tolist():
        mine = rows[bounds[agency] : bounds[agency + 1]]
        size = int(columns.respondents[agency])
        marks = mark(columns.answers[mine], columns.width)
        shared = marks @ marks.T
        copied = exact * (shared >= lines) + moved * (shared == lines - 1)
        ratio = copied / (COMMONER * likely[mine] + HELPED / size * copied)
        np.fill_diagonal(ratio, 0)
        logs = [np.log1p(share * (ratio - 1)).sum(axis=1) + np.log(share) for share in SHARES]
        best = np.max(logs, axis=0) / np.log(10) - np.log10(size / USUAL_SIZE)
        at = int(best.argmax())
        yield agency, int(mine[at]), int((shared[at] >= lines - 1).sum()), float(best[at])


def _get_likelihood(columns: Columns) -> Floats:
    """Return how likely every sheet is at its agency, at least as common as it is elsewhere."""
    keys = hash_rows(columns.answers, np.arange(columns.answers.shape[1]))
    _, sheet = np.unique(keys, return_inverse=True)
    elsewhere = np.bincount(sheet)[sheet] - _count(sheet * columns.agencies + columns.agency)
    others = len(keys) - columns.respondents[columns.agency]
    likely = measure_likelihood(columns, find_kinds(columns))
    common: Floats = np.maximum(likely, (elsewhere + 0.5) / (others + 1))
    return common


def _count(values: Ints) -> Ints:
    """Return for every value how often it occurs."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    found: Ints = counts[places]
    return found
