"""How two frameworks differ: by what their items mean, never by their numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from prongsai.frameworks.types.packs import Difference
from prongsai.scoring.rounding import write_exact, write_number
from prongsai.scoring.types.framework import Framework, Item, Text
from prongsai.scoring.whatif import list_worths


@dataclass(frozen=True, slots=True)
class Place:
    """An item with where it stands and what it is worth in its framework."""

    item: Item
    instrument: str
    home: str
    worth: Fraction | None


def diff_frameworks(before: Framework, after: Framework) -> list[Difference]:
    """Everything that changed, the items first."""
    old, new = _place_items(before), _place_items(after)
    found: list[Difference] = []
    for key, place in new.items():
        if key not in old:
            found.append(_added(place, old))
        else:
            found += _compare(old[key], place)
    inherited = {(p.instrument, key) for p in new.values() for key in p.item.replaces}
    for key, place in old.items():
        if key not in new:
            kind = "merged" if key in inherited else "removed"
            found.append(Difference(kind, place.item.code, None, place.item.label))
    return found + _compare_frames(before, after)


def list_crosswalk(before: Framework, after: Framework) -> dict[str, list[str]]:
    """For every item of the later framework: the items it comes from, if any."""
    old, new = _place_items(before), _place_items(after)
    return {
        place.item.code: [old[source].item.code for source in _sources(key, place, old)]
        for key, place in new.items()
    }


def _sources(
    key: tuple[str, str], place: Place, old: Mapping[tuple[str, str], Place]
) -> list[tuple[str, str]]:
    if key in old:
        return [key]
    return [(place.instrument, k) for k in place.item.replaces if (place.instrument, k) in old]


def _place_items(framework: Framework) -> dict[tuple[str, str], Place]:
    worths: dict[str, Fraction] = {}
    for worth in list_worths(framework):
        code = worth.code.partition(".")[0] if worth.kind == "line" else worth.code
        worths[code] = worths.get(code, Fraction(0)) + worth.full
    found = {}
    for instrument in framework.instruments:
        homes = _homes(framework, instrument.code)
        for item in instrument.all_items:
            home = homes.get(item.code, instrument.code)
            place = Place(item, instrument.code, home, worths.get(item.code))
            found[instrument.code, item.key] = place
    return found


def _homes(framework: Framework, code: str) -> dict[str, str]:
    homes = {}
    for indicator in framework.get_instrument(code).indicators:
        homes.update({item.code: indicator.code for item in indicator.items})
        for group in indicator.groups:
            homes.update({item.code: group.code for item in group.items})
    return homes


def _added(place: Place, old: Mapping[tuple[str, str], Place]) -> Difference:
    parents = [
        old[place.instrument, key].item.code
        for key in place.item.replaces
        if (place.instrument, key) in old
    ]
    if not parents:
        return Difference("added", None, place.item.code, place.item.label)
    joined = ", ".join(parents)
    return Difference("made-from", joined, place.item.code, place.item.label)


def _compare(old: Place, new: Place) -> list[Difference]:
    """What happened to an item that stands in both."""
    found = []
    codes = (old.item.code, new.item.code)

    def add(kind: str, before: str = "", after: str = "") -> None:
        found.append(Difference(kind, *codes, new.item.label, before, after))

    if codes[0] != codes[1]:
        add("renumbered", *codes)
    if old.home != new.home:
        add("moved", old.home, new.home)
    if _words(old.item) != _words(new.item):
        add("reworded", old.item.text.th, new.item.text.th)
    if _points(old.item) != _points(new.item):
        add("other-points", _show_points(old.item), _show_points(new.item))
    if old.worth != new.worth and old.worth is not None and new.worth is not None:
        add("re-weighted", write_number(old.worth), write_number(new.worth))
    return found


def _words(item: Item) -> tuple[object, ...]:
    return item.label, item.text, tuple(line.text for line in item.lines)


def _points(item: Item) -> tuple[object, ...]:
    lines = tuple(tuple(choice.points for choice in line.choices) for line in item.lines)
    return lines, item.marks


def _show_points(item: Item) -> str:
    lines: list[list[Fraction | None]] = [
        [choice.points for choice in line.choices] for line in item.lines
    ]
    return "; ".join(_show(line) for line in lines or [list(item.marks)])


def _show(points: Iterable[Fraction | None]) -> str:
    return "/".join("-" if point is None else write_exact(point) for point in points)


def _compare_frames(before: Framework, after: Framework) -> list[Difference]:
    """Weights, means, rounding, levels and how sure the rules are."""
    found = []
    one, two = _frame(before), _frame(after)
    for name in dict.fromkeys([*one, *two]):
        label, old = one.get(name, (None, "-"))
        other, new = two.get(name, (None, "-"))
        if old != new:
            text = other or label or Text(name, name)
            found.append(Difference(name.partition(":")[0], None, None, text, old, new))
    return found


def _frame(framework: Framework) -> dict[str, tuple[Text, str]]:
    frame: dict[str, tuple[Text, str]] = {}
    for instrument in framework.instruments:
        frame[f"weight:{instrument.code}"] = instrument.name, write_exact(instrument.weight)
        frame[f"mean:{instrument.code}"] = instrument.name, instrument.aggregate.value
        if instrument.parts:
            frame[f"join:{instrument.code}"] = instrument.name, instrument.join.value
        for indicator in instrument.indicators:
            frame[f"mean:{indicator.code}"] = indicator.name, indicator.aggregate.value
    frame["rounding"] = Text("การปัดเศษ", "Rounding"), framework.rounding.value
    for band in framework.levels.bands:
        gate = "" if band.gate is None else f", {write_exact(band.gate)}"
        frame[f"level:{band.code}"] = band.text, f"{write_exact(band.minimum)}{gate}"
    for code, rule in framework.rules.items():
        frame[f"basis:{code}"] = rule.text, rule.basis.value
    return frame
