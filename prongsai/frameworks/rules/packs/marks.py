"""Which words of a text are new and which are gone: also for Thai, which has no spaces."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_SIGNS = "[ะาำ\u0e31\u0e34-\u0e3a\u0e45\u0e47-\u0e4e]"
# A syllable as far as signs tell: a consonant with its vowel, and the consonant that closes it.
_PIECE = re.compile(
    f"(?:[เแโใไ][ก-ฮ]{_SIGNS}*|[ก-ฮ]{_SIGNS}+)(?:[ก-ฮ](?!{_SIGNS}))?|[A-Za-z0-9]+|\\s+|.",
    re.DOTALL,
)
# Two marks with less than this between them read better as one.
LEAST = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text: the same in both, only before, or only after."""

    kind: Literal["same", "gone", "new"]
    text: str


def mark_words(before: str, after: str) -> tuple[list[Mark], list[Mark]]:
    """The earlier text with what is gone, and the later one with what is new."""
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < 0.3:
        return [Mark("gone", before)], [Mark("new", after)]
    left: list[tuple[bool, str]] = []
    right: list[tuple[bool, str]] = []
    for tag, i, j, k, m in _join(matcher.get_opcodes()):
        left.append((tag == "equal", "".join(old[i:j])))
        right.append((tag == "equal", "".join(new[k:m])))
    return _as_marks(left, "gone"), _as_marks(right, "new")


Code = tuple[str, int, int, int, int]


def _join(codes: Sequence[Code]) -> list[Code]:
    """Widen changes over short stretches that are the same by chance."""
    joined: list[Code] = []
    for number, (tag, i, j, k, m) in enumerate(codes):
        inner = 0 < number < len(codes) - 1
        kind = "replace" if tag != "equal" or (inner and j - i < LEAST) else "equal"
        if joined and joined[-1][0] == kind:
            joined[-1] = (kind, joined[-1][1], j, joined[-1][3], m)
        else:
            joined.append((kind, i, j, k, m))
    return joined


def _as_marks(pieces: list[tuple[bool, str]], kind: Literal["gone", "new"]) -> list[Mark]:
    return [Mark("same" if same else kind, text) for same, text in pieces if text]
