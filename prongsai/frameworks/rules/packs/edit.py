"""Changing one node of a framework document: the document handed in stays as it is."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from prongsai.frameworks.rules.packs.kinds import KEY, KINDS
from prongsai.frameworks.rules.packs.walk import walk_items
from prongsai.frameworks.types.nodes import Branch, Field, Kind
from prongsai.frameworks.types.packs import Path

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Spot:
    """A node of a document, or an empty place for one at the end of its branch."""

    kind: Kind
    path: Path
    branch: Branch | None = None
    home: Path = ()
    is_new: bool = False

    @property
    def holder(self) -> Path:
        """The list or mapping in which the node stands."""
        return (*self.home, *self.branch.steps) if self.branch else ()


def find_spot(document: Plain, path: Path) -> Spot:
    """The node at PATH; LookupError where the document has none there."""
    kind, done = KINDS["framework"], 0
    branch: Branch | None = None
    home: Path = ()
    while done < len(path):
        branch = _find_branch(kind, path[done:])
        home, done = path[:done], done + len(branch.steps) + 1
        kind = KINDS[branch.kind]
    read_at(document, path)
    return Spot(kind, path, branch, home)


def find_place(document: Plain, path: Path) -> Spot:
    """The free place at the end of the branch at PATH; LookupError where there is no branch."""
    steps = next((n for n in range(len(path) - 1, -1, -1) if _is_node(path[:n])), 0)
    spot = find_spot(document, path[:steps])
    branch = _find_branch(spot.kind, (*path[steps:], ""))
    if branch.steps != path[steps:]:
        raise LookupError(path)
    return Spot(KINDS[branch.kind], (*path, ""), branch, spot.path, is_new=True)


def _is_node(path: Path) -> bool:
    kind, done = KINDS["framework"], 0
    while done < len(path):
        try:
            branch = _find_branch(kind, path[done:])
        except LookupError:
            return False
        done, kind = done + len(branch.steps) + 1, KINDS[branch.kind]
    return done == len(path)


def _find_branch(kind: Kind, rest: Path) -> Branch:
    for branch in kind.branches:
        length = len(branch.steps)
        if rest[:length] == branch.steps and len(rest) > length:
            return branch
    raise LookupError(rest)


def read_at(document: Any, path: tuple[Any, ...]) -> Any:
    """What stands at PATH; LookupError where nothing does."""
    for step in path:
        if not isinstance(document, dict | list) or (isinstance(step, int) and step < 0):
            raise LookupError(path)
        try:
            document = document[step]
        except TypeError:
            raise LookupError(path) from None
    return document


def read_fields(document: Plain, spot: Spot) -> dict[str, Any]:
    """The values of a node by the names of its fields; None where it has none."""
    if spot.is_new:
        return {field.name: None for field in spot.kind.fields}
    node = read_at(document, spot.path)
    return {field.name: _read_field(node, field, spot) for field in spot.kind.fields}


def _read_field(node: Plain, field: Field, spot: Spot) -> Any:
    if field.name == KEY:
        return spot.path[-1]
    value: Any = node
    for step in field.steps:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def write_fields(document: Plain, spot: Spot, values: Mapping[str, Any]) -> tuple[Plain, Path]:
    """The document with the node's fields as given, and where the node stands now.

    Fields with the value they had are left untouched, so that saving nothing changes nothing.
    """
    fresh = deepcopy(document)
    before = read_fields(document, spot)
    node = {} if spot.is_new else read_at(fresh, spot.path)
    for field in spot.kind.fields:
        value = values.get(field.name)
        if field.name != KEY and field.name in values and value != before[field.name]:
            _write_field(node, field.steps, value)
    path = _put(fresh, spot, node, values.get(KEY))
    if not spot.path:
        fresh["name"] = f"{fresh['programme']}-{fresh['form']}-{fresh['fiscal_year']}"
    if spot.kind.name == "item" and not spot.is_new and "crosswalk" in fresh:
        _rename(fresh["crosswalk"], before["code"], node["code"])
    return fresh, path


def _write_field(node: Plain, steps: tuple[str, ...], value: Any) -> None:
    """Set one value; what is empty is not written, nor a group that holds nothing else."""
    if len(steps) > 1:
        below = node.setdefault(steps[0], {})
        _write_field(below, steps[1:], value)
        if not below:
            del node[steps[0]]
    elif value is None or value in ("", []):
        node.pop(steps[0], None)
    else:
        node[steps[0]] = value


def _put(document: Plain, spot: Spot, node: Plain, key: str | None) -> Path:
    """Hang a new node into its branch, or a keyed node under its new key, where it stood."""
    if spot.branch is None:
        return ()
    if not spot.is_new and (not spot.branch.keyed or key in (None, spot.path[-1])):
        return spot.path
    holder = _open_holder(document, spot)
    if not spot.branch.keyed:
        holder.append(node)
        return (*spot.holder, len(holder) - 1)
    if key is None or key in holder:
        raise KeyError(key)
    if spot.is_new:
        holder[key] = node
    else:
        _rename(holder, str(spot.path[-1]), key)
    return (*spot.holder, key)


def _open_holder(document: Plain, spot: Spot) -> Any:
    holder: Any = read_at(document, spot.home)
    steps = spot.branch.steps if spot.branch else ()
    for number, step in enumerate(steps, start=1):
        last = number == len(steps)
        empty: Any = [] if last and spot.branch and not spot.branch.keyed else {}
        holder = holder.setdefault(step, empty)
    return holder


def _rename(mapping: Plain, old: str, new: str) -> None:
    """Give an entry another key in the place where it stands; its old key may be unknown."""
    pairs = [(new if key == old else key, value) for key, value in mapping.items()]
    mapping.clear()
    mapping.update(pairs)


def remove_node(document: Plain, spot: Spot) -> Plain:
    """The document without the node and all below it."""
    fresh = deepcopy(document)
    holder = read_at(fresh, spot.holder)
    del holder[spot.path[-1]]
    if not holder and not (spot.branch and spot.branch.way in ("rules", "sources", "instruments")):
        parent = read_at(fresh, spot.holder[:-1])
        del parent[spot.holder[-1]]
    codes = {item["code"] for _, item in walk_items(fresh)}
    if "crosswalk" in fresh:
        fresh["crosswalk"] = {c: old for c, old in fresh["crosswalk"].items() if c in codes}
        if not fresh["crosswalk"]:
            del fresh["crosswalk"]
    return fresh


def move_node(document: Plain, spot: Spot, *, by: int) -> tuple[Plain, Path]:
    """The document with the node one place up (-1) or down (1) among its brothers."""
    fresh = deepcopy(document)
    holder = read_at(fresh, spot.holder)
    keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
    place = keys.index(spot.path[-1])
    other = place + by
    if not 0 <= other < len(keys):
        return fresh, spot.path
    if isinstance(holder, dict):
        keys[place], keys[other] = keys[other], keys[place]
        pairs = [(key, holder[key]) for key in keys]
        holder.clear()
        holder.update(pairs)
        return fresh, spot.path
    holder[place], holder[other] = holder[other], holder[place]
    return fresh, (*spot.holder, other)


def walk_nodes(document: Plain, path: Path = ()) -> list[Spot]:
    """The node at PATH and every node below it, in the order of the document."""
    spot = find_spot(document, path)
    found = [spot]
    for branch in spot.kind.branches:
        try:
            holder = read_at(document, (*path, *branch.steps))
        except LookupError:
            continue
        keys = list(holder) if branch.keyed else range(len(holder))
        for key in keys:
            found += walk_nodes(document, (*path, *branch.steps, key))
    return found
