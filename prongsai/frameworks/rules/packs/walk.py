"""Every item of a framework document, with its path."""

from collections.abc import Iterator, Mapping
from typing import Any

from prongsai.frameworks.types.packs import Path

Plain = Mapping[str, Any]


def walk_items(document: Plain) -> Iterator[tuple[Path, Plain]]:
    """Items of indicators and sub-indicators in the order of the file, then the loose ones."""
    for number, instrument in enumerate(document["instruments"]):
        place: Path = ("instruments", number)
        for n, indicator in enumerate(instrument.get("indicators", [])):
            below: Path = (*place, "indicators", n)
            yield from _listed(indicator, below)
            for g, group in enumerate(indicator.get("groups", [])):
                yield from _listed(group, (*below, "groups", g))
        yield from _listed(instrument, place)


def _listed(node: Plain, path: Path) -> Iterator[tuple[Path, Plain]]:
    for number, item in enumerate(node.get("items", [])):
        yield (*path, "items", number), item
