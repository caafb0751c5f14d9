"""The nodes of a framework as people read them: a tree with worth, basis and faults."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prongsai.frameworks.rules.packs.edit import Spot, find_spot, read_at, walk_nodes
from prongsai.frameworks.rules.packs.kinds import KINDS
from prongsai.frameworks.rules.packs.walk import walk_items
from prongsai.frameworks.types.drafts import FrameworkView, say
from prongsai.frameworks.types.packs import Path
from prongsai.frameworks.web.builder.labels import ADDS, BRANCHES, CHOICES, FIELDS, get_basis
from prongsai.frameworks.web.builder.labels import KINDS as KIND_LABELS
from prongsai.scoring.rounding import write_number
from prongsai.scoring.types.framework import Text
from prongsai.ui import dates
from prongsai.ui.types import Badge

# Where a node has its words, the first that is there.
WORDS = ("name", "text", "label", "")
CODES = ("code", "step")
DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Shown:
    """One node."""

    path: Path
    kind: str
    code: str
    words: Text
    more: Text | None = None
    facts: Sequence[str] = ()
    basis: Badge | None = None
    sources: Sequence[tuple[str, str]] = ()
    worth: str = ""
    faults: Sequence[str] = ()
    children: Sequence["Shown"] = field(default=())
    adds: Sequence[tuple[str, str]] = ()
    edit_url: str = ""

    @property
    def label(self) -> str:
        return str(KIND_LABELS[self.kind])

    @property
    def name(self) -> str:
        return "n-" + write_place(self.path).replace("/", "-")

    @property
    def title(self) -> str:
        return say(self.words)

    @property
    def other(self) -> str:
        """The words in the other language."""
        return self.words.th if _is_english() else self.words.en

    @property
    def more_words(self) -> str:
        return say(self.more) if self.more else ""

    @property
    def other_lang(self) -> str:
        return "th" if _is_english() else "en"


@dataclass(frozen=True, slots=True)
class Section:
    """The nodes of one branch under a heading."""

    title: str
    nodes: Sequence[Shown]
    add_url: str = ""
    add_label: str = ""


class Shower:
    """Turns the nodes of one framework into what pages show."""

    def __init__(self, view: FrameworkView) -> None:
        self.view = view
        self.document: Any = view.document
        self.ref = view.card.ref
        self.faults = assign_faults(view)
        # Hundreds of addresses a page: their beginning is looked up once.
        self._base = reverse("frameworks:framework", args=[self.ref])
        self._sources = reverse("frameworks:part", args=[self.ref, "rules"])

    def show(self, path: Path, *, deep: bool = True) -> Shown:
        """Return one node, with all nodes below it where DEEP says so."""
        spot = find_spot(self.document, path)
        node = read_at(self.document, path)
        code = next((str(node[key]) for key in CODES if key in node), str(path[-1] if path else ""))
        basis = node.get("basis") or node.get("evidence", {}).get("basis")
        label = _get_words(node, WORDS)
        own = Text(node["th"], node["en"]) if "th" in node and "label" in node else None
        return Shown(
            path=path,
            kind=spot.kind.name,
            code="" if spot.kind.name == "component" else code,
            words=label,
            more=own,
            facts=self._list_facts(spot, node),
            basis=get_basis(basis) if basis else None,
            sources=self._list_sources(spot, node),
            worth=self._get_worth(spot, node),
            faults=[say(text) for text in self.faults.get(path, ())],
            children=self._list_children(spot, node) if deep else (),
            adds=self._list_adds(spot, node),
            edit_url=self._get_url("node", path) if self.view.is_open else "",
        )

    def show_branch(self, way: str, *, deep: bool = True) -> Section:
        """Return a branch of the root with its nodes."""
        steps = tuple(way.split("."))
        branch = next(b for b in KINDS["framework"].branches if b.way == way)
        try:
            holder = read_at(self.document, steps)
        except LookupError:
            holder = {} if branch.keyed else []
        keys = list(holder) if branch.keyed else list(range(len(holder)))
        nodes = [self.show((*steps, key), deep=deep) for key in keys]
        url = self._get_url("add", steps) if self.view.is_open else ""
        return Section(str(BRANCHES[way]), nodes, url, str(ADDS[branch.kind]))

    def _list_sources(self, spot: Spot, node: Any) -> list[tuple[str, str]]:
        """Return the sources of a node, each with the place where it is described."""
        if not spot.path:
            return []
        return [(code, f"{self._sources}#n-sources-{code}") for code in node.get("sources", ())]

    def _list_children(self, spot: Spot, node: Any) -> list[Shown]:
        found = []
        for branch in spot.kind.branches:
            try:
                holder = read_at(node, branch.steps)
            except LookupError:
                continue
            keys = list(holder) if branch.keyed else list(range(len(holder)))
            found += [self.show((*spot.path, *branch.steps, key)) for key in keys]
        return found

    def _list_adds(self, spot: Spot, node: Any) -> list[tuple[str, str]]:
        if not self.view.is_open:
            return []
        branches = spot.kind.branches
        if spot.kind.name == "item":
            asks, shows = (
                is_survey(self.document, spot.path),
                is_disclosure(self.document, spot.path),
            )
            wanted = {"lines": not shows, "evidence.components": not asks}
            branches = tuple(b for b in branches if wanted[b.way])
        return [(str(ADDS[b.kind]), self._get_url("add", (*spot.path, *b.steps))) for b in branches]

    def _get_url(self, name: str, path: Path) -> str:
        return f"{self._base}{name}/" + (f"{quote(write_place(path))}/" if path else "")

    def _get_worth(self, spot: Spot, node: Any) -> str:
        worths, kind = self.view.worths, spot.kind.name
        if kind == "item":
            return write_number(worths[node["code"]]) if node["code"] in worths else ""
        if kind == "line":
            item = read_at(self.document, spot.home)
            code = f"{item['code']}.{node['code']}"
            return write_number(worths[code]) if code in worths else ""
        return ""

    def _list_facts(self, spot: Spot, node: Any) -> list[str]:
        facts = []
        for name in FACTS.get(spot.kind.name, ()):
            value = _read(node, name)
            if value is not None and value != "":
                facts.append(f"{FIELDS[name]}: {_write(value)}")
        if spot.kind.name == "line":
            facts.append(self._write_points(node))
        if spot.kind.name == "scale":
            facts += [_write_choice(choice) for choice in node["choices"]]
        if spot.kind.name == "attribute":
            facts += [say(Text(choice["th"], choice["en"])) for choice in node["choices"]]
        return [fact for fact in facts if fact]

    def _write_points(self, line: Mapping[str, Any]) -> str:
        scale = self.document.get("scales", {}).get(line["scale"])
        if scale is None:
            return ""
        points = [choice["points"] for choice in scale["choices"]]
        if line.get("direction") == "reversed":
            known = [point for point in points if point is not None]
            points = [None if point is None else known.pop() for point in points]
        return _("คะแนน") + ": " + " / ".join("–" if p is None else _write(p) for p in points)


FACTS: dict[str, tuple[str, ...]] = {
    "instrument": ("weight", "aggregate", "join", "marks"),
    "indicator": ("aggregate", "weight"),
    "group": ("weight",),
    "item": (
        "key",
        "weight",
        "marks",
        "evidence.covers",
        "evidence.window_months",
        "evidence.own_domain",
        "evidence.machine_readable",
    ),
    "line": ("scale", "direction"),
    "source": ("url",),
    "band": ("minimum", "gate"),
    "quota": ("percent", "at_least", "at_most"),
    "quota-class": ("minimum",),
    "attribute": ("asked_in", "randomised.yes_days", "randomised.no_days"),
    "step": ("opens", "closes"),
    "adjustment": ("kind", "most"),
}


def assign_faults(view: FrameworkView) -> dict[Path, list[Text]]:
    """Give every fault to the smallest node around its place."""
    if not view.faults:
        return {}
    document: Any = view.document
    nodes = {spot.path for spot in walk_nodes(document)}
    found: dict[Path, list[Text]] = {}
    for path, text in view.faults:
        place = next(path[:n] for n in range(len(path), -1, -1) if path[:n] in nodes)
        found.setdefault(place, []).append(text)
    return found


def is_survey(document: Any, path: Path) -> bool:
    """Whether a node belongs to an instrument that asks questions."""
    if path[:1] != ("instruments",) or len(path) < 2:
        return False
    return any("lines" in item for item in _list_items(document["instruments"][path[1]]))


def is_disclosure(document: Any, path: Path) -> bool:
    """Whether a node belongs to an instrument that checks what is published."""
    if path[:1] != ("instruments",) or len(path) < 2:
        return False
    instrument = document["instruments"][path[1]]
    items = _list_items(instrument)
    asks = any("lines" in item for item in items)
    return not asks and ("marks" in instrument or any("evidence" in item for item in items))


def _list_items(instrument: Any) -> list[Any]:
    return [item for _path, item in walk_items({"instruments": [instrument]})]


def read_place(document: Any, place: str) -> Path:
    """Return the path that an address means: numbers count in lists, keys in mappings."""
    path: list[str | int] = []
    node = document
    for step in place.split("/") if place else []:
        if isinstance(node, list):
            if not step.isdecimal() or len(step) > 6 or int(step) >= len(node):
                raise LookupError(place)
            path.append(int(step))
            node = node[int(step)]
        else:
            path.append(step)
            node = node.get(step) if isinstance(node, dict) else None
    return tuple(path)


def get_url(name: str, ref: str, path: Path) -> str:
    """Return the address of a page about a node; that of the whole framework is the root."""
    if not path:
        return reverse("frameworks:root", args=[ref])
    return reverse(f"frameworks:{name}", args=[ref, write_place(path)])


def write_place(path: Path) -> str:
    return "/".join(map(str, path))


def _is_english() -> bool:
    return (get_language() or "").startswith("en")


def _get_words(node: Mapping[str, Any], keys: Sequence[str]) -> Text:
    for key in keys:
        words = node.get(key) if key else node
        if isinstance(words, Mapping) and "th" in words:
            return Text(words["th"], words["en"])
    return Text(node.get("what", ""), node.get("what", ""))


def _read(node: Any, name: str) -> Any:
    for step in name.split("."):
        node = node.get(step) if isinstance(node, dict) else None
    return node


def _write(value: Any) -> str:
    if isinstance(value, bool):
        return _("ใช่") if value else _("ไม่ใช่")
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, list):
        return " / ".join(_write(one) for one in value)
    if isinstance(value, str) and DAY.fullmatch(value):
        return _write_day(value)
    return str(CHOICES.get(value, value)) if isinstance(value, str) else str(value)


def _write_day(value: str) -> str:
    try:
        return dates.get_short(date.fromisoformat(value))
    except ValueError:
        return value


def _write_choice(choice: Mapping[str, Any]) -> str:
    points = "–" if choice["points"] is None else _write(choice["points"])
    words = choice["en" if _is_english() else "th"]
    return f"{words} ({points})"
