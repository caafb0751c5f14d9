"""Everything that stands out in a season, agency by agency: a function of answers and limits."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from prongsai.integrity.rules import arrivals, habits, repeats
from prongsai.integrity.rules.chances import get_rank_surprise, get_tail
from prongsai.integrity.rules.columns import Columns
from prongsai.integrity.rules.copies import find_copies
from prongsai.integrity.rules.evidence import Sign, weigh_together
from prongsai.integrity.types import Flag, FlagCode, Thresholds

# Pairs of surveys whose means are laid side by side; the flag stands at the first.
PAIRS = (("EIT1", "EIT2"), ("IIT", "EIT1"))
# Staff answer in meetings: a full day says nothing there. Interviewers work day by day.
WITH_BURSTS = frozenset({"EIT1"})
# The first method, counted with the versions of the limits, that looks for copies by their
# likelihood and leaves agencies that stand out out of the usual rates.
COPIES = TRIMMED = 3
Flags = dict[int, list[Flag]]


def find_flags(parts: Mapping[str, Columns], *, limits: Thresholds) -> dict[str, Flags]:
    """Return for every part the flags of every agency that has any."""
    return {
        part: pick_flags(list_signs(columns, parts, limits), columns, limits)
        for part, columns in parts.items()
    }


def list_signs(columns: Columns, parts: Mapping[str, Columns], limits: Thresholds) -> list[Sign]:
    """Return everything that is measured about one survey, at every agency."""
    signs = [
        *_list_repeats(columns, limits),
        *_list_habits(columns, limits),
        *(_list_arrivals(columns, limits) if columns.part in WITH_BURSTS else ()),
        *_list_gaps(columns, parts, limits),
    ]
    return [*signs, weigh_together(signs, limit=limits["evidence_sum"])]


def pick_flags(signs: Sequence[Sign], columns: Columns, limits: Thresholds) -> Flags:
    """Return the signs that reach their limit, where enough people answered."""
    flags: Flags = {}
    enough = columns.respondents >= limits["least_respondents"]
    for sign in signs:
        for agency in np.flatnonzero(enough & (sign.measure >= sign.limit)).tolist():
            flags.setdefault(agency, []).append(sign.to_flag(agency))
    return flags


def _list_gaps(
    columns: Columns, parts: Mapping[str, Columns], limits: Thresholds
) -> Iterator[Sign]:
    for one, other in PAIRS:
        if columns.part == one and other in parts:
            gap, usual, distance = arrivals.measure_gap(columns, parts[other])
            yield Sign(
                *(FlagCode.GAP, gap, columns.respondents, usual),
                *(distance, limits["gap_deviations"]),
                other=other,
            )


def _list_repeats(columns: Columns, limits: Thresholds) -> Iterator[Sign]:
    near = repeats.find_near if limits.method < COPIES else find_copies
    for code, find in ((FlagCode.IDENTICAL, repeats.find_identical), (FlagCode.NEAR, near)):
        found = find(columns, least=int(limits[f"{code}_least"]))
        values = (found.counted, columns.respondents, found.expected, found.surprise)
        yield Sign(code, *values, limits[f"{code}_surprise"], surprise=found.surprise)


def _list_habits(columns: Columns, limits: Thresholds) -> Iterator[Sign]:
    of = columns.respondents
    perfect, expected, distance = habits.measure_ceiling(columns)
    yield Sign(
        *(FlagCode.CEILING, perfect, of, expected, distance, limits["ceiling_deviations"]),
        surprise=get_tail(distance),
    )
    trimmed = limits.method >= TRIMMED
    counted, expected, surprise = habits.measure_column(columns, trimmed=trimmed)
    yield _need(limits, FlagCode.COLUMN, counted, of, expected, surprise)
    counted, expected, surprise, known = habits.measure_fast(columns, trimmed=trimmed)
    yield _need(limits, FlagCode.FAST, counted, known, expected, surprise)
    told, asked, bound = habits.measure_told(columns)
    # Never part of the evidence taken together: an agency that reads of it would learn it.
    yield Sign(
        *(FlagCode.TOLD, told, asked, np.zeros(columns.agencies), bound),
        limits["told_lower_bound"],
    )


def _need(limits: Thresholds, code: FlagCode, *values: np.ndarray) -> Sign:
    """Return a sign that takes a few sheets at least, however rare they are."""
    counted, of, expected, surprise = values
    measure = np.where(counted >= limits[f"{code}_least"], surprise, 0)
    return Sign(
        *(code, counted, of, expected, measure, limits[f"{code}_surprise"]), surprise=surprise
    )


def _list_arrivals(columns: Columns, limits: Thresholds) -> Iterator[Sign]:
    usable = columns.respondents >= limits["least_respondents"]
    if columns.days is not None:
        busiest, expected, share = arrivals.measure_burst(columns)
        yield Sign(
            *(FlagCode.BURST, busiest, columns.days.sum(axis=1), expected, share),
            limits["burst_share"],
            surprise=get_rank_surprise(share, columns.respondents, usable),
        )
    flooded = arrivals.count_flooded(columns, of_day=limits["network_of_day"])
    if flooded is not None:
        share = flooded / np.maximum(columns.respondents, 1)
        yield Sign(
            *(FlagCode.NETWORK, flooded, columns.respondents, np.zeros(columns.agencies), share),
            limits["network_share"],
            surprise=get_rank_surprise(share, columns.respondents, usable),
        )
