"""From answer rows to counted choices, and from counts to the mean of a line."""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

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
    counts = _add_sheets(line, sheets)
    total = people = 0
    for count, points in zip(counts, line.points or (), strict=True):
        if points is not None:
            total += count * points
            people += count
    if not people:
        return Node(line, None, Source.NONE, counts=counts)
    value = Fraction(total, people * line.scale)
    return Node(line, value, Source.ANSWERS, rules=line.rules, counts=counts)


def _add_sheets(line: Spec, sheets: Mapping[str, Counts]) -> tuple[int, ...]:
    found = [sheets[code].lines[line.index] for code in line.sheets if code in sheets]
    if len(found) == 1:
        return found[0]
    return tuple(sum(column) for column in zip(*found, strict=True))
