"""Pages compiled once: fixed text with slots, so that answering a request is joining strings.

What is fixed is compressed once for all agencies; a page is stitched together from compressed
pieces, so memory does not grow with the number of agencies.
"""

import re
import struct
import zlib
from collections.abc import Iterable, Mapping

OPEN, CLOSE = "\ue000", "\ue001"
_SLOT = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")
_MOST_STORED = 0xFFFF
_STORED, _CHECK = struct.Struct("<BHH").pack, struct.Struct("<II").pack
_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"


def slot(name: str) -> str:
    """Return what a template writes where a page later puts the value of NAME."""
    return f"{OPEN}{name}{CLOSE}"


class Page:
    """One compiled page in one language."""

    def __init__(self, text: str) -> None:
        # Every second piece is the name of a slot.
        self._pieces = _SLOT.split(_squeeze(text))

    def render(self, values: Mapping[str, str]) -> str:
        """Return the page; a slot without a value stays empty. Values are already escaped."""
        pieces = self._pieces[:]
        pieces[1::2] = [values.get(name, "") for name in pieces[1::2]]
        return "".join(pieces)


class Piece:
    """A stretch of a page, plain and compressed."""

    def __init__(self, text: bytes, packed: bytes) -> None:
        self.text, self.packed = text, packed
        self.checksum = zlib.crc32(text)

    def join(self, other: "Piece") -> "Piece":
        return Piece(self.text + other.text, self.packed + other.packed)


class StitchedPage:
    """A page of which only a few slots are ever filled, kept compressed."""

    def __init__(self, pieces: list[Piece], names: list[str]) -> None:
        self._pieces, self._names = pieces, names
        self._size = sum(len(piece.text) for piece in pieces)

    @classmethod
    def of(cls, page: Page, *, varying: Iterable[str]) -> "StitchedPage":
        marked = page.render({name: slot(name) for name in varying})
        texts = [text.encode() for text in _SLOT.split(marked)[::2]]
        return cls([Piece(text, _deflate(text)) for text in texts], _SLOT.findall(marked))

    def fill(self, values: Mapping[str, str]) -> "StitchedPage":
        """Return the page with some slots filled for good."""
        pieces, names = [self._pieces[0]], []
        for name, piece in zip(self._names, self._pieces[1:], strict=True):
            if name in values:
                value = values[name].encode()
                pieces[-1] = pieces[-1].join(Piece(value, _store(value))).join(piece)
            else:
                pieces.append(piece)
                names.append(name)
        return StitchedPage(pieces, names)

    def render(self, values: Mapping[str, str]) -> bytes:
        """Return the page as one gzip file; a slot without a value stays empty."""
        first = self._pieces[0]
        packed, checksum, size = [_GZIP_HEAD, first.packed], first.checksum, self._size
        for name, piece in zip(self._names, self._pieces[1:], strict=True):
            value = values.get(name, "").encode()
            packed += (_store(value), piece.packed)
            checksum = zlib.crc32(piece.text, zlib.crc32(value, checksum))
            size += len(value)
        packed += (_LAST, _CHECK(checksum, size))
        return b"".join(packed)


def gzip_page(text: str) -> bytes:
    """Compress a page that is shown once."""
    return zlib.compress(text.encode(), 5, wbits=31)


def _deflate(data: bytes) -> bytes:
    """Compress a piece that ends on a byte and refers to nothing outside itself."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)


def _store(data: bytes) -> bytes:
    """Wrap a short value as it is: cheaper than compressing it."""
    if len(data) > _MOST_STORED:
        return _deflate(data)
    return _STORED(0, len(data), len(data) ^ 0xFFFF) + data


def _end() -> bytes:
    return zlib.compressobj(9, zlib.DEFLATED, -15).flush(zlib.Z_FINISH)


def _squeeze(text: str) -> str:
    """Drop the indentation of the template."""
    return re.sub(r"\n\s*", "\n", text).strip() + "\n"


_LAST = _end()
