"""The reasons of a score as plain data: every node with its value, rule and contribution."""

from fractions import Fraction
from functools import lru_cache
from typing import Any

from prongsai.scoring.rounding import ZERO, half_up, write_exact, write_number, write_product
from prongsai.scoring.run import weigh
from prongsai.scoring.tree import Spec
from prongsai.scoring.types.framework import Framework, RoundingMode
from prongsai.scoring.types.result import Node, Score, Source, State

Plain = dict[str, Any]


def explain_score(score: Score) -> Plain:
    """The tree from the total down to the answer lines.

    The contributions of the children of a node add up to its own, exactly.
    """
    framework = score.framework
    told: Plain = {"kind": "total", "code": "total", **_rules(framework, ("weights", "rounding"))}
    if score.unrounded is None:
        told["state"] = State.NO_RESULT.value
        told["value"] = None
        told["children"] = [explain_node(framework, node, None) for node in score.instruments]
        return told
    told["value"] = write_exact(score.unrounded)
    told["rounded"] = write_number(score.unrounded)
    told["contribution"] = told["value"]
    told["children"] = [_explain_instrument(framework, node) for node in score.instruments]
    told["children"] += _explain_adjustments(score)
    return told


def explain_node(framework: Framework, node: Node, weight: Fraction | None) -> Plain:
    """One node; weight is what a full point of it brings to the total."""
    spec, value, source, children, _, _, rules, counts = node
    if value is None:
        told: Plain = {"kind": spec.kind, "code": spec.code, "value": None}
        told["state"] = State.NO_RESULT.value
    else:
        told = dict(_frame(framework, spec, source, rules))
        told["value"] = write_exact(value)
        if weight is not None:
            told["contribution"] = write_product(weight, value)
    if counts:
        told["counts"] = list(counts)
        told["points"] = _points(spec)
    if children:
        told["children"] = _children(framework, node, weight)
    return told


@lru_cache(maxsize=16_384)
def _frame(framework: Framework, spec: Spec, source: Source, rules: tuple[str, ...]) -> Plain:
    """What a node with a value says in every agency; copied, never changed."""
    frame: Plain = {"kind": spec.kind, "code": spec.code, "source": source.value}
    return {**frame, **_rules(framework, rules)}


def _children(framework: Framework, node: Node, weight: Fraction | None) -> list[Plain]:
    if weight is None or not node.shares:
        return [explain_node(framework, child, None) for child in node.children]
    weights = _share_out(weight, node.shares, node.whole)
    return [
        explain_node(framework, child, part)
        for child, part in zip(node.children, weights, strict=True)
    ]


@lru_cache(maxsize=4_096)
def _share_out(weight: Fraction, shares: tuple[int, ...], whole: int) -> tuple[Fraction, ...]:
    return tuple(weight * share / whole for share in shares)


@lru_cache(maxsize=4_096)
def _points(spec: Spec) -> list[str | None]:
    return [
        None if points is None else write_exact(Fraction(points, spec.scale))
        for points in spec.points or ()
    ]


def _rules(framework: Framework, codes: tuple[str, ...]) -> Plain:
    known = {c: framework.rules[c].basis.value for c in codes if c in framework.rules}
    return {"rules": known} if known else {}


def _explain_instrument(framework: Framework, node: Node) -> Plain:
    told = explain_node(framework, node, node.spec.weight)
    if framework.rounding is RoundingMode.PARTS and node.value is not None and node.spec.weight:
        exact = node.value * node.spec.weight
        told["contribution"] = write_exact(half_up(exact))
        if half_up(exact) != exact:
            told.setdefault("children", [_itself(told, exact)]).append(
                _step("rounding", half_up(exact) - exact)
            )
    return told


def _itself(told: Plain, exact: Fraction) -> Plain:
    """A given instrument has no children: its value stands beside the rounding."""
    kept = {"kind": "given", "code": told["code"], "value": told["value"]}
    return {**kept, "contribution": write_exact(exact)}


def _explain_adjustments(score: Score) -> list[Plain]:
    steps, total = [], ZERO
    for node in score.instruments:
        total += weigh(score.framework, node) or ZERO
    for adjustment in score.framework.adjustments:
        amount = score.given.adjustments.get(adjustment.code)
        if amount is not None:
            change = total * (amount - 1) if adjustment.kind == "factor" else -amount
            steps.append(_step(adjustment.kind, change, adjustment.code))
            total += change
    if score.unrounded is not None and total != score.unrounded:
        steps.append(_step("limit", score.unrounded - total))
    return steps


def _step(kind: str, change: Fraction, code: str | None = None) -> Plain:
    return {"kind": kind, "code": code or kind, "contribution": write_exact(change)}
