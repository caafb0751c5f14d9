"""A framework turned once into the tree that every agency is scored along."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from math import gcd, lcm

from prongsai.scoring.rounding import ZERO
from prongsai.scoring.types.framework import (
    Aggregate,
    Framework,
    Group,
    Indicator,
    Instrument,
    Item,
    Join,
    Line,
    Part,
    Text,
)

Key = tuple[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """One way to compute a node from nodes below; the more detailed ways come first."""

    children: tuple["Spec", ...]
    shares: tuple[int, ...]
    whole: int
    rules: tuple[str, ...]
    keys: frozenset[Key]
    partial: bool = False  # a child of which nothing is known may be left out
    complete: bool = True  # False: children are known to be missing from the framework
    question: "Spec | None" = None  # the only child, where it is a line


@dataclass(frozen=True, slots=True, eq=False)
class Spec:
    """A node of the framework as scoring sees it."""

    kind: str
    code: str
    label: Text
    ways: tuple[Way, ...] = ()
    rules: tuple[str, ...] = ()
    own: bool = True  # a value of its own may be given
    keys: frozenset[Key] = frozenset()
    marks: frozenset[tuple[int, int]] = frozenset()
    weight: Fraction | None = None
    sheets: tuple[str, ...] = ()
    index: int = 0
    points: tuple[int | None, ...] | None = None  # of a line, times scale
    scale: int = 1
    codes: tuple[str, ...] = ()  # of a sub-indicator: its items, all of them without questions


@lru_cache(maxsize=64)
def build_tree(framework: Framework) -> tuple[Spec, ...]:
    """The instruments of the framework as trees."""
    return tuple(_build_instrument(instrument) for instrument in framework.instruments)


def make_way(
    children: Iterable[Spec],
    rules: tuple[str, ...],
    shares: Sequence[Fraction | int] = (),
    *,
    partial: bool = False,
    complete: bool = True,
) -> Way:
    """A way with whole-number shares; without shares every child counts the same."""
    listed = tuple(children)
    parts = [Fraction(share) for share in shares] or [Fraction(1)] * len(listed)
    common = lcm(*(part.denominator for part in parts))
    numbers = [int(part * common) for part in parts]
    shrink = gcd(*numbers)
    numbers = [number // shrink for number in numbers]
    keys = frozenset[Key]().union(*(child.keys for child in listed))
    question = listed[0] if len(listed) == 1 and listed[0].points is not None else None
    return Way(listed, tuple(numbers), sum(numbers), rules, keys, partial, complete, question)


def _spec(kind: str, code: str, label: Text, ways: tuple[Way, ...], *, own: bool = True) -> Spec:
    keys = frozenset[Key]().union(*(way.keys for way in ways))
    return Spec(kind, code, label, ways, own=own, keys=keys | ({(kind, code)} if own else set()))


def _build_instrument(instrument: Instrument) -> Spec:
    rule = (f"instrument-{instrument.code.lower()}",)
    offsets = _line_offsets(instrument)
    ways = []
    if instrument.items:
        loose = [_build_item(item, instrument, offsets) for item in instrument.items]
        rules = (*rule, f"{instrument.code.lower()}-list")
        ways.append(make_way(loose, rules, complete=instrument.complete))
    if instrument.indicators:
        below = [_build_indicator(i, instrument, offsets) for i in instrument.indicators]
        aggregate = Aggregate.MEAN if instrument.items else instrument.aggregate
        ways.append(make_way(below, rule, _shares(aggregate, instrument.indicators)))
    spec = _spec("instrument", instrument.code, instrument.name, tuple(ways))
    return Spec(
        spec.kind, spec.code, spec.label, spec.ways, keys=spec.keys, weight=instrument.weight
    )


def _line_offsets(instrument: Instrument) -> dict[str, int]:
    """Where in an answer row the lines of each item begin."""
    offsets, position = {}, 0
    for item in instrument.all_items:
        offsets[item.code] = position
        position += len(item.lines)
    return offsets


def _shares(
    aggregate: Aggregate, children: Sequence[Indicator | Group | Item]
) -> list[Fraction | int]:
    if aggregate is Aggregate.FLAT:
        return [_count_items(child) or 1 for child in children]
    if aggregate is Aggregate.WEIGHTED:
        return [child.weight or ZERO for child in children]
    return []


def _count_items(node: Indicator | Group | Item) -> int:
    if isinstance(node, Indicator):
        return len(node.all_items)
    return len(node.items) if isinstance(node, Group) else 1


def _build_indicator(indicator: Indicator, instrument: Instrument, offsets: dict[str, int]) -> Spec:
    ways: list[Way] = []
    if instrument.parts and instrument.join is Join.MEAN_OF_PARTS:
        parts = [_build_part(part, indicator, instrument, offsets) for part in instrument.parts]
        ways.append(make_way(parts, (f"{instrument.code.lower()}-parts",), partial=True))
    if indicator.all_items:
        ways.append(_indicator_way(indicator, instrument, offsets))
    return _spec("indicator", indicator.code, indicator.name, tuple(ways))


def _build_part(
    part: Part, indicator: Indicator, instrument: Instrument, offsets: dict[str, int]
) -> Spec:
    items = [
        _build_item(item, instrument, offsets, sheets=(part.code,)) for item in indicator.all_items
    ]
    way = make_way(items, ("survey-indicator",), _shares(indicator.aggregate, indicator.all_items))
    return _spec("part", part.code, part.name, (way,), own=False)


def _indicator_way(indicator: Indicator, instrument: Instrument, offsets: dict[str, int]) -> Way:
    surveyed = any(item.lines for item in indicator.all_items)
    low = instrument.code.lower()
    rule = "survey-indicator" if surveyed else f"{low}-indicator"
    joined = instrument.parts and instrument.join is Join.POOLED
    below: list[Group | Item] = [*indicator.groups, *indicator.items]
    children = [
        _build_group(node, instrument, offsets)
        if isinstance(node, Group)
        else _build_item(node, instrument, offsets)
        for node in below
    ]
    rules = (rule, f"{low}-parts") if joined else (rule,)
    return make_way(children, rules, _shares(indicator.aggregate, below))


def _build_group(group: Group, instrument: Instrument, offsets: dict[str, int]) -> Spec:
    low = instrument.code.lower()
    items = [_build_item(item, instrument, offsets) for item in group.items]
    way = make_way(items, (f"{low}-group", f"{low}-list"))
    codes = () if any(item.ways for item in items) else tuple(item.code for item in items)
    return replace(_spec("group", group.code, group.name, (way,), own=False), codes=codes)


def _build_item(
    item: Item,
    instrument: Instrument,
    offsets: dict[str, int],
    sheets: tuple[str, ...] | None = None,
) -> Spec:
    """A disclosure item, a survey item with its lines, or a survey item as one value."""
    own = sheets is None
    if own and instrument.join is Join.MEAN_OF_PARTS and instrument.parts:
        lines: list[Spec] = []  # the parts hold the answers; here only a value may be given
    else:
        start = offsets[item.code]
        lines = [
            _build_line(line, start + number, sheets or instrument.sheets, instrument)
            for number, line in enumerate(item.lines)
        ]
    ways = (make_way(lines, ("survey-item",)),) if lines else ()
    spec = _spec("item", item.code, item.label, ways, own=own)
    rules = () if item.lines else (f"{instrument.code.lower()}-item",)
    return Spec(
        spec.kind,
        spec.code,
        spec.label,
        ways,
        rules,
        own,
        spec.keys,
        frozenset((mark.numerator, mark.denominator) for mark in item.marks),
    )


def _build_line(line: Line, index: int, sheets: tuple[str, ...], instrument: Instrument) -> Spec:
    points = [choice.points for choice in line.choices]
    scale = lcm(*(p.denominator for p in points if p is not None))
    return Spec(
        "line",
        line.code,
        line.text,
        rules=("survey-line", f"{instrument.code.lower()}-form"),
        own=False,
        keys=frozenset(("sheet", sheet) for sheet in sheets),
        sheets=sheets,
        index=index,
        points=tuple(None if p is None else int(p * scale) for p in points),
        scale=scale,
    )
