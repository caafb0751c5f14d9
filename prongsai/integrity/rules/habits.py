"""Sheets that are too good, too uniform or too quick for the agency that they are about."""

import numpy as np

from prongsai.integrity.rules.chances import get_lower_bound, get_surprise
from prongsai.integrity.rules.columns import NOTHING, Columns, Floats, Ints

BINS = 20
# Rarer than one in fifty is unusual; so many times the rest is asked again.
UNUSUAL, TRIMS = 1.7, 3
# The class of the shortest time: under half a minute for the whole form.
FASTEST = 0


def measure_ceiling(columns: Columns) -> tuple[Ints, Floats, Floats]:
    """Return perfect sheets, how many agencies with like other sheets have, and the distance.

    Compared are agencies whose *other* sheets are equally good, so perfect sheets that were added
    cannot hide behind the mean that they lift.
    """
    perfect = columns.sum_up(columns.is_best)
    rest = columns.respondents - perfect
    inner = columns.sum_up(np.where(columns.is_best, 0, columns.quality)) / np.maximum(rest, 1)
    share = perfect / np.maximum(columns.respondents, 1)
    usable = (columns.respondents >= 10) & (rest >= 5)
    expected, spread = _compare(inner, share, columns.respondents, usable)
    chance = expected * (1 - expected) / np.maximum(columns.respondents, 1)
    distance = np.where(usable, (share - expected) / np.sqrt(chance + spread**2 + 1e-9), 0)
    return perfect.astype(np.int64), expected * columns.respondents, distance


def _compare(near: Floats, value: Floats, sizes: Ints, usable: np.ndarray) -> tuple[Floats, Floats]:
    """Return median and spread of VALUE among the agencies that lie close by NEAR."""
    order = np.flatnonzero(usable)[np.argsort(near[usable], kind="stable")]
    if len(order) < 10:
        return value.copy(), np.zeros_like(value)
    count = max(1, min(BINS, len(order) // 25))
    bins = np.array_split(order, count)
    at = np.array([near[each].mean() for each in bins])
    middle = np.array([np.median(value[each]) for each in bins])
    spread = np.array([_get_spread(value[each], sizes[each]) for each in bins])
    return np.interp(near, at, middle), np.interp(near, at, spread)


def _get_spread(share: Floats, sizes: Ints) -> float:
    """Return how much true shares differ: the robust spread without what chance adds."""
    middle = float(np.median(share))
    whole = 1.4826 * float(np.median(np.abs(share - middle)))
    chance = float(np.median(middle * (1 - middle) / sizes))
    return float(np.sqrt(max(whole**2 - chance, 0.0025)))


def measure_rate(
    hits: np.ndarray, of: Floats, columns: Columns, *, trimmed: bool
) -> tuple[Ints, Floats, Floats]:
    """Return hits, expected at the rate of all other agencies, and how surprising that is.

    TRIMMED leaves agencies that stand out themselves out of the rate: many guilty ones would
    otherwise excuse each other.
    """
    counted = columns.sum_up(hits).astype(np.int64)
    kept = np.ones(columns.agencies, bool)
    for _ in range(TRIMS if trimmed else 0):
        rate = (counted[kept].sum() + 0.5) / (of[kept].sum() + 1)
        kept = get_surprise(counted, of * rate) < UNUSUAL
    mine, size = np.where(kept, counted, 0), np.where(kept, of, 0)
    expected = of * (mine.sum() - mine + 0.5) / (size.sum() - size + 1)
    return counted, expected, get_surprise(counted, expected)


def measure_column(columns: Columns, *, trimmed: bool) -> tuple[Ints, Floats, Floats]:
    every = columns.respondents.astype(float)
    return measure_rate(columns.is_column, every, columns, trimmed=trimmed)


def measure_fast(columns: Columns, *, trimmed: bool) -> tuple[Ints, Floats, Floats, Ints]:
    """Return quick sheets, expected, surprise and of how many the time is known."""
    known = columns.sum_up(columns.pace != NOTHING)
    quick = columns.pace == FASTEST
    counted, expected, surprise = measure_rate(quick, known, columns, trimmed=trimmed)
    return counted, expected, surprise, known.astype(np.int64)


def measure_told(columns: Columns) -> tuple[Ints, Ints, Floats]:
    """Return who was told, who answered the question, and the lower bound of the share."""
    told = columns.sum_up(columns.told == 1)
    asked = columns.sum_up(columns.told != NOTHING)
    return told.astype(np.int64), asked.astype(np.int64), get_lower_bound(told, asked)
