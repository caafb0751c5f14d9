"""The typesetter: layouts in, PDF, PNG or SVG out, without network, from one folder only."""

import json
import threading
from functools import cache
from pathlib import Path
from typing import Any

import typst

from prongsai.core import clock
from prongsai.documents.gateways.pdf import repair_text
from prongsai.documents.rules.texts import clean
from prongsai.documents.types import Form, Order

HOME = Path(__file__).resolve().parent.parent
LAYOUTS = HOME / "layouts"
FONTS = HOME / "fonts"
# Archivable for decades and readable by screen readers.
STANDARDS: list[Any] = ["a-2b", "ua-1"]

_own = threading.local()


def typeset(order: Order) -> bytes:
    """Return a document; each thread that asks keeps a warm compiler of its own."""
    is_pdf = order.form is Form.PDF
    made = _get_compiler().compile(
        LAYOUTS / f"{order.layout}.typ",
        format=order.form.value,
        ppi=None if order.form is not Form.PNG else order.density,
        sys_inputs={"data": json.dumps(clean(order.data), ensure_ascii=False)},
        pdf_standards=STANDARDS if is_pdf else [],
        timestamp=int(clock.now().timestamp()),
    )
    first = made[0] if isinstance(made, list) else made
    if first is None:
        raise RuntimeError(f"{order.layout} gave nothing")
    return repair_text(first) if is_pdf else first


def _get_compiler() -> typst.Compiler:
    if not hasattr(_own, "compiler"):
        # Packages would come from the network; the folder given for them has none.
        _own.compiler = typst.Compiler(
            root=LAYOUTS, font_paths=_get_fonts(), package_path=FONTS, package_cache_path=FONTS
        )
    compiler: typst.Compiler = _own.compiler
    return compiler


@cache
def _get_fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
