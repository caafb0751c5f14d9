"""Lays out the fonts of documents: Sarabun, with its marks at their own height."""

import shutil
from collections.abc import Iterator
from typing import Any

from fontTools.ttLib import TTFont

from config.env import ROOT

SOURCE = ROOT / "node_modules" / "@expo-google-fonts" / "sarabun"
TARGET = ROOT / "prongsai" / "documents" / "fonts"
WEIGHTS = ("400Regular", "700Bold", "800ExtraBold")
_TO_BASE, _TO_MARK, _EXTENSION = 4, 6, 9


def lay_out() -> None:
    """Write the fonts that documents are set in, never served: paper looks the same everywhere."""
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir()
    shutil.copy(SOURCE / "LICENSE_FONT", TARGET)
    for weight in WEIGHTS:
        font = TTFont(SOURCE / weight / f"Sarabun_{weight}.ttf")
        level_marks(font)
        font.save(TARGET / f"Sarabun_{weight}.ttf")


def level_marks(font: Any) -> None:
    """Let every mark stand at the height at which it is drawn.

    The font moves tone marks up and down by a few hundredths of the type size. The typesetter cuts
    a line of text at every such move, and readers of the PDF then see letters twice.
    """
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            for anchor in _list_anchors(table):
                anchor.YCoordinate = 0


def _list_anchors(table: Any) -> Iterator[Any]:
    if table.LookupType == _EXTENSION:
        yield from _list_anchors(table.ExtSubTable)
    elif table.LookupType == _TO_BASE:
        yield from (mark.MarkAnchor for mark in table.MarkArray.MarkRecord)
        yield from (each for base in table.BaseArray.BaseRecord for each in base.BaseAnchor if each)
    elif table.LookupType == _TO_MARK:
        yield from (mark.MarkAnchor for mark in table.Mark1Array.MarkRecord)
        below = table.Mark2Array.Mark2Record
        yield from (each for mark in below for each in mark.Mark2Anchor if each)
