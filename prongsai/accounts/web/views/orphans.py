"""The report of orphans: how many of each kind, and the list of one kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import npgettext

from prongsai.accounts.rules.orphans import OF_UNITS, SILENT_DAYS, OrphanKind
from prongsai.accounts.selectors.orphans import count_orphans_for, list_orphans_for
from prongsai.accounts.web.tables.orphans import build_orphans, get_titles
from prongsai.audit.services import record
from prongsai.ui.http import Request
from prongsai.ui.tables import answer
from prongsai.ui.templatetags.ui_formats import agencies
from prongsai.ui.types import Crumb

NOTED = frozenset({OrphanKind.NO_ADMIN, OrphanKind.NO_EXECUTIVE, OrphanKind.DISSOLVED})


@dataclass(frozen=True, slots=True)
class Tile:
    """One count that leads to its list."""

    label: str
    count: int
    unit: str
    url: str
    tone: str


def show_orphans(request: Request) -> HttpResponseBase:
    """What nobody looks after in the actor's area."""
    count = cache(lambda: count_orphans_for(request.actor))
    kind = _read_kind(request) or _find_first(count())
    rows = list_orphans_for(request.actor, kind=kind)

    def on_export(file_format: str, count: int) -> None:
        detail = {"kind": kind.value, "format": file_format, "rows": count}
        unit_id = request.actor.unit_id
        record(
            request.actor, verb="orphans.export", target="orphans", unit_id=unit_id, detail=detail
        )

    total = None if request.htmx else lambda: count()[kind]
    table = build_orphans(rows, kind=kind, total=total, on_export=on_export)
    context = {
        # Called by the page only: sorting and paging the table alone does not count all parts.
        "tiles": lambda: _list_tiles(count()),
        "note": _get_note(kind),
        "crumbs": [Crumb(_("บุคลากร"), reverse("people:list")), Crumb(_("รายการที่ไม่มีผู้ดูแล"))],
    }
    return answer(request, table, "accounts/people/orphans.html", context)


def _read_kind(request: Request) -> OrphanKind | None:
    asked = request.GET.get("kind", "")
    return OrphanKind(asked) if asked in set(OrphanKind) else None


def _find_first(counts: Mapping[OrphanKind, int]) -> OrphanKind:
    """Return the most pressing part that holds anything."""
    return next((kind for kind, count in counts.items() if count), OrphanKind.NO_ADMIN)


def _list_tiles(counts: Mapping[OrphanKind, int]) -> list[Tile]:
    titles = get_titles()
    tiles = []
    for kind, count in counts.items():
        tone = "ok" if count == 0 else "warn" if kind in NOTED else "neutral"
        unit = agencies(count) if kind in OF_UNITS else ""
        if kind is OrphanKind.NO_ROLE:
            unit = npgettext("unit", "บัญชี", "บัญชี", count)
        tiles.append(Tile(titles[kind], count, unit, f"?kind={kind.value}", tone))
    return tiles


def _get_note(kind: OrphanKind) -> str:
    return {
        OrphanKind.NO_ADMIN: _(
            "ไม่มีใครกรอกข้อมูลของหน่วยงานเหล่านี้ได้ ให้เชิญผู้ดูแลระบบ หรือส่งมอบงานแทนหน่วยงาน"
        ),
        OrphanKind.NO_EXECUTIVE: _("ไม่มีใครอนุมัติข้อมูลของหน่วยงานเหล่านี้ได้ ให้เชิญผู้บริหาร"),
        OrphanKind.ONE_ADMIN: _("ถ้าผู้ดูแลระบบคนนี้ย้ายหรือลา งานของหน่วยงานจะหยุด ควรมีอย่างน้อยสองคน"),
        OrphanKind.NO_CONTACT: _("ไม่มีใครรับเรื่องที่มอบให้กองเหล่านี้ ให้ผู้ดูแลระบบของหน่วยงานเชิญผู้ประสานงาน"),
        OrphanKind.DISSOLVED: _(
            "หน่วยงานยุบเลิกแล้วแต่ยังมีผู้ถือบทบาทอยู่ ให้ยกเลิกบทบาทหรือมอบหมายในหน่วยงานใหม่"
        ),
        OrphanKind.NO_ROLE: _("เข้าสู่ระบบได้แต่ทำอะไรไม่ได้ ให้มอบหมายบทบาทใหม่หรือแจ้งปิดบัญชี"),
        OrphanKind.SILENT: _("นับผู้ที่ไม่ได้เข้าสู่ระบบตั้งแต่ %(days)s วันขึ้นไป หรือยังไม่เคยเข้า")
        % {"days": SILENT_DAYS},
    }[kind]
