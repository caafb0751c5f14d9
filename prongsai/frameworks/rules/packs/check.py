"""Is a framework file sound? First its shape by the schema, then what it says."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from jsonschema import Draft202012Validator

from prongsai.frameworks.rules.packs.walk import walk_items
from prongsai.frameworks.rules.packs.words import explain_error
from prongsai.frameworks.types.packs import Fault, Parsed, Path, write_path
from prongsai.scoring.types.framework import Text

Plain = Mapping[str, Any]
Found = tuple[Path, Text]
ALWAYS = ("weights", "rounding", "levels", "level-figures", "sample-minimum")
SURE = ("S", "V", "V-weak")


def check_framework(parsed: Parsed, schema: Mapping[str, Any]) -> list[Fault]:
    """Every fault with path and line; none means that the file can be used."""
    found = list(check_shape(parsed.document, schema)) or list(check_content(parsed.document))
    faults = [Fault(write_path(path), parsed.find_line(path), text) for path, text in found]
    return sorted(faults, key=lambda fault: (fault.line or 0, fault.path))


def check_content(document: Plain) -> Iterator[Found]:
    """What a document of the right shape says wrongly, with the place of each fault."""
    for check in CHECKS:
        yield from check(document)


def check_shape(document: Any, schema: Mapping[str, Any]) -> Iterator[Found]:
    """Where the document has not the shape of a framework file."""
    for error in Draft202012Validator(schema).iter_errors(document):
        yield tuple(error.absolute_path), explain_error(error)


def _say(path: Path, thai: str, english: str) -> Found:
    return path, Text(thai, english)


def check_name(document: Plain) -> Iterator[Found]:
    wanted = f"{document['programme']}-{document['form']}-{document['fiscal_year']}"
    if document["name"] != wanted:
        yield _say(
            ("name",),
            f"ชื่อต้องประกอบจากโครงการ แบบ และปี คือ {wanted}",
            f"the name is made of programme, form and year: {wanted}",
        )


def check_weights(document: Plain) -> Iterator[Found]:
    total = sum((Fraction(i["weight"]) for i in document["instruments"]), Fraction(0))
    if total != 1:
        shown = format(
            sum((Decimal(i["weight"]) for i in document["instruments"]), Decimal(0)), "f"
        )
        yield _say(
            ("instruments",),
            f"น้ำหนักของเครื่องมือรวมกันได้ {shown} ต้องได้ 1",
            f"the weights of the instruments add up to {shown}, they must add up to 1",
        )
    for number, instrument in enumerate(document["instruments"]):
        yield from _check_shares(instrument, ("instruments", number))


def _check_shares(node: Plain, path: Path) -> Iterator[Found]:
    """Weighted nodes need a weight on every child; other nodes allow none."""
    for key in ("indicators", "groups", "items"):
        for number, child in enumerate(node.get(key, [])):
            place: Path = (*path, key, number)
            weighted = node.get("aggregate", "mean") == "weighted"
            if weighted and "weight" not in child:
                yield _say(
                    place,
                    "ขาดน้ำหนัก เพราะรวมแบบ weighted",
                    "weight is missing: the mean is weighted",
                )
            if not weighted and "weight" in child:
                yield _say(
                    (*place, "weight"),
                    "น้ำหนักไม่มีผล เพราะไม่ได้รวมแบบ weighted",
                    "this weight has no effect: the mean above is not weighted",
                )
            if key != "items":
                yield from _check_shares(child, place)


def check_twice(document: Plain) -> Iterator[Found]:
    """No code and no meaning stands twice where one is enough."""
    items = list(walk_items(document))
    yield from _twice([(path, item["code"], "code") for path, item in items])
    for instrument in {path[1] for path, _ in items}:
        own = [(p, item["key"], "key") for p, item in items if p[1] == instrument]
        yield from _twice(own)
    for path, item in items:
        lines = enumerate(item.get("lines", []))
        yield from _twice([((*path, "lines", n), line["code"], "code") for n, line in lines])
    nodes: list[tuple[Path, str, str]] = []
    for number, instrument in enumerate(document["instruments"]):
        place: Path = ("instruments", number)
        nodes.append((place, instrument["code"], "code"))
        parts = enumerate(instrument.get("parts", []))
        nodes += [((*place, "parts", n), part["code"], "code") for n, part in parts]
        for n, indicator in enumerate(instrument.get("indicators", [])):
            nodes.append(((*place, "indicators", n), indicator["code"], "code"))
            groups = enumerate(indicator.get("groups", []))
            nodes += [
                ((*place, "indicators", n, "groups", g), group["code"], "code")
                for g, group in groups
            ]
    yield from _twice(nodes)


def _twice(entries: list[tuple[Path, str, str]]) -> Iterator[Found]:
    count = Counter(name for _, name, _ in entries)
    seen: set[str] = set()
    for path, name, key in entries:
        if count[name] > 1 and name in seen:
            yield _say((*path, key), f"{name} มีอยู่แล้ว", f"{name} stands there already")
        seen.add(name)


def check_references(document: Plain) -> Iterator[Found]:
    """Scales, rules, sources and sheets that are named must exist."""
    scales = document.get("scales", {})
    for path, item in walk_items(document):
        for number, line in enumerate(item.get("lines", [])):
            if line["scale"] not in scales:
                yield _say(
                    (*path, "lines", number, "scale"),
                    f"ไม่มีมาตร {line['scale']} ที่มีคือ {', '.join(scales)}",
                    f"there is no scale {line['scale']}; there are {', '.join(scales)}",
                )
    for code in _needed_rules(document):
        if code not in document["rules"]:
            yield _say(("rules",), f"ขาดกติกา {code}", f"the rule {code} is missing")
    yield from _check_sources(document, (), document["sources"])


def _needed_rules(document: Plain) -> list[str]:
    needed = list(ALWAYS)
    for instrument in document["instruments"]:
        low = instrument["code"].lower()
        needed.append(f"instrument-{low}")
        if instrument.get("parts"):
            needed.append(f"{low}-parts")
        if any("lines" in i for _, i in walk_items({"instruments": [instrument]})):
            needed += ["survey-line", "survey-item", "survey-indicator", f"{low}-form"]
        elif any(True for _ in walk_items({"instruments": [instrument]})):
            needed += [f"{low}-item", f"{low}-list"]
    return list(dict.fromkeys(needed))


def _check_sources(node: Any, path: Path, known: Mapping[str, Any]) -> Iterator[Found]:
    for place, names in _walk_sources(node, path):
        for name in names:
            if name not in known:
                yield _say(place, f"ไม่มีแหล่งอ้างอิง {name}", f"there is no source {name}")


def _walk_sources(node: Any, path: Path) -> Iterator[tuple[Path, list[str]]]:
    if isinstance(node, list):
        for number, child in enumerate(node):
            yield from _walk_sources(child, (*path, number))
    elif isinstance(node, dict):
        for key, child in node.items():
            if key != "sources":
                yield from _walk_sources(child, (*path, key))
            elif path:
                yield (*path, key), child


def check_basis(document: Plain) -> Iterator[Found]:
    """A rule that claims a source names it."""
    for code, rule in document["rules"].items():
        if rule["basis"] in SURE and not rule.get("sources"):
            yield _say(
                ("rules", code),
                f"ระบุว่ามีที่มา ({rule['basis']}) แต่ไม่ได้บอกแหล่ง",
                f"claims basis {rule['basis']} without naming a source",
            )


def check_levels(document: Plain) -> Iterator[Found]:
    for key in ("bands", "also"):
        bands = document["levels"].get(key, [])
        for number, band in enumerate(bands):
            above = bands[number - 1] if number else None
            if above is None:
                continue
            same = band["minimum"] == above["minimum"] and band.get("gate") != above.get("gate")
            if band["minimum"] >= above["minimum"] and not same:
                yield _say(
                    ("levels", key, number, "minimum"),
                    "ระดับต้องเรียงจากสูงลงต่ำ",
                    "levels go from the highest down",
                )
        if bands and (bands[-1]["minimum"] != 0 or bands[-1].get("gate")):
            yield _say(
                ("levels", key, len(bands) - 1),
                "ระดับต่ำสุดต้องเริ่มที่ 0 และไม่มีเกณฑ์รายเครื่องมือ",
                "the lowest level begins at 0 and has no gate",
            )
    yield from _twice(
        [
            (("levels", "bands", n), b["code"], "code")
            for n, b in enumerate(document["levels"]["bands"])
        ]
    )


def check_scales(document: Plain) -> Iterator[Found]:
    for code, scale in document.get("scales", {}).items():
        points = [choice["points"] for choice in scale["choices"] if choice["points"] is not None]
        if not points or min(points) != 0 or max(points) != 100:
            yield _say(
                ("scales", code, "choices"),
                "คะแนนของมาตรต้องมีทั้ง 0 และ 100",
                "the points of a scale must reach from 0 to 100",
            )


def check_instruments(document: Plain) -> Iterator[Found]:
    for number, instrument in enumerate(document["instruments"]):
        place: Path = ("instruments", number)
        items = [item for _, item in walk_items({"instruments": [instrument]})]
        with_lines = sum("lines" in item for item in items)
        if not instrument.get("indicators") and not items:
            yield _say(place, "ไม่มีตัวชี้วัดหรือรายการเลย", "has neither indicators nor items")
        if with_lines not in (0, len(items)):
            yield _say(
                place,
                "ปนกันระหว่างข้อที่มีคำถามกับรายการข้อมูล",
                "mixes survey items with disclosure items",
            )
        if with_lines and instrument.get("items"):
            yield _say(
                (*place, "items"), "ข้อของแบบวัดต้องอยู่ใต้ตัวชี้วัด", "survey items stand below indicators"
            )
        if len(instrument.get("parts", [])) == 1:
            yield _say((*place, "parts"), "มีส่วนเดียว ไม่ต้องแบ่งส่วน", "one part alone needs no parts")
        if items and not with_lines:
            yield from _check_marks(instrument, items, place)


def _check_marks(instrument: Plain, items: list[Plain], place: Path) -> Iterator[Found]:
    if "marks" not in instrument and any("marks" not in item for item in items):
        yield _say(
            place,
            "ขาด marks คือคะแนนที่รายการได้รับได้",
            "marks, the scores an item may get, are missing",
        )


def check_quotas(document: Plain) -> Iterator[Found]:
    sheets = [
        sheet
        for instrument in document["instruments"]
        for sheet in [part["code"] for part in instrument.get("parts", [])] or [instrument["code"]]
    ]
    for sheet, quota in document.get("quotas", {}).items():
        if sheet not in sheets:
            yield _say(("quotas", sheet), f"ไม่มีแบบ {sheet}", f"there is no form {sheet}")
        if ("percent" in quota) == ("classes" in quota):
            yield _say(
                ("quotas", sheet),
                "ต้องมี percent หรือ classes อย่างใดอย่างหนึ่ง",
                "needs either percent or classes",
            )
        if quota.get("at_least", 0) > quota.get("at_most", quota.get("at_least", 0)):
            yield _say(("quotas", sheet, "at_least"), "มากกว่า at_most", "is more than at_most")


def check_calendar(document: Plain) -> Iterator[Found]:
    for number, step in enumerate(document.get("calendar", [])):
        place: Path = ("calendar", number)
        days = {}
        for key in ("opens", "closes"):
            try:
                days[key] = date.fromisoformat(step[key]) if key in step else None
            except ValueError:
                yield _say((*place, key), "ไม่มีวันนี้ในปฏิทิน", "there is no such day")
        opens, closes = days.get("opens"), days.get("closes")
        if opens and closes and closes < opens:
            yield _say((*place, "closes"), "สิ้นสุดก่อนเริ่ม", "ends before it begins")


CHECKS = (
    check_name,
    check_weights,
    check_twice,
    check_references,
    check_basis,
    check_levels,
    check_scales,
    check_instruments,
    check_quotas,
    check_calendar,
)
