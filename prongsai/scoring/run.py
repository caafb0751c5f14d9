"""Score one agency, or many, under one framework."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from math import lcm

from prongsai.scoring import notices as say
from prongsai.scoring.aggregate import Trace, evaluate
from prongsai.scoring.grade import grade_total
from prongsai.scoring.rounding import HUNDRED, ZERO, half_up
from prongsai.scoring.samples import Shortfall, list_shortfalls, list_unchecked
from prongsai.scoring.tree import build_tree
from prongsai.scoring.types.framework import Framework, RoundingMode
from prongsai.scoring.types.given import Given
from prongsai.scoring.types.result import Grade, Node, Notice, Score, Shared, Source, State

ENGINE_VERSION = "1.0.0"


def score_all(framework: Framework, agencies: Iterable[Given]) -> Iterator[Score]:
    """Score agency after agency; nothing is kept."""
    for given in agencies:
        yield score_agency(framework, given)


def score_agency(framework: Framework, given: Given) -> Score:
    """Total, level, state and reasons of one agency; the same input gives the same digits."""
    trace = Trace()
    nodes = tuple(evaluate(spec, given, trace) for spec in build_tree(framework))
    subtotal = add_up(framework, nodes)
    unrounded = None if subtotal is None else adjust(framework, subtotal, given)
    total = half_up(unrounded) if unrounded is not None else given.total
    grade = _grade(framework, nodes, total)
    rules = _list_rules(framework, nodes, computed=unrounded is not None, grade=grade)
    short = list_shortfalls(framework, given)
    doubtful = bool(rules or trace.partial_marks or trace.left_out)
    return Score(
        framework=framework,
        given=given,
        instruments=nodes,
        subtotal=subtotal,
        unrounded=unrounded,
        total=total,
        total_given=unrounded is None and total is not None,
        grade=grade,
        state=_state(total, short, doubtful=doubtful),
        notices=(
            *_about_total(nodes, unrounded, given, grade),
            *_about_data(trace, nodes),
            *_about_samples(framework, given, short),
            *_about_rules(framework, rules),
        ),
    )


def add_up(framework: Framework, nodes: Sequence[Node]) -> Fraction | None:
    """What the instruments bring together, or None where one of them has no result."""
    points = [weigh(framework, node) for node in nodes]
    known = [part for part in points if part is not None]
    return _sum_points(known) if len(known) == len(points) else None


def _sum_points(points: Sequence[Fraction]) -> Fraction:
    """The sum, brought to one denominator first."""
    ratios = [part.as_integer_ratio() for part in points]
    common = lcm(*[denominator for _, denominator in ratios])
    return Fraction(sum(top * (common // bottom) for top, bottom in ratios), common)


def adjust(framework: Framework, subtotal: Fraction, given: Given) -> Fraction:
    """The total before its rounding: with deductions and factors, and never outside 0-100."""
    total = subtotal
    for adjustment in framework.adjustments:
        amount = given.adjustments.get(adjustment.code)
        if amount is not None:
            total = total * amount if adjustment.kind == "factor" else total - amount
    return min(max(total, ZERO), HUNDRED)


def weigh(framework: Framework, node: Node) -> Fraction | None:
    """What an instrument brings to the total, rounded where the programme adds rounded parts."""
    if node.value is None or node.spec.weight is None:
        return None
    points = node.value * node.spec.weight
    return half_up(points) if framework.rounding is RoundingMode.PARTS else points


def _grade(framework: Framework, nodes: Sequence[Node], total: Fraction | None) -> Grade:
    if total is None:
        return Grade(None)
    return grade_total(framework.levels, total, {n.spec.code: n.value for n in nodes})


def _state(total: Fraction | None, short: Sequence[Shortfall], *, doubtful: bool) -> State:
    if total is None:
        return State.NO_RESULT
    if short:
        return State.SAMPLE_TOO_SMALL
    return State.PROVISIONAL if doubtful else State.SCORED


def _list_rules(
    framework: Framework, nodes: Sequence[Node], *, computed: bool, grade: Grade
) -> tuple[str, ...]:
    """The unverified rules that the score rests on, in the order of the framework."""
    used: set[str] = {"weights", "rounding"} if computed else set()
    if grade.level is not None:
        used.add("levels")
        if rounding_decides(framework, nodes, grade):
            used.add("level-figures")
    for node in nodes:
        collect_rules(node, used)
    return tuple(code for code in _list_provisional(framework) if code in used)


@lru_cache(maxsize=64)
def _list_provisional(framework: Framework) -> tuple[str, ...]:
    return tuple(code for code, rule in framework.rules.items() if rule.basis.provisional)


@lru_cache(maxsize=1_024)
def _about_rules(framework: Framework, codes: tuple[str, ...]) -> tuple[Notice, ...]:
    """The same few notices for a whole nation."""
    return tuple(say.provisional_rule(framework.rules[code]) for code in codes)


def collect_rules(node: Node, used: set[str]) -> None:
    """Add the rules that gave the node its value."""
    if node.value is None:
        return
    if type(node) is Shared:
        used |= _rules_of_shared(node)
        return
    used.update(node.rules)
    if node.source is Source.BELOW:
        for child in node.children:
            collect_rules(child, used)


@lru_cache(maxsize=16_384)
def _rules_of_shared(node: Shared) -> frozenset[str]:
    used: set[str] = set()
    collect_rules(Node(*node), used)
    return frozenset(used)


def rounding_decides(framework: Framework, nodes: Sequence[Node], grade: Grade) -> bool:
    """Whether some gate is passed only because figures are compared with two decimals."""
    gates = _list_gates(framework)
    values = [node.value for node in nodes if node.value is not None] if gates else []
    return any(
        value < rounded and any(value < gate <= rounded for gate in gates)
        for value in values
        for rounded in [half_up(value)]
    )


@lru_cache(maxsize=64)
def _list_gates(framework: Framework) -> tuple[Fraction, ...]:
    return tuple({band.gate for band in framework.levels.bands if band.gate is not None})


def _about_total(
    nodes: Sequence[Node], unrounded: Fraction | None, given: Given, grade: Grade
) -> Iterator[Notice]:
    missing = [node.spec for node in nodes if node.value is None]
    if unrounded is None and given.total is None:
        yield from (say.no_instrument(spec) for spec in missing)
    elif unrounded is None:
        yield say.total_taken(missing)
    elif given.total is not None and half_up(unrounded) != given.total:
        yield say.total_differs(unrounded, given.total)
    if grade.unknown_gates:
        yield say.gate_unknown(grade.possible, grade.unknown_gates)


def _about_data(trace: Trace, nodes: Sequence[Node]) -> Iterator[Notice]:
    for spec, missing in trace.missing:
        if missing:
            yield say.nothing_given(spec, missing)
    yield from (say.open_list(spec) for spec in dict.fromkeys(trace.open_lists))
    yield from (say.set_aside(spec) for spec in trace.set_aside)
    yield from (say.part_left_out(code) for code in sorted(trace.left_out))
    yield from (say.partial_mark(spec) for spec in trace.partial_marks)
    yield from (say.value_differs(*found) for found in trace.differs)


def _about_samples(
    framework: Framework, given: Given, short: Sequence[Shortfall]
) -> Iterator[Notice]:
    yield from (say.sample_short(found) for found in short)
    if given.sheets:
        yield from (say.sample_unchecked(s) for s in list_unchecked(framework, given))
