"""The questions of a framework, as the forms need them."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from prongsai.core.errors import NotFound
from prongsai.frameworks.selectors.packs import get_pack
from prongsai.scoring.types.framework import Framework, Text
from prongsai.scoring.types.framework import Item as PackItem
from prongsai.surveys.types import (
    Attribute,
    ChannelKind,
    Design,
    Item,
    Line,
    Questionnaire,
    Section,
    Words,
)


@lru_cache(maxsize=64)
def get_questionnaire(framework: str, instrument: str) -> Questionnaire:
    """Return the form of an instrument, in the order of a stored row of answers."""
    try:
        pack = get_pack(framework)
    except KeyError:
        raise NotFound(_("ไม่พบกรอบการประเมินนี้")) from None
    return make_questionnaire(pack, instrument)


def make_questionnaire(pack: Framework, instrument: str) -> Questionnaire:
    """Return the form of an instrument of any framework, frozen or not."""
    part = pack.get_instrument(instrument)
    sections = [
        Section(each.code, _to_words(each.name), tuple(map(_to_item, each.all_items)))
        for each in part.indicators
    ]
    if part.items:
        sections.append(Section("", Words("", ""), tuple(map(_to_item, part.items))))
    return Questionnaire(
        framework=pack.name,
        fiscal_year=pack.fiscal_year,
        instrument=instrument,
        name=_to_words(part.name),
        respondents=_to_words(part.respondents) if part.respondents else Words("", ""),
        sections=tuple(sections),
        attributes=tuple(_list_attributes(pack, instrument)),
    )


def get_part(framework: str, instrument: str, *, kind: str) -> str:
    """Return the name under which the answers of a channel are handed to scoring."""
    sheets = get_pack(framework).get_instrument(instrument).sheets
    return sheets[-1] if kind == ChannelKind.INTERVIEW else sheets[0]


def _list_attributes(pack: Framework, instrument: str) -> list[Attribute]:
    return [
        Attribute(
            each["code"],
            _read_words(each["name"]),
            tuple(map(_read_words, each["choices"])),
            Design(**each["randomised"]) if "randomised" in each else None,
        )
        for each in pack.attributes
        if instrument in each["asked_in"]
    ]


def _to_item(item: PackItem) -> Item:
    lines = tuple(
        Line(line.code, _to_words(line.text), tuple(_to_words(c.text) for c in line.choices))
        for line in item.lines
    )
    return Item(item.code, _to_words(item.label), lines)


def _to_words(text: Text) -> Words:
    return Words(text.th, text.en)


def _read_words(value: Mapping[str, Any]) -> Words:
    return Words(value["th"], value["en"])
