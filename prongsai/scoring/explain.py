"""The reasons of a score as plain data: every node with its value, rule and contribution."""

from fractions import Fraction
from functools import lru_cache
from typing import Any

from prongsai.scoring.rounding import ZERO, half_up, write_exact, write_number, write_product
from prongsai.scoring.run import weigh
from prongsai.scoring.tree import Spec
from prongsai.scoring.types.framework import Framework, RoundingMode
from prongsai.scoring.types.result import Node, Score, State

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
    told: Plain = {"kind": node.spec.kind, "code": node.spec.code}
    if node.value is None:
        told["state"] = State.NO_RESULT.value
        told["value"] = None
    else:
        told["source"] = node.source.value
        told["value"] = write_exact(node.value)
        if node.rules:
            told.update(_rules(framework, node.rules))
        if weight is not None:
            told["contribution"] = write_product(weight, node.value)
    if node.counts:
        told["counts"] = list(node.counts)
        told["points"] = list(_points(node.spec))
    if node.children:
        told["children"] = _children(framework, node, weight)
    return told


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
def _points(spec: Spec) -> tuple[str | None, ...]:
    return tuple(
        None if points is None else write_exact(Fraction(points, spec.scale))
        for points in spec.points or ()
    )


@lru_cache(maxsize=4_096)
def _bases(framework: Framework, codes: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    known = (code for code in codes if code in framework.rules)
    return tuple((code, framework.rules[code].basis.value) for code in known)


def _rules(framework: Framework, codes: tuple[str, ...]) -> Plain:
    found = _bases(framework, codes)
    return {"rules": dict(found)} if found else {}


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
