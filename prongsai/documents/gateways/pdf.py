"""Opens a finished PDF and puts its text layer right."""

import io
from typing import Any

import pikepdf

from prongsai.documents.rules.glyphs import read_thai_glyphs
from prongsai.documents.rules.letters import Letters, join_spans, read_map, write_map


def repair_text(data: bytes) -> bytes:
    """Return the PDF with a text layer that copies, searches and reads aloud as it was written."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        seen: dict[tuple[int, int], Letters] = {}
        for page in pdf.pages:
            drawn: Any = page.obj
            fonts = _repair_fonts(drawn.Resources.get("/Font", {}), seen)
            content = drawn.Contents
            content.write(join_spans(content.read_bytes(), fonts))
        target = io.BytesIO()
        pdf.save(target, deterministic_id=True, fix_metadata_version=False)
    return target.getvalue()


def _repair_fonts(fonts: Any, seen: dict[tuple[int, int], Letters]) -> dict[str, Letters]:
    """Correct each font once; return by name what its glyphs now say."""
    found = {}
    for name, font in fonts.items():
        if font.objgen not in seen:
            seen[font.objgen] = _repair_font(font)
        found[name[1:]] = seen[font.objgen]
    return found


def _repair_font(font: Any) -> Letters:
    program = font.DescendantFonts[0].FontDescriptor.get("/FontFile2")
    if program is None or "/ToUnicode" not in font:
        return {}
    cmap = font.ToUnicode.read_bytes()
    letters = {**read_map(cmap), **read_thai_glyphs(program.read_bytes())}
    font.ToUnicode.write(write_map(cmap, letters))
    return letters
