"""Names and shapes of documents that other apps may see."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Form(StrEnum):
    """What a document is handed out as."""

    PDF = "pdf"
    PNG = "png"
    SVG = "svg"


@dataclass(frozen=True, slots=True)
class Order:
    """One document that somebody wants: a layout of this app, filled with plain data."""

    layout: str
    data: dict[str, Any] = field(default_factory=dict)
    form: Form = Form.PDF
    # Dots per inch of a picture; PDF and SVG have none.
    density: int = 144
