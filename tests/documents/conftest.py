"""Opening what was made, as readers of PDF do."""

import io

import pypdfium2
import pytest


@pytest.fixture
def read_pdf():
    """Return a function that gives the text of a PDF, one space for every break of a line."""

    def read(data: bytes) -> str:
        with pypdfium2.PdfDocument(io.BytesIO(data)) as pdf:
            pages = [page.get_textpage().get_text_range() for page in pdf]
        return " ".join(" ".join(pages).split())

    return read
