"""The survey part of a framework as an XLSForm, and back."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from prongsai.frameworks.types.packs import BadFramework, Fault
from prongsai.scoring.types.framework import Text

Plain = Mapping[str, Any]
Table = list[list[Any]]
Book = dict[str, Table]
TH, EN = "label::ไทย (th)", "label::English (en)"
POINTS, DIRECTION = "prongsai_points", "prongsai_direction"
SURVEY = ["type", "name", TH, EN, "appearance", "required", DIRECTION]
CHOICES = ["list_name", "name", TH, EN, POINTS]


def write_xlsform(document: Plain, instrument: str) -> Book:
    """Three sheets: survey, choices, settings. One question per answer line."""
    node = find_instrument(document, instrument)
    form = f"{document['name']}-{instrument}".lower().replace("-", "_")
    return {
        "survey": [SURVEY, *_write_survey(node)],
        "choices": [CHOICES, *_write_choices(document, node)],
        "settings": [
            ["form_title", "form_id", "version", "default_language"],
            [document["title"]["th"], form, str(document["fiscal_year"]), "ไทย (th)"],
        ],
    }


def find_instrument(document: Plain, code: str) -> Plain:
    """The survey with that code; BadFramework where there is none."""
    for node in document["instruments"]:
        if node["code"] == code and any("lines" in item for item in _items(node)):
            return node  # type: ignore[no-any-return]
    raise _bad(code, f"ไม่มีแบบวัด {code}", f"there is no survey {code}")


def _bad(path: str, thai: str, english: str) -> BadFramework:
    return BadFramework([Fault(path, None, Text(thai, english))])


def _items(instrument: Plain) -> Iterator[Plain]:
    for indicator in instrument.get("indicators", []):
        yield from indicator.get("items", [])
        for group in indicator.get("groups", []):
            yield from group["items"]


def name_question(item: str, line: str) -> str:
    return f"{item}_{line}"


def _write_survey(instrument: Plain) -> Iterator[list[Any]]:
    for indicator in instrument["indicators"]:
        name = indicator["name"]
        group = f"indicator_{indicator['code']}"
        yield ["begin_group", group, name["th"], name["en"], None, None, None]
        for item in _items({"indicators": [indicator]}):
            for line in item["lines"]:
                kind = f"select_one {line['scale'].replace('-', '_')}"
                question = name_question(item["code"], line["code"])
                turned = line.get("direction", "positive")
                yield [kind, question, line["th"], line["en"], "minimal", "no", turned]
        yield ["end_group", group, None, None, None, None, None]


def _write_choices(document: Plain, instrument: Plain) -> Iterator[list[Any]]:
    used = {line["scale"] for item in _items(instrument) for line in item["lines"]}
    for code, scale in document["scales"].items():
        if code in used:
            for number, choice in enumerate(scale["choices"]):
                points = choice["points"]
                shown = "" if points is None else str(points)
                name = code.replace("-", "_")
                yield [name, str(number), choice["th"], choice["en"], shown]


def read_xlsform(
    document: Plain, instrument: str, book: Mapping[str, Sequence[Sequence[Any]]]
) -> dict[str, Any]:
    """The document with the wording, scales and directions of the XLSForm.

    Questions can be reworded and scaled anew; the list of questions stays that of the framework.
    """
    node = find_instrument(document, instrument)
    rows = {_cell(row, "name"): row for row in _read_table(book, "survey") if _is_question(row)}
    wanted = [name_question(i["code"], line["code"]) for i in _items(node) for line in i["lines"]]
    _same_questions(wanted, list(rows))
    scales = dict(document["scales"]) | _read_scales(document, book, rows.values())
    changed = {
        name: {
            "th": _cell(row, TH),
            "en": _cell(row, EN),
            "scale": _get_list(row).replace("_", "-"),
            "direction": _cell(row, DIRECTION) or "positive",
        }
        for name, row in rows.items()
    }
    instruments = [_replace_lines(i, changed) if i is node else i for i in document["instruments"]]
    return {**document, "scales": scales, "instruments": instruments}


def _get_list(row: Plain) -> str:
    """The list of choices that a question names."""
    return [*_cell(row, "type").split(), ""][1]


def _is_question(row: Plain) -> bool:
    return str(row.get("type", "")).startswith("select_one ")


def _read_table(
    book: Mapping[str, Sequence[Sequence[Any]]], sheet: str
) -> Iterator[dict[str, Any]]:
    if sheet not in book or not book[sheet]:
        raise _bad(sheet, f"ไม่มีแผ่น {sheet}", f"there is no sheet {sheet}")
    head = [str(cell or "") for cell in book[sheet][0]]
    for row in book[sheet][1:]:
        if any(cell not in (None, "") for cell in row):
            yield dict(zip(head, row, strict=False))


def _cell(row: Plain, key: str) -> str:
    return str(row.get(key) or "").strip()


def _same_questions(wanted: list[str], found: list[str]) -> None:
    missing = [name for name in wanted if name not in found]
    extra = [name for name in found if name not in wanted]
    if missing or extra:
        names = ", ".join([f"-{name}" for name in missing] + [f"+{name}" for name in extra])
        raise _bad(
            "survey", f"ชุดคำถามไม่ตรงกับกรอบ: {names}", f"other questions than the framework: {names}"
        )


def _read_scales(
    document: Plain, book: Mapping[str, Sequence[Sequence[Any]]], rows: Any
) -> dict[str, Any]:
    used = {_get_list(row) for row in rows}
    found: dict[str, list[Any]] = {}
    for row in _read_table(book, "choices"):
        if _cell(row, "list_name") in used:
            choice = {"th": _cell(row, TH), "en": _cell(row, EN), "points": _points(row)}
            found.setdefault(_cell(row, "list_name").replace("_", "-"), []).append(choice)
    scales = document["scales"]
    return {
        code: {
            "name": scales.get(code, {}).get("name", {"th": code, "en": code}),
            "choices": listed,
        }
        for code, listed in found.items()
    }


def _points(row: Plain) -> int | Decimal | None:
    text = "0" if row.get(POINTS) == 0 else _cell(row, POINTS)
    if not text:
        return None
    if not text.replace(".", "", 1).isdigit() or not text.isascii():
        raise _bad("choices", f"{text} ไม่ใช่คะแนน", f"{text} is not a score")
    return Decimal(text) if "." in text else int(text)


def _replace_lines(instrument: Plain, changed: Mapping[str, Plain]) -> dict[str, Any]:
    def renew(item: Plain) -> dict[str, Any]:
        lines = [
            _renew(line, changed[name_question(item["code"], line["code"])])
            for line in item["lines"]
        ]
        return {**item, "lines": lines}

    def below(node: Plain) -> dict[str, Any]:
        fresh = dict(node)
        if "items" in node:
            fresh["items"] = [renew(item) for item in node["items"]]
        for key in ("groups", "indicators"):
            if key in node:
                fresh[key] = [below(child) for child in node[key]]
        return fresh

    return below(instrument)


def _renew(line: Plain, change: Plain) -> dict[str, Any]:
    fresh = {**line, **change}
    if fresh["direction"] == "positive":
        fresh.pop("direction")
    return fresh
