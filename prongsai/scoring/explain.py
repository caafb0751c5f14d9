"""The reasons of a score as JSON: every node with its value, rule and contribution.

A nation has a million nodes: what agencies share is written once.
"""

import json
from fractions import Fraction
from functools import lru_cache
from typing import Any

from prongsai.scoring.rounding import (
    ZERO,
    half_up,
    write_exact,
    write_number,
    write_product,
    write_ratio,
)
from prongsai.scoring.tree import Spec
from prongsai.scoring.types.framework import Framework, RoundingMode
from prongsai.scoring.types.result import Node, Score, Shared, Source, State

# What a full point of a node brings to the total: numerator and denominator.
Weight = tuple[int, int]
Plain = dict[str, Any]
NO_RESULT = f'"value": null, "state": "{State.NO_RESULT.value}"'


def explain_score(score: Score) -> Plain:
    """The tree from the total down to the answer lines.

    The contributions of the children of a node add up to its own, exactly.
    """
    told: Plain = json.loads(write_explanation(score))
    return told


def write_explanation(score: Score) -> str:
    """The same tree as JSON text."""
    framework = score.framework
    text = f'{{"kind": "total", "code": "total"{_rules(framework, ("weights", "rounding"))}, '
    if score.unrounded is None:
        children = [_write_node(framework, node, None) for node in score.instruments]
        return f'{text}"state": "{State.NO_RESULT.value}", "value": null, {_below(children)}}}'
    value, rounded = write_exact(score.unrounded), write_number(score.unrounded)
    children = [_write_instrument(framework, node) for node in score.instruments]
    children += _write_adjustments(score)
    return (
        f'{text}"value": "{value}", "rounded": "{rounded}", "contribution": "{value}",'
        f" {_below(children)}}}"
    )


def _write_node(framework: Framework, node: Node, weight: Weight | None) -> str:
    if type(node) is Shared:
        return _write_shared(framework, node, weight)
    figures = _write_figures(node.value, weight)
    children = node.children
    if not children:
        return f"{_open_node(framework, node, figures)}}}"
    if len(children) == 1 and children[0].value is node.value and not children[0].children:
        below = f"{_open_node(framework, children[0], figures)}}}"  # a question alone in its item
    else:
        below = ", ".join(_write_children(framework, node, weight))
    return f'{_open_node(framework, node, figures)}, "children": [{below}]}}'


@lru_cache(maxsize=32_768)
def _write_shared(framework: Framework, node: Shared, weight: Weight | None) -> str:
    return _write_node(framework, Node(*node), weight)


def _open_node(framework: Framework, node: Node, figures: str) -> str:
    """A node without what stands below it; the bracket is left open."""
    spec, _, source, _, _, _, rules, counts = node
    head = _head(framework, spec, source, rules)
    if counts:
        return f'{head}{figures}, "counts": {[*counts]}, "points": {_points(spec)}'
    return head + figures


def _write_figures(value: Fraction | None, weight: Weight | None) -> str:
    if value is None:
        return NO_RESULT
    numerator, denominator = value.as_integer_ratio()
    told = f'"value": "{write_ratio(numerator, denominator)}"'
    if weight is None:
        return told
    return f'{told}, "contribution": "{write_product(numerator, denominator, *weight)}"'


def _write_children(framework: Framework, node: Node, weight: Weight | None) -> list[str]:
    children, shares = node.children, node.shares
    if weight is None or not shares:
        return [_write_node(framework, child, None) for child in children]
    weights = _share_out(weight, shares, node.whole)
    return [_write_node(framework, *pair) for pair in zip(children, weights, strict=True)]


def _below(children: list[str]) -> str:
    return f'"children": [{", ".join(children)}]'


@lru_cache(maxsize=16_384)
def _head(framework: Framework, spec: Spec, source: Source, rules: tuple[str, ...]) -> str:
    """What a node says in every agency."""
    if source is Source.NONE:
        return f"{{{_name(spec)}, "
    said = _rules(framework, rules)
    return f'{{{_name(spec)}, "source": "{source.value}"{said}, '


def _name(spec: Spec) -> str:
    return f'"kind": "{spec.kind}", "code": {_quote(spec.code)}'


@lru_cache(maxsize=4_096)
def _share_out(weight: Weight, shares: tuple[int, ...], whole: int) -> tuple[Weight, ...]:
    full = Fraction(*weight)
    return tuple((full * share / whole).as_integer_ratio() for share in shares)


@lru_cache(maxsize=4_096)
def _points(spec: Spec) -> str:
    points = [
        None if p is None else write_exact(Fraction(p, spec.scale)) for p in spec.points or ()
    ]
    return json.dumps(points)


@lru_cache(maxsize=4_096)
def _rules(framework: Framework, codes: tuple[str, ...]) -> str:
    known = {c: framework.rules[c].basis.value for c in codes if c in framework.rules}
    return f', "rules": {json.dumps(known)}' if known else ""


def _write_instrument(framework: Framework, node: Node) -> str:
    spec, value = node.spec, node.value
    weight = spec.weight.as_integer_ratio() if spec.weight is not None else None
    if framework.rounding is RoundingMode.ONCE or value is None or not spec.weight:
        return _write_node(framework, node, weight)
    exact = value * spec.weight
    points = write_exact(half_up(exact))
    text = f'{_open_node(framework, node, _write_figures(value, None))}, "contribution": "{points}"'
    children = _write_children(framework, node, weight)
    if half_up(exact) != exact:
        children = children or [_write_given(node, value, exact)]
        children.append(_write_step("rounding", half_up(exact) - exact))
    return f"{text}, {_below(children)}}}" if children else text + "}"


def _write_given(node: Node, value: Fraction, points: Fraction) -> str:
    """A given instrument has no children: its value stands beside the rounding."""
    return (
        f'{{"kind": "given", "code": {_quote(node.spec.code)}, "value": "{write_exact(value)}",'
        f' "contribution": "{write_exact(points)}"}}'
    )


def _write_adjustments(score: Score) -> list[str]:
    steps, total = [], score.subtotal or ZERO
    for adjustment in score.framework.adjustments:
        amount = score.given.adjustments.get(adjustment.code)
        if amount is not None:
            change = total * (amount - 1) if adjustment.kind == "factor" else -amount
            steps.append(_write_step(adjustment.kind, change, adjustment.code))
            total += change
    if score.unrounded is not None and total != score.unrounded:
        steps.append(_write_step("limit", score.unrounded - total))
    return steps


def _write_step(kind: str, change: Fraction, code: str | None = None) -> str:
    name = f'"kind": "{kind}", "code": {_quote(code or kind)}'
    return f'{{{name}, "contribution": "{write_exact(change)}"}}'


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
