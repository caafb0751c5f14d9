"""Whether a relation would close a circle on any day of its life."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Edge:
    """CHILD stands under PARENT from FIRST until the day before LAST."""

    child: int
    parent: int
    first: date
    last: date = date.max


def find_cycle(edge: Edge, *, above: Mapping[int, Iterable[Edge]]) -> tuple[int, ...]:
    """Return the units of a circle that EDGE closes on some day, or nothing.

    ABOVE holds the edges to the parents of each unit over time. A circle counts only if all of
    its edges hold on one same day, so the period shrinks on the way up.
    """
    start: tuple[int, ...] = (edge.child,)
    stack = [(edge.parent, edge.first, edge.last, start)]
    seen = set()
    while stack:
        unit, first, last, path = stack.pop()
        if unit == edge.child:
            return path
        if (unit, first, last) in seen:
            continue
        seen.add((unit, first, last))
        for step in above.get(unit, ()):
            begins, ends = max(first, step.first), min(last, step.last)
            if begins < ends:
                stack.append((step.parent, begins, ends, (*path, unit)))
    return ()
