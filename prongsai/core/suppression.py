"""Small numbers are withheld, and so is whatever would let a reader subtract their way to them."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from fractions import Fraction
from itertools import product

ALL = "*"
Key = tuple[Hashable, ...]
Equation = tuple[Key, tuple[Key, ...]]


def find_withheld(
    cells: Mapping[Key, int], *, threshold: int, also: Iterable[Key] = ()
) -> frozenset[Key]:
    """Return the cells of a table that must not be shown.

    CELLS holds every cell and every total that would be shown; a total has ALL in the place of the
    dimension it sums over. Withheld are all counts from 1 to THRESHOLD - 1 and as many more as it
    takes that no withheld count can be computed from what remains, and that what is withheld
    together never adds up to fewer than THRESHOLD people. ALSO names cells that must not be shown
    for another reason, whatever they hold.
    """
    equations = _get_equations(cells)
    withheld = {key for key, count in cells.items() if 0 < count < threshold}
    withheld |= {key for key in also if key in cells}
    while True:
        extra = _find_thin(cells, equations, withheld, threshold=threshold)
        extra = extra or _find_computable(cells, equations, withheld)
        if not extra:
            return frozenset(withheld)
        withheld |= extra


def show_growing(count: int, *, settled: int, threshold: int, known: int = 0) -> int | None:
    """Return a count that is watched while it grows as it may be shown: in steps of THRESHOLD.

    So no two readings, and no two cells, differ by a group smaller than that. Below the first step
    stands what was SETTLED by the end of yesterday: nobody (0), or too few to say (None). KNOWN is
    what the reader is told anyhow: that there are at least so many.
    """
    if count >= threshold:
        return max(step_down(count, threshold=threshold), known)
    return None if settled or known else 0


def step_down(count: int, *, threshold: int) -> int:
    return count - count % threshold


def coarsen(count: int, *, threshold: int) -> int:
    """Return a cell for `find_withheld` that is itself told in steps; 1 stands for a few.

    So what is withheld beside it hangs on nobody's single answer either.
    """
    return step_down(count, threshold=threshold) or min(count, 1)


def needs_withholding(counts: Iterable[int], *, threshold: int) -> bool:
    """Return whether `find_withheld` would withhold anything of a table with these cells."""
    return any(0 < count < threshold for count in counts)


def _get_equations(cells: Mapping[Key, int]) -> list[Equation]:
    """Return (total, parts) for every total whose parts are all in the table."""
    parts: defaultdict[tuple[Key, int], list[Key]] = defaultdict(list)
    for key in sorted(cells, key=repr):
        for place, value in enumerate(key):
            if value != ALL:
                parts[(*key[:place], ALL, *key[place + 1 :]), place].append(key)
    equations = []
    for (total, _), members in parts.items():
        if total not in cells:
            continue
        if sum(cells[key] for key in members) != cells[total]:
            raise ValueError(f"the total {total} is not the sum of its cells")
        equations.append((total, tuple(members)))
    return sorted(equations, key=repr)


def _find_thin(
    cells: Mapping[Key, int], equations: Iterable[Equation], withheld: set[Key], *, threshold: int
) -> set[Key]:
    """Return one more cell for the first sum whose withheld part is one cell, or few people."""
    for total, parts in equations:
        hidden = [key for key in parts if key in withheld]
        if total in withheld:
            if not hidden:
                return {_smallest(cells, parts)}
            continue
        if not hidden:
            continue
        if len(hidden) == 1 or sum(cells[key] for key in hidden) < threshold:
            shown = [key for key in parts if key not in withheld]
            return {_smallest(cells, shown) if shown else total}
    return set()


def _smallest(cells: Mapping[Key, int], keys: Iterable[Key]) -> Key:
    """Return the cheapest cell to lose; an empty cell hides nobody, so it comes last."""
    return min(keys, key=lambda key: (cells[key] == 0, cells[key], repr(key)))


def _find_computable(
    cells: Mapping[Key, int], equations: list[Equation], withheld: set[Key]
) -> set[Key]:
    """Return a companion for the first withheld cell that the shown ones determine."""
    order = sorted(withheld, key=repr)
    rows = _reduce(equations, order)
    for row in rows:
        unknown = [place for place, factor in enumerate(row) if factor]
        if len(unknown) == 1:
            return _find_companion(cells, equations, withheld, order[unknown[0]])
    return set()


def _find_companion(
    cells: Mapping[Key, int], equations: list[Equation], withheld: set[Key], key: Key
) -> set[Key]:
    for total, parts in equations:
        if key == total or key in parts:
            shown = [part for part in (*parts, total) if part not in withheld]
            if shown:
                return {_smallest(cells, shown)}
    return {each for each in cells if each not in withheld}


def _reduce(equations: list[Equation], order: list[Key]) -> list[list[Fraction]]:
    """Return the row-reduced system over the withheld cells: a row of one unknown is solved."""
    place = {key: number for number, key in enumerate(order)}
    rows = []
    for total, parts in equations:
        row = [Fraction(0)] * len(order)
        for key, sign in [(total, -1), *((part, 1) for part in parts)]:
            if key in place:
                row[place[key]] += sign
        rows.append(row)
    top = 0
    for column in range(len(order)):
        pivot = next((at for at in range(top, len(rows)) if rows[at][column]), None)
        if pivot is None:
            continue
        rows[top], rows[pivot] = rows[pivot], rows[top]
        rows[top] = [value / rows[top][column] for value in rows[top]]
        for at, row in enumerate(rows):
            if at != top and row[column]:
                factor = row[column]
                rows[at] = [a - factor * b for a, b in zip(row, rows[top], strict=True)]
        top += 1
    return rows


def cross(table: Mapping[Key, int]) -> dict[Key, int]:
    """Return TABLE with every total over every dimension added."""
    whole: defaultdict[Key, int] = defaultdict(int)
    for key, count in table.items():
        for choice in product(*((value, ALL) for value in key)):
            whole[choice] += count
    return dict(whole)
