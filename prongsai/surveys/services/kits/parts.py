"""The parts of a publicity kit as files."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from prongsai.documents.services import make_document, make_documents
from prongsai.documents.types import Form, Order
from prongsai.surveys.services.kits import texts
from prongsai.surveys.services.kits.words import get_words
from prongsai.surveys.types import ChannelCard, KitPart

# Points become pixels twice over, for sharp screens.
BANNER_DENSITY = 144
PREVIEW_DENSITY = 50
_LAYOUTS = {
    KitPart.POSTER_A4: ("surveys/poster", Form.PDF, "a4"),
    KitPart.POSTER_A3: ("surveys/poster", Form.PDF, "a3"),
    KitPart.CARD: ("surveys/card", Form.PDF, "a4"),
    KitPart.BANNER_PNG: ("surveys/banner", Form.PNG, ""),
    KitPart.BANNER_SVG: ("surveys/banner", Form.SVG, ""),
    KitPart.LETTER: ("surveys/letter", Form.PDF, "a4"),
}
_WRITERS = {
    KitPart.LINE: texts.write_line,
    KitPart.MAIL: texts.write_mail,
    KitPart.BUTTON: texts.write_button,
}
DRAWN = tuple(_LAYOUTS)
WRITTEN = tuple(_WRITERS)


def make_part(card: ChannelCard, part: KitPart, *, language: str) -> bytes:
    """Return one file of a channel's kit."""
    words = get_words(card, language=language)
    if part in _WRITERS:
        return _write(card, part, words)
    return make_document(_order(part, words))


def make_preview(card: ChannelCard, part: KitPart, *, language: str) -> bytes:
    """Return a small picture of a drawn part."""
    order = _order(part, get_words(card, language=language))
    density = PREVIEW_DENSITY * 2 if part in {KitPart.LETTER, KitPart.CARD} else PREVIEW_DENSITY
    return make_document(replace(order, form=Form.PNG, density=density))


def write_texts(card: ChannelCard, *, language: str) -> dict[KitPart, str]:
    """Return the written parts, to be copied from a page."""
    words = get_words(card, language=language)
    return {part: _write(card, part, words).decode() for part in WRITTEN}


def make_parts(
    cards: Iterable[ChannelCard], parts: Iterable[KitPart], *, language: str
) -> Iterator[tuple[ChannelCard, KitPart, bytes]]:
    """Yield the parts of many channels, drawn on all processors, channel by channel."""
    wanted = tuple(parts)
    filled = [(card, get_words(card, language=language)) for card in cards]
    drawn = make_documents(
        _order(part, words) for _, words in filled for part in wanted if part in _LAYOUTS
    )
    for card, words in filled:
        for part in wanted:
            content = next(drawn) if part in _LAYOUTS else _write(card, part, words)
            yield card, part, content


def get_folder(card: ChannelCard) -> str:
    """Return a name for a channel's files that every file system takes."""
    return f"{card.instrument}-{card.code}"


def _order(part: KitPart, words: dict[str, Any]) -> Order:
    layout, form, paper = _LAYOUTS[part]
    return Order(layout, {**words, "paper": paper}, form=form, density=BANNER_DENSITY)


def _write(card: ChannelCard, part: KitPart, words: dict[str, Any]) -> bytes:
    return _WRITERS[part](card, words).encode()
