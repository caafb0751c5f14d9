"""The reasons of a score as far as they may be open."""

from typing import Any

from prongsai.results.rules.packages.opening import Opened
from prongsai.scoring.explain import explain_score
from prongsai.scoring.rounding import write_number
from prongsai.scoring.types.result import Score

Plain = dict[str, Any]
WITHHELD = "withheld"


def explain_openly(score: Score, opened: Opened) -> Plain:
    """The tree from the total down, cut where what lies below would show a small group."""
    told = explain_score(score)
    if opened.rounded and told["value"] is not None:
        _round(told)
    told["children"] = [_cut_instrument(child, opened) for child in told.get("children", [])]
    return told


def _cut_instrument(told: Plain, opened: Opened) -> Plain:
    if told["kind"] == "instrument" and told["code"] in opened.rounded:
        _round(told, opened.rounded[told["code"]])
        return _cut(told)
    if ("instrument", told["code"]) in opened.exact:
        return _cut(told)
    told["children"] = [_cut_indicator(child, opened) for child in told.get("children", [])]
    return told


def _cut_indicator(told: Plain, opened: Opened) -> Plain:
    closed = ("indicator", told["code"]) in opened.exact or told["code"] in opened.closed
    return _cut(told) if told["kind"] == "indicator" and closed else told


def _round(told: Plain, value: Any = None) -> None:
    """Two decimals only: the exact value would tell how many answered."""
    told["value"] = told["rounded"] if value is None else write_number(value)
    told.pop("contribution", None)
    told[WITHHELD] = True


def _cut(told: Plain) -> Plain:
    told.pop("children", None)
    told[WITHHELD] = True
    return told


def list_open_notices(score: Score, opened: Opened) -> list[dict[str, str]]:
    """The notices; those that tell how few answered only say that it was too few."""
    hidden = {sheet for sheet, people in opened.samples.items() if people is None}
    told = []
    for notice in score.notices:
        kind, _, code = notice.code.partition(":")
        text = notice.text
        thai, english = text.th, text.en
        if kind == "sample-too-small" and code in hidden:
            thai, english = f"{code} มีผู้ตอบน้อยกว่าที่กำหนด", f"{code} has too few respondents"
        told.append({"code": notice.code, "th": thai, "en": english})
    return told
