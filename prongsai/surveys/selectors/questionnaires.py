"""The questions of a framework, as the forms need them."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from prongsai.core.errors import NotFound
from prongsai.surveys.types import Attribute, Item, Line, Questionnaire, Section, Words

PACKS = Path(__file__).resolve().parents[2] / "frameworks" / "packs"


@lru_cache(maxsize=64)
def find_questionnaire(framework: str, instrument: str) -> Questionnaire:
    path = PACKS / f"{framework}.yaml"
    if not path.exists():
        raise NotFound(framework)
    pack = yaml.safe_load(path.read_text(encoding="utf-8"))
    part = next(each for each in pack["instruments"] if each["code"] == instrument)
    return Questionnaire(
        framework=framework,
        fiscal_year=pack["fiscal_year"],
        instrument=instrument,
        name=_words(part["name"]),
        respondents=_words(part["respondents"]),
        sections=tuple(
            Section(
                each["code"],
                _words(each["name"]),
                tuple(_item(item, pack["scales"]) for item in each["items"]),
            )
            for each in part["indicators"]
        ),
        attributes=tuple(
            Attribute(each["code"], _words(each["name"]), tuple(map(_words, each["choices"])))
            for each in pack["attributes"]
            if instrument in each["asked_in"]
        ),
    )


def _item(item: dict[str, Any], scales: dict[str, Any]) -> Item:
    lines = tuple(
        Line(line["code"], _words(line), tuple(map(_words, scales[line["scale"]]["choices"])))
        for line in item["lines"]
    )
    return Item(item["code"], _words(item["label"]), lines)


def _words(value: dict[str, str]) -> Words:
    return Words(value["th"], value["en"])
