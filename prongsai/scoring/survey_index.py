"""From answer rows to counted choices, and from counts to the mean of a line."""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import compress
from operator import mul

from prongsai.scoring.tree import Spec
from prongsai.scoring.types.given import Counts
from prongsai.scoring.types.result import Node, Source


def count_rows(rows: Sequence[Sequence[int | None]], choices: Sequence[int]) -> Counts:
    """Count checked answer rows; choices says how many each line has."""
    if not rows:
        return Counts(0, tuple((0,) * many for many in choices))
    counted = []
    for many, column in zip(choices, zip(*rows, strict=True), strict=True):
        tally = Counter(column)
        counted.append(tuple(tally[choice] for choice in range(many)))
    return Counts(len(rows), tuple(counted))


def mean_line(line: Spec, sheets: Mapping[str, Counts]) -> Node:
    """The mean points of those who answered the line; nobody answered is no result."""
    only = sheets.get(line.sheets[0]) if len(line.sheets) == 1 else None
    counts = only.lines[line.index] if only else _add_sheets(line, sheets)
    points, opinions = _read_points(line)
    people = sum(counts if opinions is None else compress(counts, opinions))
    if not people:
        return Node(line, None, Source.NONE, counts=counts)
    value = Fraction(sum(map(mul, counts, points)), people * line.scale)
    return Node(line, value, Source.ANSWERS, (), (), 1, line.rules, counts)


@lru_cache(maxsize=4_096)
def _read_points(line: Spec) -> tuple[tuple[int, ...], tuple[bool, ...] | None]:
    """The points of each choice, and which choices are opinions unless all are."""
    points = line.points or ()
    opinions = tuple(p is not None for p in points)
    return tuple(p or 0 for p in points), None if all(opinions) else opinions


def _add_sheets(line: Spec, sheets: Mapping[str, Counts]) -> tuple[int, ...]:
    found = [sheets[code].lines[line.index] for code in line.sheets if code in sheets]
    return tuple(sum(column) for column in zip(*found, strict=True))
