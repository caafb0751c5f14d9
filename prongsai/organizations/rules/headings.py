"""Headings of an uploaded table, as people write them: which column is which."""

import re
from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=str)
_NOISE = re.compile(r"\([^)]*\)|[\s._\-]")


class Headings(Generic[Key]):
    """The columns that a table may have, each with its headings in Thai and English."""

    def __init__(self, words: Mapping[Key, Sequence[str]]) -> None:
        self._known = {squeeze(word): key for key, all_ in words.items() for word in all_}

    def find(self, headings: Sequence[str]) -> dict[Key, int]:
        """Return where each known column stands; headings that are unknown are left out."""
        found: dict[Key, int] = {}
        for at, heading in enumerate(headings):
            column = self._known.get(squeeze(heading))
            if column is not None:
                found.setdefault(column, at)
        return found

    def list_unknown(self, headings: Sequence[str]) -> list[str]:
        return [text for text in headings if text and squeeze(text) not in self._known]

    def list_repeated(self, headings: Sequence[str]) -> list[str]:
        """Return the headings that mean a column which stands further left already."""
        known = [self._known.get(squeeze(text)) for text in headings]
        return [
            text
            for at, text in enumerate(headings)
            if known[at] is not None and known[at] in known[:at]
        ]


def squeeze(text: str) -> str:
    """Return TEXT without what people write differently: case, spaces, dots, brackets."""
    return _NOISE.sub("", text.casefold())
