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


class StitchedPage:
    """A page of which only a few slots are ever filled, kept compressed."""

    def __init__(self, page: Page, *, varying: Iterable[str]) -> None:
        marked = page.render({name: slot(name) for name in varying})
        self._names = _SLOT.findall(marked)
        self._texts = [part.encode() for part in _SLOT.split(marked)[::2]]
        self._packed = [_deflate(text) for text in self._texts]

    def render(self, values: Mapping[str, str]) -> bytes:
        """Return the page as one gzip file."""
        whole, packed = [self._texts[0]], [_GZIP_HEAD, self._packed[0]]
        for name, text, piece in zip(self._names, self._texts[1:], self._packed[1:], strict=True):
            value = values.get(name, "").encode()
            whole += (value, text)
            packed += (_store(value), piece)
        content = b"".join(whole)
        tail = struct.pack("<II", zlib.crc32(content), len(content) & 0xFFFFFFFF)
        return b"".join((*packed, _LAST, tail))


def gzip_page(text: str) -> bytes:
    """Compress a page that is shown once."""
    return zlib.compress(text.encode(), 5, wbits=31)


def _deflate(data: bytes) -> bytes:
    """Compress a piece that ends on a byte and refers to nothing outside itself."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)


def _store(data: bytes) -> bytes:
    """Wrap a short value as it is: cheaper than compressing it."""
    return struct.pack("<BHH", 0, len(data), len(data) ^ 0xFFFF) + data


def _end() -> bytes:
    return zlib.compressobj(9, zlib.DEFLATED, -15).flush(zlib.Z_FINISH)


def _squeeze(text: str) -> str:
    """Drop the indentation of the template."""
    return re.sub(r"\n\s*", "\n", text).strip() + "\n"


_LAST = _end()
