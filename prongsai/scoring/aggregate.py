"""From what is given up the tree: the most detailed complete level of each branch wins."""

from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from math import lcm
from operator import mul

from prongsai.scoring.rounding import count_decimals, half_up
from prongsai.scoring.survey_index import mean_line
from prongsai.scoring.tree import Spec, Way
from prongsai.scoring.types.given import Given
from prongsai.scoring.types.result import Node, Shared, Source


@dataclass(slots=True)
class Trace:
    """What the reader must be told about how the values came about."""

    missing: list[tuple[Spec, tuple[Spec, ...]]] = field(default_factory=list)
    open_lists: list[Spec] = field(default_factory=list)
    set_aside: list[Spec] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)
    differs: list[tuple[Spec, Fraction, Fraction]] = field(default_factory=list)
    partial_marks: list[Spec] = field(default_factory=list)


def evaluate(spec: Spec, given: Given, trace: Trace) -> Node:
    """The node and everything below it."""
    if not spec.ways:
        return _evaluate_leaf(spec, given, trace)
    shared = _find_shared(spec, given) if spec.codes else None
    if shared is not None:
        return shared
    known = given.keys
    tried: tuple[Node, ...] = ()
    for way in spec.ways:
        if way.keys.isdisjoint(known):
            continue
        node = _follow(spec, way, given, trace)
        if node.value is not None:
            if spec.own:
                _compare(node, given, trace)
            return node
        tried += node.children
    return _take_given(spec, tried, given, trace)


def _evaluate_leaf(spec: Spec, given: Given, trace: Trace) -> Node:
    if spec.points is not None:
        return mean_line(spec, given.sheets)
    if spec.kind == "item":
        return _take_mark(spec, given, trace)
    return _take_given(spec, (), given, trace)


def _find_shared(spec: Spec, given: Given) -> Shared | None:
    return _share_group(spec, tuple([given.items.get(code) for code in spec.codes]))


@lru_cache(maxsize=16_384)
def _share_group(spec: Spec, marks: tuple[Fraction | None, ...]) -> Shared | None:
    """The sub-indicator as all agencies with these marks have it, if nothing needs to be said."""
    trace = Trace()
    given = Given(items={c: m for c, m in zip(spec.codes, marks, strict=True) if m is not None})
    node = _follow(spec, spec.ways[0], given, trace)
    return Shared(*node) if node.value is not None and trace == Trace() else None


def _follow(spec: Spec, way: Way, given: Given, trace: Trace) -> Node:
    if way.question is not None:
        line = mean_line(way.question, given.sheets)
        if line.value is not None:
            return Node(spec, line.value, Source.BELOW, (line,), way.shares, way.whole, way.rules)
    children = tuple([evaluate(child, given, trace) for child in way.children])
    if not way.complete:
        trace.open_lists.append(spec)
        return Node(spec, None, Source.NONE, children)
    shares = way.shares
    for child in children:
        if child.value is None:
            break
    else:
        value = blend(children, shares)
        return Node(spec, value, Source.BELOW, children, shares, way.whole, way.rules)
    empty = tuple(child.spec for child in children if _is_empty(child))
    if not _may_leave_out(way, children):
        trace.missing.append((spec, empty))
        return Node(spec, None, Source.NONE, children)
    trace.left_out.update(child.code for child in empty)
    shares = tuple(s for c, s in zip(children, shares, strict=True) if not _is_empty(c))
    children = tuple(child for child in children if not _is_empty(child))
    value = blend(children, shares)
    return Node(spec, value, Source.BELOW, children, shares, sum(shares), way.rules)


def _is_empty(node: Node) -> bool:
    """Nothing at all was given for the node or below it."""
    return node.value is None and not node.children


def _may_leave_out(way: Way, children: tuple[Node, ...]) -> bool:
    """A part without a single answer is left out; a part with holes is not."""
    return way.partial and all(child.value is not None or _is_empty(child) for child in children)


def blend(children: tuple[Node, ...], shares: tuple[int, ...]) -> Fraction:
    """The mean of the children by their shares, exact."""
    if len(children) == 1 and children[0].value is not None:
        return children[0].value
    ratios = [child.value.as_integer_ratio() for child in children if child.value is not None]
    common = lcm(*[denominator for _, denominator in ratios])
    scaled = [numerator * (common // denominator) for numerator, denominator in ratios]
    return Fraction(sum(map(mul, scaled, shares)), common * sum(shares))


def _take_given(spec: Spec, tried: tuple[Node, ...], given: Given, trace: Trace) -> Node:
    """The node's own value; the incomplete nodes below stay in sight but do not count."""
    values = list_given(spec, given)
    if not values:
        return Node(spec, None, Source.NONE, tried)
    if tried:
        trace.set_aside.append(spec)
    node = Node(spec, values[0], Source.GIVEN, tried, rules=spec.rules)
    if spec.kind == "instrument":  # its points may say something else
        _compare(node, given, trace)
    return node


def _take_mark(spec: Spec, given: Given, trace: Trace) -> Node:
    """An item without questions: the mark handed in, or nothing."""
    value = given.items.get(spec.code) if spec.own else None
    if value is None:
        return Node(spec, None, Source.NONE)
    if spec.marks and (value.numerator, value.denominator) not in spec.marks:
        trace.partial_marks.append(spec)
    return Node(spec, value, Source.GIVEN, rules=spec.rules)


def list_given(spec: Spec, given: Given) -> list[Fraction]:
    """The values given for the node itself, the better one first."""
    if not spec.own:
        return []
    if spec.kind == "item":
        values = [given.items.get(spec.code)]
    elif spec.kind == "indicator":
        values = [given.indicators.get(spec.code)]
    else:
        points = given.points.get(spec.code)
        whole = None if points is None or not spec.weight else points / spec.weight
        values = [given.instruments.get(spec.code), whole]
    return [value for value in values if value is not None]


def _compare(node: Node, given: Given, trace: Trace) -> None:
    """Note where a less detailed value was given too and says something else."""
    spec, value = node.spec, node.value
    if value is None or (spec.kind, spec.code) not in given.keys:
        return
    if spec.kind != "instrument":
        said = list_given(spec, given)
        if said and not _agrees(value, said[0]):
            trace.differs.append((spec, value, said[0]))
        return
    instrument, points = given.instruments.get(spec.code), given.points.get(spec.code)
    if instrument is not None and not _agrees(value, instrument):
        trace.differs.append((spec, value, instrument))
    if points is not None and spec.weight and not _agrees(value * spec.weight, points):
        trace.differs.append((spec, value * spec.weight, points))


def _agrees(computed: Fraction, said: Fraction) -> bool:
    places = count_decimals(said)
    return computed == said if places is None else half_up(computed, max(places, 2)) == said
