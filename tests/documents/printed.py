"""Looking at printed pages: as pictures, as text, and through a reader of QR codes."""

import io
from typing import Any

import pypdfium2
import zxingcpp
from PIL import Image


def draw(content: bytes, name: str) -> list[Any]:
    """Return the pages of a file as pictures."""
    if name.endswith(".pdf"):
        with pypdfium2.PdfDocument(io.BytesIO(content)) as pdf:
            return [page.render(scale=2).to_pil() for page in pdf]
    return [Image.open(io.BytesIO(content)).convert("RGB")]


def read_codes(content: bytes, name: str) -> list[str]:
    """Return what every QR of a file says, page by page."""
    return [code.text for page in draw(content, name) for code in zxingcpp.read_barcodes(page)]


def read_text(content: bytes) -> str:
    with pypdfium2.PdfDocument(io.BytesIO(content)) as pdf:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())
