"""Sheets that repeat, exactly or but for one line, against what agencies of the same mean show."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from prongsai.integrity.rules.chances import get_surprise
from prongsai.integrity.rules.columns import Columns, Floats, Ints

# Random factors of the hash: fixed, so that a run can be repeated to the digit.
_FACTORS = np.random.default_rng(2569).integers(1, 2**62, 512, dtype=np.uint64) | np.uint64(1)
_AGENCY, _STRATUM = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
# Sheets of comparable agencies that a group of near copies is held against.
PEERS = 1000
_CHUNK = 2000
Keys = NDArray[np.uint64]
Marks = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Repeats:
    """For every agency its most surprising group of like sheets; zeros where there is none."""

    counted: Ints
    expected: Floats
    surprise: Floats


def hash_rows(answers: NDArray[np.uint8], lines: Ints) -> Keys:
    """Return one number per row that is equal where all LINES are equal."""
    keys = np.zeros(len(answers), np.uint64)
    for place, at in enumerate(lines):
        keys ^= (answers[:, at].astype(np.uint64) + np.uint64(1)) * _FACTORS[place]
        keys *= np.uint64(0xFF51AFD7ED558CCD)
        keys ^= keys >> np.uint64(33)
    return keys


def find_identical(columns: Columns, *, least: int) -> Repeats:
    """Find sheets equal in every line; all-best ones are looked at as a ceiling instead."""
    lines = np.arange(columns.answers.shape[1])
    keys = hash_rows(columns.answers, lines)
    return _find(columns, keys, columns.cut_strata(), usable=~columns.is_best, least=least)


def find_near(columns: Columns, *, least: int) -> Repeats:
    """Find sheets that differ from one and the same sheet in one line at most.

    That sheet need not have been handed in: it is what a group of like sheets has in common.
    """
    groups = list(_list_groups(columns, least=least))
    if not groups:
        return get_none(columns.agencies)
    agency = np.concatenate([np.full(len(counted), at) for at, _, counted in groups])
    centres = np.concatenate([each for _, each, _ in groups])
    counted = np.concatenate([each for _, _, each in groups])
    expected = columns.respondents[agency] * measure_rates(
        columns, agency, centres, usable=~columns.is_best
    )
    return keep_best(columns.agencies, agency, counted, expected, get_surprise(counted, expected))


def _list_groups(columns: Columns, *, least: int) -> Iterator[tuple[int, NDArray[np.uint8], Ints]]:
    """Yield agency, centres and how many sheets lie around each; perfect sheets left out."""
    lines, width = columns.answers.shape[1], columns.width
    usable = np.flatnonzero(~columns.is_best)
    owner = columns.agency[usable]
    order = usable[np.argsort(owner, kind="stable")]
    bounds = np.searchsorted(np.sort(owner), np.arange(columns.agencies + 1))
    best = np.array([ranks[-1] for ranks in columns.ranks], np.uint8)
    for agency in np.flatnonzero(np.diff(bounds) >= least).tolist():
        marks = mark(columns.answers[order[bounds[agency] : bounds[agency + 1]]], width)
        like = (marks @ marks.T >= lines - 2).astype(np.float32)
        like = like[like.sum(axis=1) >= least]
        shares = (like @ marks).reshape(len(like), lines, width)
        centres = np.unique(shares.argmax(axis=2).astype(np.uint8), axis=0)
        centres = centres[(centres != best).any(axis=1)]
        counted = (mark(centres, width) @ marks.T >= lines - 1).sum(axis=1)
        found = counted >= least
        if found.any():
            yield agency, centres[found], counted[found]


def measure_rates(
    columns: Columns, agency: Ints, centres: NDArray[np.uint8], *, usable: NDArray[np.bool_]
) -> Floats:
    """Return how often USABLE sheets of comparable agencies lie around each centre."""
    strata = columns.cut_strata()
    rates = np.zeros(len(centres))
    keys = hash_rows(columns.answers, np.arange(centres.shape[1]))
    for stratum in np.unique(strata[agency]).tolist():
        rows = np.flatnonzero(strata[columns.agency] == stratum)
        # Every n-th in an order that the sheets alone decide, so that a run can be repeated.
        rows = rows[np.lexsort((columns.agency[rows], keys[rows]))]
        rows = rows[:: max(1, len(rows) // PEERS)]
        marks = mark(columns.answers[rows], columns.width) * usable[rows, None]
        where = np.flatnonzero(strata[agency] == stratum)
        for at in range(0, len(where), _CHUNK):
            mine = where[at : at + _CHUNK]
            others = columns.agency[rows] != agency[mine, None]
            around = mark(centres[mine], columns.width) @ marks.T >= centres.shape[1] - 1
            rates[mine] = ((around & others).sum(axis=1) + 0.5) / (others.sum(axis=1) + 1)
    return rates


def mark(answers: NDArray[np.uint8], width: int) -> Marks:
    """Return one column per line and choice: a product of two rows counts the lines they share."""
    found = answers[:, :, None] == np.arange(width, dtype=np.uint8)
    marks: Marks = found.reshape(len(answers), answers.shape[1] * width).astype(np.float32)
    return marks


def _find(
    columns: Columns, keys: Keys, strata: Ints, *, usable: NDArray[np.bool_], least: int
) -> Repeats:
    own = keys ^ (columns.agency.astype(np.uint64) + np.uint64(1)) * _AGENCY
    wide = keys ^ (strata[columns.agency].astype(np.uint64) + np.uint64(1)) * _STRATUM
    _, firsts, counts = np.unique(own[usable], return_index=True, return_counts=True)
    rows = np.flatnonzero(usable)[firsts[counts >= least]]
    counted = counts[counts >= least].astype(np.int64)
    agency = columns.agency[rows]
    sizes = np.bincount(strata, weights=columns.respondents, minlength=int(strata.max()) + 1)
    elsewhere = _count_keys(wide, wide[rows]) - counted
    others = sizes[strata[agency]] - columns.respondents[agency]
    expected = columns.respondents[agency] * (elsewhere + 0.5) / (others + 1)
    return keep_best(columns.agencies, agency, counted, expected, get_surprise(counted, expected))


def get_none(agencies: int) -> Repeats:
    return Repeats(np.zeros(agencies, np.int64), np.zeros(agencies), np.zeros(agencies))


def keep_best(
    agencies: int, agency: Ints, counted: Ints, expected: Floats, surprise: Floats
) -> Repeats:
    """Return the most surprising group of each agency."""
    found = get_none(agencies)
    # Later assignments win; between equals the larger group, whatever order they came in.
    order = np.lexsort((expected, counted, surprise))
    found.counted[agency[order]] = counted[order]
    found.expected[agency[order]] = expected[order]
    found.surprise[agency[order]] = surprise[order]
    return found


def _count_keys(keys: Keys, wanted: Keys) -> Ints:
    """Return how often each of WANTED occurs among KEYS."""
    interesting = np.sort(keys[np.isin(keys, wanted)])
    counts: Ints = np.searchsorted(interesting, wanted, side="right") - np.searchsorted(
        interesting, wanted, side="left"
    )
    return counts
