"""Everything that stands out in a season, agency by agency: a function of answers and limits."""

from collections.abc import Iterator, Mapping

import numpy as np

from prongsai.integrity.rules import arrivals, habits, repeats
from prongsai.integrity.rules.columns import Columns
from prongsai.integrity.types import Flag, FlagCode, Thresholds

# Pairs of surveys whose means are laid side by side; the flag stands at the first.
PAIRS = (("EIT1", "EIT2"), ("IIT", "EIT1"))
# Staff answer in meetings: a full day says nothing there. Interviewers work day by day.
WITH_BURSTS = frozenset({"EIT1"})
Flags = dict[int, list[Flag]]


def find_flags(parts: Mapping[str, Columns], *, limits: Thresholds) -> dict[str, Flags]:
    """Return for every part the flags of every agency that has any."""
    found: dict[str, Flags] = {}
    for part, columns in parts.items():
        flags: Flags = {}
        enough = columns.respondents >= limits["least_respondents"]
        for agency, flag in _list_flags(columns, parts, limits):
            if enough[agency]:
                flags.setdefault(agency, []).append(flag)
        found[part] = flags
    return found


def _list_flags(
    columns: Columns, parts: Mapping[str, Columns], limits: Thresholds
) -> Iterator[tuple[int, Flag]]:
    yield from _list_repeats(columns, limits)
    yield from _list_habits(columns, limits)
    yield from _list_arrivals(columns, limits)
    for one, other in PAIRS:
        if columns.part == one and other in parts:
            gap, usual, distance = arrivals.measure_gap(columns, parts[other])
            yield from _pick(
                FlagCode.GAP,
                (gap, columns.respondents, usual, distance),
                limits["gap_deviations"],
                other=other,
            )


def _list_repeats(columns: Columns, limits: Thresholds) -> Iterator[tuple[int, Flag]]:
    for code, find in (
        (FlagCode.IDENTICAL, repeats.find_identical),
        (FlagCode.NEAR, repeats.find_near),
    ):
        found = find(columns, least=int(limits[f"{code}_least"]))
        values = (found.counted, columns.respondents, found.expected, found.surprise)
        yield from _pick(code, values, limits[f"{code}_surprise"])


def _list_habits(columns: Columns, limits: Thresholds) -> Iterator[tuple[int, Flag]]:
    of = columns.respondents
    perfect, expected, distance = habits.measure_ceiling(columns)
    values = (perfect, of, expected, distance)
    yield from _pick(FlagCode.CEILING, values, limits["ceiling_deviations"])
    counted, expected, surprise = habits.measure_column(columns)
    surprise = np.where(counted >= limits["column_least"], surprise, 0)
    yield from _pick(FlagCode.COLUMN, (counted, of, expected, surprise), limits["column_surprise"])
    counted, expected, surprise, known = habits.measure_fast(columns)
    surprise = np.where(counted >= limits["fast_least"], surprise, 0)
    yield from _pick(FlagCode.FAST, (counted, known, expected, surprise), limits["fast_surprise"])
    told, asked, bound = habits.measure_told(columns)
    nobody = np.zeros(columns.agencies)
    yield from _pick(FlagCode.TOLD, (told, asked, nobody, bound), limits["told_lower_bound"])


def _list_arrivals(columns: Columns, limits: Thresholds) -> Iterator[tuple[int, Flag]]:
    if columns.part in WITH_BURSTS and columns.days is not None:
        busiest, expected, share = arrivals.measure_burst(columns)
        values = (busiest, columns.days.sum(axis=1), expected, share)
        yield from _pick(FlagCode.BURST, values, limits["burst_share"])
    if columns.part in WITH_BURSTS and columns.flooded is not None:
        nobody = np.zeros(columns.agencies)
        share = columns.flooded / np.maximum(columns.respondents, 1)
        values = (columns.flooded, columns.respondents, nobody, share)
        yield from _pick(FlagCode.NETWORK, values, limits["network_share"])


def _pick(
    code: FlagCode, values: tuple[np.ndarray, ...], threshold: float, *, other: str = ""
) -> Iterator[tuple[int, Flag]]:
    """Yield the agencies whose measure reaches the threshold."""
    counted, of, expected, measure = values
    for agency in np.flatnonzero(measure >= threshold).tolist():
        yield (
            agency,
            Flag(
                code=code.value,
                counted=float(counted[agency]),
                of=int(of[agency]),
                expected=float(expected[agency]),
                measure=float(measure[agency]),
                threshold=threshold,
                other=other,
            ),
        )
