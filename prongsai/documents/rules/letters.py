"""Makes the text of a PDF the text that was set, for readers of every habit.

The typesetter maps each glyph of a cluster (ทั่) to the whole cluster and corrects that with a span
of replacement text around it. Readers that know no such spans see ทั่ทั่; readers that do lose the
space between two of them, and see one after a mark that is moved to the left. So each Thai glyph
is mapped to its own letters, and the spans are joined up to the next space.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ENTRY = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]*)>")
_BLOCKS = re.compile(rb"(?:\d+ beginbfchar\s.*?endbfchar\s*)+", re.DOTALL)


def _string(depth: int) -> bytes:
    """Return a pattern of a string in which brackets may stand in pairs, so deep."""
    inner = rb"[^()\\]|\\." + (rb"|" + _string(depth - 1) if depth else b"")
    return rb"\((?:" + inner + rb")*+\)"


_TEXT = _string(4)
# One drawing of letters, with the span around it if it has one.
_SHOW = re.compile(
    rb"(?:/Span<</ActualText<FEFF(?P<hex>[0-9A-F]*)>>>BDC)?"
    rb"(?P<drawing>\s*0 Tr/(?P<font>\w+) [\d.]+ Tf [-\d. ]+ Tm"
    rb"(?:\[(?:" + _TEXT + rb"|[-\d.\s]++)*+\]\s*TJ|" + _TEXT + rb"\s*Tj))"
    rb"(?:\s*EMC(?!/Span<</MCID))?",
    re.DOTALL,
)
_BLOCK = re.compile(rb"(?<=\nBT)(?:" + _SHOW.pattern + rb")++(?=\s*ET)", re.DOTALL)
_STRING = re.compile(_TEXT, re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_CONTROLS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_MOST = 100

Letters = dict[int, str]


@dataclass(slots=True)
class _Show:
    """Letters drawn in one go; SPANNED says that glyphs alone do not tell them."""

    text: str
    drawing: bytes
    spanned: bool


def read_map(cmap: bytes) -> Letters:
    """Return what a ToUnicode map says of each glyph."""
    return {int(glyph, 16): _from_hex(text) for glyph, text in _ENTRY.findall(cmap)}


def write_map(cmap: bytes, letters: Letters) -> bytes:
    """Return the map with these entries in place of its own."""
    entries = [b"<%04X> <%s>\n" % (glyph, _to_hex(text)) for glyph, text in sorted(letters.items())]
    blocks = [entries[start : start + _MOST] for start in range(0, len(entries), _MOST)]
    body = b"".join(
        b"%d beginbfchar\n%sendbfchar\n" % (len(block), b"".join(block)) for block in blocks
    )
    return _BLOCKS.sub(lambda _: body, cmap, count=1)


def join_spans(content: bytes, fonts: dict[str, Letters]) -> bytes:
    """Return a page's drawing with one span for each stretch of text up to a space."""

    def join(block: re.Match[bytes]) -> bytes:
        shows = [_read_show(match, fonts) for match in _SHOW.finditer(block[0])]
        return b"".join(_write_span(group) for group in _group(shows))

    return _BLOCK.sub(join, content)


def _read_show(match: re.Match[bytes], fonts: dict[str, Letters]) -> _Show:
    if match["hex"] is not None:
        return _Show(_from_hex(match["hex"]), match["drawing"], spanned=True)
    letters = fonts.get(match["font"].decode(), {})
    text = "".join(letters.get(glyph, "") for glyph in _read_glyphs(match["drawing"]))
    return _Show(text, match["drawing"], spanned=False)


def _group(shows: list[_Show]) -> Iterator[list[_Show]]:
    """Cut where a drawing ends with a space, never inside a word."""
    group: list[_Show] = []
    for show in shows:
        if group and group[-1].text.endswith(" "):
            yield group
            group = []
        group.append(show)
    yield group


def _write_span(group: list[_Show]) -> bytes:
    drawing = b"".join(show.drawing for show in group)
    if not any(show.spanned for show in group):
        return drawing
    text = "".join(show.text for show in group)
    return b"/Span<</ActualText<FEFF%s>>>BDC%s\nEMC" % (_to_hex(text), drawing)


def _read_glyphs(drawing: bytes) -> list[int]:
    data = b"".join(_unescape(text[1:-1]) for text in _STRING.findall(drawing))
    return [int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2)]


def _unescape(text: bytes) -> bytes:
    def replace(escape: re.Match[bytes]) -> bytes:
        sign = escape[1]
        if sign[:1].isdigit():
            return bytes([int(sign, 8) & 0xFF])
        return b"" if sign in {b"\n", b"\r", b"\r\n"} else _CONTROLS.get(sign, sign)

    return _ESCAPE.sub(replace, text)


def _from_hex(text: bytes) -> str:
    return bytes.fromhex(text.decode()).decode("utf-16-be", "replace")


def _to_hex(text: str) -> bytes:
    return text.encode("utf-16-be").hex().upper().encode()
