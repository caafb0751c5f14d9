"""Which answers leave the mixer today: never a few, and always some of them kept back."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from random import Random, SystemRandom
from typing import TypeVar

T = TypeVar("T")
G = TypeVar("G", bound=Hashable)


def split_pool(
    records: Iterable[T],
    *,
    group_of: Callable[[T], G],
    least: int,
    closing: Callable[[G], bool],
    chance: Random | None = None,
) -> tuple[list[T], list[T]]:
    """Return (released, kept back).

    A group still open releases only when at least LEAST can leave and LEAST others, drawn by
    chance, stay; so every group ever released has LEAST or more members, and so has the last one.
    A group that closes releases all it has.
    """
    chance = chance or SystemRandom()
    groups: defaultdict[G, list[T]] = defaultdict(list)
    for record in records:
        groups[group_of(record)].append(record)
    released: list[T] = []
    kept: list[T] = []
    for group, members in groups.items():
        leaving = len(members) if closing(group) else max(0, len(members) - least)
        if not closing(group) and leaving < least:
            leaving = 0
        chance.shuffle(members)
        released += members[:leaving]
        kept += members[leaving:]
    return released, kept


def find_small(labels: Sequence[T], *, least: int) -> set[T]:
    """Return the labels that fewer than LEAST of the released rows carry."""
    return {label for label, count in Counter(labels).items() if count < least}
