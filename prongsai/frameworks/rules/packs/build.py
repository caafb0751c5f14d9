"""From the plain data of a checked file to the framework that scoring understands."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from prongsai.frameworks.rules.packs.digest import hash_document
from prongsai.scoring.types.framework import (
    Adjustment,
    Aggregate,
    Basis,
    Choice,
    Component,
    Evidence,
    Framework,
    Group,
    Indicator,
    Instrument,
    Item,
    Join,
    Level,
    Levels,
    Line,
    Part,
    Quota,
    RoundingMode,
    Rule,
    Text,
)

Plain = Mapping[str, Any]


def build_framework(document: Plain) -> Framework:
    """The framework; the document has passed the schema."""
    scales = {code: _read_scale(scale) for code, scale in document.get("scales", {}).items()}
    return Framework(
        name=document["name"],
        programme=document["programme"],
        form=document["form"],
        fiscal_year=document["fiscal_year"],
        title=_text(document["title"]),
        digest=hash_document(document),
        rules={code: _read_rule(code, rule) for code, rule in document["rules"].items()},
        instruments=tuple(_read_instrument(i, scales) for i in document["instruments"]),
        levels=_read_levels(document["levels"]),
        rounding=RoundingMode(document["rounding"]["mode"]),
        quotas={s: _read_quota(s, quota) for s, quota in document.get("quotas", {}).items()},
        adjustments=tuple(_read_adjustment(a) for a in document.get("adjustments", [])),
        attributes=tuple(document.get("attributes", [])),
        calendar=tuple(document.get("calendar", [])),
        notes=tuple(_text(note) for note in document.get("notes", [])),
    )


def _text(raw: Plain) -> Text:
    return Text(raw["th"], raw["en"])


def _number(raw: int | Decimal) -> Fraction:
    return Fraction(raw)


def _optional(raw: int | Decimal | None) -> Fraction | None:
    return None if raw is None else Fraction(raw)


def _basis(raw: Plain) -> Basis:
    return Basis(raw.get("basis", "N"))


def _sources(raw: Plain) -> tuple[str, ...]:
    return tuple(raw.get("sources", []))


def _read_rule(code: str, raw: Plain) -> Rule:
    return Rule(code, _text(raw), _basis(raw), _sources(raw))


def _read_scale(raw: Plain) -> tuple[Choice, ...]:
    return tuple(Choice(_text(c), _optional(c["points"])) for c in raw["choices"])


def turn_points(choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """The same choices with the points the other way round; no opinion stays where it is."""
    points = [choice.points for choice in choices if choice.points is not None]
    return tuple(
        choice if choice.points is None else Choice(choice.text, points.pop()) for choice in choices
    )


def _read_instrument(raw: Plain, scales: Mapping[str, tuple[Choice, ...]]) -> Instrument:
    marks = tuple(_number(mark) for mark in raw.get("marks", []))
    indicators = raw.get("indicators", [])
    respondents = raw.get("respondents")
    return Instrument(
        code=raw["code"],
        name=_text(raw["name"]),
        weight=_number(raw["weight"]),
        aggregate=Aggregate(raw.get("aggregate", "mean")),
        indicators=tuple(_read_indicator(i, scales, marks) for i in indicators),
        items=_read_items(raw, scales, marks),
        complete=raw.get("complete", True),
        parts=tuple(_read_part(part) for part in raw.get("parts", [])),
        join=Join(raw.get("join", "mean-of-parts")),
        respondents=_text(respondents) if respondents else None,
    )


def _read_part(raw: Plain) -> Part:
    return Part(raw["code"], _text(raw["name"]), _text(raw["respondents"]))


def _read_indicator(
    raw: Plain, scales: Mapping[str, tuple[Choice, ...]], marks: tuple[Fraction, ...]
) -> Indicator:
    return Indicator(
        code=raw["code"],
        name=_text(raw["name"]),
        aggregate=Aggregate(raw.get("aggregate", "mean")),
        groups=tuple(_read_group(group, scales, marks) for group in raw.get("groups", [])),
        items=_read_items(raw, scales, marks),
        weight=_optional(raw.get("weight")),
    )


def _read_group(
    raw: Plain, scales: Mapping[str, tuple[Choice, ...]], marks: tuple[Fraction, ...]
) -> Group:
    return Group(
        raw["code"],
        _text(raw["name"]),
        _read_items(raw, scales, marks),
        _basis(raw),
        _optional(raw.get("weight")),
    )


def _read_items(
    raw: Plain, scales: Mapping[str, tuple[Choice, ...]], marks: tuple[Fraction, ...]
) -> tuple[Item, ...]:
    return tuple(_read_item(item, scales, marks) for item in raw.get("items", []))


def _read_item(
    raw: Plain, scales: Mapping[str, tuple[Choice, ...]], marks: tuple[Fraction, ...]
) -> Item:
    lines = tuple(_read_line(raw["code"], line, scales) for line in raw.get("lines", []))
    own_marks = tuple(_number(mark) for mark in raw.get("marks", [])) or marks
    label = _text(raw["label"])
    return Item(
        code=raw["code"],
        key=raw["key"],
        label=label,
        text=_text(raw) if "th" in raw else label,
        basis=_basis(raw),
        lines=lines,
        marks=() if lines else own_marks,
        sources=_sources(raw),
        evidence=None if lines else _read_evidence(raw.get("evidence", {})),
        weight=_optional(raw.get("weight")),
        replaces=tuple(raw.get("replaces", [])),
    )


def _read_line(item: str, raw: Plain, scales: Mapping[str, tuple[Choice, ...]]) -> Line:
    direction = raw.get("direction", "positive")
    choices = scales[raw["scale"]]
    return Line(
        code=f"{item}.{raw['code']}",
        text=_text(raw),
        scale=raw["scale"],
        direction=direction,
        choices=turn_points(choices) if direction == "reversed" else choices,
        basis=_basis(raw),
    )


def _read_evidence(raw: Plain) -> Evidence:
    components = raw.get("components", [])
    return Evidence(
        components=tuple(Component(_text(c), _basis(c), _sources(c)) for c in components),
        covers=raw.get("covers"),
        window_months=raw.get("window_months"),
        own_domain=raw.get("own_domain", True),
        machine_readable=raw.get("machine_readable", False),
        basis=_basis(raw),
    )


def _read_levels(raw: Plain) -> Levels:
    return Levels(
        bands=tuple(_read_level(band) for band in raw["bands"]),
        pass_mark=_number(raw["pass_mark"]),
        also=tuple(_read_level(band) for band in raw.get("also", [])),
    )


def _read_level(raw: Plain) -> Level:
    return Level(
        raw["code"], _text(raw["text"]), _number(raw["minimum"]), _optional(raw.get("gate"))
    )


def _read_quota(sheet: str, raw: Plain) -> Quota:
    return Quota(
        sheet=sheet,
        text=_text(raw),
        basis=_basis(raw),
        sources=_sources(raw),
        percent=_optional(raw.get("percent")),
        at_least=raw.get("at_least"),
        at_most=raw.get("at_most"),
        by_class={code: entry["minimum"] for code, entry in raw.get("classes", {}).items()},
    )


def _read_adjustment(raw: Plain) -> Adjustment:
    return Adjustment(raw["code"], _text(raw), raw["kind"], _number(raw["most"]))
