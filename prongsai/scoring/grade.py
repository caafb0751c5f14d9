"""Which level a total reaches, and whether every instrument passes its gate."""

from collections.abc import Mapping
from fractions import Fraction

from prongsai.scoring.rounding import half_up
from prongsai.scoring.types.framework import Level, Levels
from prongsai.scoring.types.result import Grade


def grade_total(
    levels: Levels, total: Fraction, instruments: Mapping[str, Fraction | None]
) -> Grade:
    """Test the bands from the top with two-decimal figures.

    A gate that nobody can check leaves the level open: it is not guessed.
    """
    figure = half_up(total)
    possible: list[Level] = []
    unknown: set[str] = set()
    for band in levels.bands:
        if figure < band.minimum:
            continue
        passed, open_gates = check_gate(band, instruments)
        if not passed:
            continue
        possible.append(band)
        unknown |= open_gates
        if not open_gates:
            break
    if len(possible) == 1:
        return Grade(possible[0], tuple(possible))
    return Grade(None, tuple(possible), tuple(sorted(unknown)))


def check_gate(
    band: Level, instruments: Mapping[str, Fraction | None]
) -> tuple[bool, frozenset[str]]:
    """Whether no known instrument misses the gate, and the instruments not known."""
    gate = band.gate
    if gate is None:
        return True, frozenset()
    known = [value for value in instruments.values() if value is not None]
    unknown = frozenset(code for code, value in instruments.items() if value is None)
    return all(half_up(value) >= gate for value in known), unknown


def find_other_level(levels: Levels, total: Fraction) -> Level | None:
    """The level in the vocabulary not in force, by the total alone; for comparison only."""
    figure = half_up(total)
    return next((band for band in levels.also if figure >= band.minimum), None)
