"""Sheets that repeat, exactly or in most lines, against what agencies of the same mean show."""

from dataclasses import dataclass
from math import log10

import numpy as np
from numpy.typing import NDArray

from prongsai.integrity.rules.chances import get_surprise
from prongsai.integrity.rules.columns import Columns, Floats, Ints

# Random factors of the hash: fixed, so that a run can be repeated to the digit.
_FACTORS = np.random.default_rng(2569).integers(1, 2**62, 512, dtype=np.uint64) | np.uint64(1)
_AGENCY, _STRATUM = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
# Near copies are found by hashing parts of the lines: so many draws, this share of the lines each.
DRAWS = 24
KEPT = 0.55
Keys = NDArray[np.uint64]


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
    """Find sheets that agree in most lines, by hashing many draws of about half of the lines."""
    count = columns.answers.shape[1]
    chance = np.random.default_rng(count)
    strata = columns.cut_strata()
    best = np.array([ranks[-1] for ranks in columns.ranks], np.uint8)
    found = Repeats(*(np.zeros(columns.agencies, kind) for kind in (np.int64, float, float)))
    for _ in range(DRAWS):
        lines = np.sort(chance.choice(count, max(3, round(count * KEPT)), replace=False))
        usable = (columns.answers[:, lines] != best[lines]).any(axis=1)
        keys = hash_rows(columns.answers, lines)
        drawn = _find(columns, keys, strata, usable=usable, least=least)
        better = drawn.surprise > found.surprise
        for mine, theirs in (
            (found.counted, drawn.counted),
            (found.expected, drawn.expected),
            (found.surprise, drawn.surprise),
        ):
            mine[better] = theirs[better]
    # Looked for in so many draws, something turns up: the price is paid here.
    np.maximum(found.surprise - log10(DRAWS), 0, out=found.surprise)
    return found


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
    surprise = get_surprise(counted, expected)
    found = Repeats(*(np.zeros(columns.agencies, kind) for kind in (np.int64, float, float)))
    order = np.argsort(surprise, kind="stable")
    # Later assignments win: the most surprising group of each agency stays.
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
