"""Scores as the JSON that `prongsai score` writes."""

import json
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from prongsai.scoring.explain import explain_score, write_explanation
from prongsai.scoring.rounding import write_number
from prongsai.scoring.run import ENGINE_VERSION
from prongsai.scoring.types.framework import Framework, Text
from prongsai.scoring.types.result import Grade, Node, Notice, Score

Plain = dict[str, Any]
Write = Callable[[str], object]
# What stands below is a tree that we made ourselves: no circles to look for.
encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def write_score(score: Score, write: Write, *, explain: bool = False) -> None:
    """Write one agency of the output as JSON."""
    text = encode(describe_score(score))
    if explain:
        write(text[:-1] + ', "explanation": ')
        text = write_explanation(score) + "}"
    write(text)


def describe_score(score: Score, *, explain: bool = False) -> Plain:
    """One agency of the output, every figure with two decimals or null."""
    told: Plain = {"code": score.given.code}
    if score.given.agency_class is not None:
        told["class"] = score.given.agency_class
    told["indicators"] = _describe_indicators(score)
    told["instruments"] = {node.spec.code: _describe_instrument(node) for node in score.instruments}
    told["total"] = None if score.total is None else write_number(score.total)
    told["level"] = _describe_level(score.grade)
    told["state"] = score.state.value
    told["notices"] = [dict(_describe_notice(notice)) for notice in score.notices]
    if explain:
        told["explanation"] = explain_score(score)
    return told


def _describe_indicators(score: Score) -> dict[str, str | None]:
    found: dict[str, str | None] = dict.fromkeys(i.code for i in score.framework.indicators)
    for instrument in score.instruments:
        for node in instrument.children:
            if node.spec.kind == "indicator" and node.value is not None:
                found[node.spec.code] = write_number(node.value)
    return found


def _describe_instrument(node: Node) -> dict[str, str | None]:
    if node.value is None or node.spec.weight is None:
        return {"score": None, "points": None}
    return {
        "score": write_number(node.value),
        "points": write_number(node.value * node.spec.weight),
    }


def _describe_level(grade: Grade) -> dict[str, str] | None:
    if grade.level is None:
        return None
    return {"code": grade.level.code, **_both(grade.level.text)}


@lru_cache(maxsize=1_024)
def _describe_notice(notice: Notice) -> dict[str, str]:
    return {"code": notice.code, **_both(notice.text)}


def _both(text: Text) -> dict[str, str]:
    return {"th": text.th, "en": text.en}


def write_report(
    framework: Framework,
    scores: Iterable[Score],
    write: Write,
    *,
    explain: bool = False,
) -> None:
    """Write the whole output agency by agency, so that memory does not grow with it."""
    head = {
        "framework": framework.name,
        "framework_hash": framework.digest,
        "engine_version": ENGINE_VERSION,
    }
    write(encode(head)[:-1] + ', "agencies": [')
    comma = "\n"
    for score in scores:
        write(comma)
        write_score(score, write, explain=explain)
        comma = ",\n"
    write("\n]}\n")
