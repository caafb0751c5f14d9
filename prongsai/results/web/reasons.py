"""The reasons of a score as the lines of a tree, in the language of the reader."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prongsai.frameworks.rules.packs.build import build_framework
from prongsai.frameworks.rules.packs.yaml_text import parse_framework
from prongsai.results.rules.packages.explaining import WITHHELD
from prongsai.scoring.notices import BASIS
from prongsai.scoring.types.framework import Basis, Framework, Text
from prongsai.ui.types import Badge, Node

Plain = Mapping[str, Any]
LONGEST = 28
TREE_OPEN = {"total", "instrument"}


@lru_cache(maxsize=8)
def read_framework(text: str) -> Framework:
    """The framework as it was frozen with the run."""
    return build_framework(parse_framework(text).document)


def build_reasons(tree: Plain, framework_text: str) -> list[Node]:
    framework = read_framework(framework_text)
    return [_build_node(tree, _name_everything(framework), framework)]


def list_notices(notices: list[dict[str, str]]) -> list[str]:
    language = "en" if _is_english() else "th"
    return [notice[language] for notice in notices]


def _is_english() -> bool:
    return (get_language() or "").startswith("en")


def _speak(text: Text) -> str:
    return text.en if _is_english() else text.th


def _name_everything(framework: Framework) -> dict[tuple[str, str], str]:
    """The names of all nodes: code and words."""
    names: dict[tuple[str, str], str] = {}
    for instrument in framework.instruments:
        names["instrument", instrument.code] = f"{instrument.code} {_speak(instrument.name)}"
        for part in instrument.parts:
            names["part", part.code] = f"{part.code} {_speak(part.name)}"
        for indicator in instrument.indicators:
            said = f"{indicator.code} {_speak(indicator.name)}"
            names["indicator", indicator.code] = _("ตัวชี้วัดที่ %(name)s") % {"name": said}
            for group in indicator.groups:
                names["group", group.code] = f"{group.code} {_speak(group.name)}"
        for item in instrument.all_items:
            names["item", item.code] = f"{item.code} {_speak(item.text)}"
            for line in item.lines:
                names["line", line.code] = f"{line.code} {_speak(line.text)}"
    return names


def _build_node(told: Plain, names: Mapping[tuple[str, str], str], framework: Framework) -> Node:
    children = tuple(_build_node(child, names, framework) for child in told.get("children", []))
    return Node(
        label=_name(told, names),
        note=" · ".join([*_describe(told), *_tell_rules(told, framework)]),
        children=children,
        open=told["kind"] in TREE_OPEN,
        badge=_make_badge(told),
    )


def _name(told: Plain, names: Mapping[tuple[str, str], str]) -> str:
    if told["kind"] == "total":
        return _("คะแนนรวม")
    if told["kind"] in ("rounding", "limit"):
        return _("การปัดเศษ") if told["kind"] == "rounding" else _("จำกัดไว้ที่ 0-100")
    return names.get((told["kind"], told["code"]), str(told["code"]))


def _describe(told: Plain) -> list[str]:
    """Value, contribution, counts and what they rest on."""
    words = []
    if told.get("value") is not None:
        words.append(_("คะแนน %(value)s") % {"value": _write(told["value"])})
    if told.get("rounded"):
        words.append(_("ปัดเป็น %(value)s") % {"value": told["rounded"]})
    if told.get("contribution") is not None and told["kind"] != "total":
        words.append(
            _("คิดเป็น %(points)s คะแนนของคะแนนรวม") % {"points": _write(told["contribution"])}
        )
    if told.get("counts"):
        pairs = zip(told["counts"], told["points"], strict=True)
        counts = ", ".join(f"{count}×{'–' if p is None else p}" for count, p in pairs)
        words.append(_("ผู้เลือก×คะแนน: %(counts)s") % {"counts": counts})
    return words


def _tell_rules(told: Plain, framework: Framework) -> list[str]:
    """The rules in words with how sure they are; of items and questions only how sure."""
    short = told["kind"] in ("item", "line")
    words = []
    for code, basis in told.get("rules", {}).items():
        sure = _speak(BASIS[Basis(basis)])
        said = _("กติกา") if short else _speak(framework.rules[code].text)
        words.append(f"{said} ({sure})")
    return list(dict.fromkeys(words))


def _write(value: str) -> str:
    """The exact value; a long fraction also shows what it comes to."""
    top, slash, bottom = value.partition("/")
    if not slash:
        return value
    hundredths = (abs(int(top)) * 20_000 + int(bottom)) // (2 * int(bottom))
    sign = "-" if top.startswith("-") else ""
    short = f"{sign}{hundredths // 10_000}.{hundredths % 10_000:04d}"
    return f"≈ {short}" if len(value) > LONGEST else f"{value} ≈ {short}"


def _make_badge(told: Plain) -> Badge | None:
    if told.get(WITHHELD):
        return Badge("neutral", _("ปกปิดเพราะกลุ่มเล็ก"))
    if told.get("value") is None and told.get("state"):
        return Badge("warn", _("ไม่มีผล"))
    if any(Basis(basis).provisional for basis in told.get("rules", {}).values()):
        return Badge("info", _("กติกาชั่วคราว"))
    return None
