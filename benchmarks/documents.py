"""`script/bench documents [--count N] [--json]`: posters and one-page papers per second.

Posters of links (QR, agency, dates) and plain pages of Thai text are set by the product on all
processors; beside them, in the same run, bare Typst sets the same plain page with nothing around
it, once on one processor: what the typesetter itself can do.
"""

import argparse
import json
import os
import resource
import time
from collections.abc import Iterable
from datetime import date
from typing import Any

AGENCIES = 8_300
FLOOR = 50.0
TEXT = "องค์การบริหารส่วนตำบลเปิดเผยข้อมูลต่อประชาชนอย่างสม่ำเสมอและรับฟังความเห็นทุกช่องทาง "


def main() -> None:
    options = read_options()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()
    result = measure(options.count)
    print(json.dumps(result, indent=2) if options.json else describe(result))


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--count", type=int, default=AGENCIES, help="posters, one an agency")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def measure(count: int) -> dict[str, Any]:
    from prongsai.documents.services import make_document, make_documents
    from prongsai.surveys.services.kits.parts import make_parts
    from prongsai.surveys.types import KitPart

    pages = [_make_page(number) for number in range(min(count, 1000))]
    make_document(pages[0])  # fonts and layouts are read once
    posters = _time(make_parts(_make_cards(count), [KitPart.POSTER_A4], language="th"))
    plain = _time(make_documents(pages))
    bare = _time(make_document(page) for page in pages[:200])
    return {
        "posters": count,
        "posters_per_s": round(count / posters, 1),
        "posters_seconds": round(posters, 1),
        "pages_per_s": round(len(pages) / plain, 1),
        "one_processor_per_s": round(min(200, len(pages)) / bare, 1),
        "bare_typst_per_s": round(_measure_bare(pages[:200]), 1),
        "rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "load_average": os.getloadavg()[0],
    }


def _make_page(number: int) -> Any:
    from prongsai.documents.types import Order

    paragraphs = [f"ฉบับที่ {number} {TEXT * 4}" for _ in range(4)]
    return Order("text", {"title": f"ฉบับที่ {number}", "lang": "th", "paragraphs": paragraphs})


def _make_cards(count: int) -> list[Any]:
    from prongsai.surveys.rules.codes import new_channel_code
    from prongsai.surveys.types import ChannelCard, Instrument, Words

    return [
        ChannelCard(
            id=number,
            code=new_channel_code(),
            unit_id=number,
            agency=Words(f"เทศบาลตำบลตัวอย่างที่ {number}", f"Example Municipality {number}"),
            instrument=Instrument.EIT,
            part="EIT1",
            framework="nacc-general-2569",
            fiscal_year=2569,
            kind="link",
            label="",
            opens_on=date(2026, 1, 1),
            closes_on=date(2026, 4, 30),
            is_revoked=False,
            division_id=None,
        )
        for number in range(count)
    ]


def _measure_bare(pages: list[Any]) -> float:
    """Return how many equal pages Typst sets in a second with nothing of ours around it."""
    import typst

    from prongsai.documents.gateways.typesetter import FONTS, LAYOUTS

    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]
    )
    compiler = typst.Compiler(root=LAYOUTS, font_paths=fonts)

    def compile_all() -> Iterable[Any]:
        for page in pages:
            given = {"data": json.dumps(page.data, ensure_ascii=False)}
            yield compiler.compile(LAYOUTS / "text.typ", format="pdf", sys_inputs=given)

    _time(compile_all())
    return len(pages) / _time(compile_all())


def _time(work: Iterable[Any]) -> float:
    begun = time.monotonic()
    for _ in work:
        pass
    return time.monotonic() - begun


def describe(result: dict[str, Any]) -> str:
    return "\n".join(
        [
            f"posters (A4, QR)          {result['posters']} in {result['posters_seconds']} s:"
            f" {result['posters_per_s']}/s",
            f"one-page papers           {result['pages_per_s']}/s (wanted: {FLOOR})",
            f"the same, one processor   {result['one_processor_per_s']}/s",
            f"bare Typst, one processor {result['bare_typst_per_s']}/s",
            f"memory                    {result['rss_mb']} MB",
            f"load average              {result['load_average']:.1f}",
        ]
    )


if __name__ == "__main__":
    main()
