"""Pages of the live board: how many have answered, never what."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from prongsai.audit.services import record
from prongsai.core.actor import Actor
from prongsai.core.errors import NotAllowed
from prongsai.frameworks.selectors.packs import get_pack
from prongsai.headcounts.selectors.quotas import (
    find_last_minimum,
    get_external_part,
    get_framework_name,
)
from prongsai.organizations.types.units import UnitView
from prongsai.permissions.matrix import MATRIX, Reach
from prongsai.permissions.roles import Role
from prongsai.permissions.rules import can_anywhere
from prongsai.surveys.selectors import boards
from prongsai.surveys.types import Instrument, ProgressState, Tally, Way, Week
from prongsai.surveys.web.board import tables
from prongsai.surveys.web.board.words import (
    TONES,
    make_badge,
    tell_forecast,
    tell_need,
    tell_unjudged,
)
from prongsai.surveys.web.channels.rows import write_few
from prongsai.ui import dates
from prongsai.ui.http import Request
from prongsai.ui.tables import Table, answer
from prongsai.ui.templatetags.ui_formats import count_agencies
from prongsai.ui.types import Bar, Crumb, Tab

# How often a page that is left open asks again, in seconds.
REFRESH = 120


@require_safe
def show_areas(request: Request) -> HttpResponseBase:
    """An area by its provinces or districts; where there is only one agency, that agency."""
    own = _get_own_code(request.actor)
    if own:
        return redirect("board:unit", own)
    area = boards.get_area_for(request.actor, request.GET.get("area", ""))
    rows = boards.list_progress_for(request.actor, year=boards.get_year(), area=area)
    column = _get_column(request.actor, area)
    found = boards.list_areas(rows, column=column)
    if area is None and len(found) == 1 and column == "province":
        column = "district"
        found = boards.list_areas(rows, column=column)
    if len(found) <= 1:
        query = f"?area={area.code}" if area else ""
        return redirect(reverse("board:agencies") + query)
    table = tables.build_areas(
        found,
        is_province=column == "province",
        on_export=_listen(request, "areas"),
    )
    return _answer(request, rows, table, area, current="areas")


@require_safe
def list_agencies(request: Request) -> HttpResponseBase:
    """Every agency of an area."""
    own = _get_own_code(request.actor)
    if own:
        return redirect("board:unit", own)
    area = boards.get_area_for(request.actor, request.GET.get("area", ""))
    rows = boards.list_progress_for(request.actor, year=boards.get_year(), area=area)
    table = tables.build_agencies(boards.name_rows(rows), on_export=_listen(request, "agencies"))
    return _answer(request, rows, table, area, current="agencies")


@require_safe
def show_unit(request: Request, code: str) -> HttpResponse:
    """One agency: its surveys against their minimum, by link and week."""
    board = boards.get_board_for(request.actor, code)
    context = {
        "unit": board.unit,
        "year": board.fiscal_year,
        "cards": [
            {
                **_describe(board, tally),
                "unjudged": _tell_unjudged(board, tally) if board.confirmed else [],
            }
            for tally in board.tallies
        ],
        "confirmed": board.confirmed,
        "refresh": REFRESH,
        "least": settings.SURVEYS_LEAST_GROUP,
        "crumbs": [] if _get_own_code(request.actor) else [_first_crumb(), Crumb(str(board.unit))],
    }
    return render(request, "surveys/board/unit.html", context)


def _answer(
    request: Request, rows: Any, table: Table, area: UnitView | None, *, current: str
) -> HttpResponseBase:
    counts, judged = boards.count_states(rows), boards.list_judged(rows)
    query = f"?area={area.code}" if area else ""
    context = {
        "area": area,
        "current": current,
        "year": boards.get_year(),
        "counted_at": boards.find_counted_at(boards.get_year()),
        "refresh": REFRESH,
        "least": settings.SURVEYS_LEAST_GROUP,
        "surveys": [
            {**_sum_up(name, counts[name], area), "is_judged": name in judged}
            for name in Instrument.values
        ],
        "tabs": []
        if not boards.has_areas(rows)
        else [
            Tab(_("รายพื้นที่"), reverse("board:areas") + query, current == "areas"),
            Tab(_("รายหน่วยงาน"), reverse("board:agencies") + query, current == "agencies"),
        ],
        "may_order_kits": can_anywhere(request.actor, "survey.kit_many"),
        "crumbs": [_first_crumb(), Crumb(str(area))] if area else [],
    }
    return answer(request, table, "surveys/board/list.html", context)


def _sum_up(name: str, counts: dict[ProgressState, int], area: UnitView | None) -> dict[str, Any]:
    """One survey over an area: how many agencies are where."""
    total = sum(counts.values())
    param = name.lower()
    url = f"{reverse('board:agencies')}?{f'area={area.code}&' if area else ''}"
    return {
        "name": name,
        "total": total,
        "reached": counts[ProgressState.REACHED],
        "bars": [
            Bar(
                str(state.label),
                counts[state],
                TONES[state][0],
                count_agencies(counts[state]),
                url=f"{url}{param}={state.value}",
            )
            for state in ProgressState
            if counts[state]
        ],
    }


def _describe(board: boards.UnitBoard, tally: Tally) -> dict[str, Any]:
    ways = board.ways.get(tally.instrument, [])
    weeks = board.weeks.get(tally.instrument, [])
    # One way is the whole; weeks of which none may be shown say nothing.
    ways = ways if len(ways) > 1 or any(way.division_id for way in ways) else []
    weeks = weeks if len(weeks) > 1 and any(week.answered for week in weeks) else []
    return {
        "tally": tally,
        "badge": make_badge(tally.state),
        # Who is beyond the minimum fills the bar, and no more.
        "progress": min(tally.answered or 0, tally.minimum or 0),
        "answered": write_few() if tally.answered is None else f"{tally.answered:,}",
        "forecast": tell_forecast(tally),
        "need": tell_need(tally),
        "ways": [_draw_way(way) for way in ways],
        "most": max((way.answered or 0 for way in ways), default=0) or 1,
        "weeks": [_draw_week(week) for week in weeks],
        "busiest": max((week.answered or 0 for week in weeks), default=0) or 1,
        "is_hidden": None in {*(way.answered for way in ways), *(w.answered for w in weeks)},
    }


def _tell_unjudged(board: boards.UnitBoard, tally: Tally) -> list[str]:
    """Say in words that the framework of the year has no minimum, and which was the last known."""
    if tally.minimum is not None:
        return []
    unit = board.unit
    framework = get_framework_name(unit.unit_class, board.fiscal_year)
    part = get_external_part(framework) if tally.instrument == Instrument.EIT else tally.instrument
    last = find_last_minimum(framework, part, unit_class=unit.unit_class, size=unit.size)
    year = get_pack(framework).fiscal_year
    return tell_unjudged(tally.instrument, framework_year=year, last=last)


def _draw_way(way: Way) -> Bar:
    if way.answered is None:
        return Bar(way.label, 0, "neutral", _("ไม่แสดง"))
    text = f"{way.answered:,}"
    if way.headcount:
        text = _("%(answered)s จาก %(all)s") % {"answered": text, "all": f"{way.headcount:,}"}
    return Bar(way.label, way.answered, "accent", text)


def _draw_week(week: Week) -> Bar:
    label = dates.get_short(week.first)
    if week.answered is None:
        return Bar(label, 0, "neutral", _("ไม่แสดง"))
    return Bar(label, week.answered)


def _get_column(actor: Actor, area: UnitView | None) -> str:
    if area is not None:
        return "district"
    return "province"


def _get_own_code(actor: Actor) -> str:
    """Return the agency of a role that belongs to one agency; nothing for supervisors."""
    if not can_anywhere(actor, "survey.view") or actor.acting is None:
        raise NotAllowed(_("บัญชีของท่านไม่มีสิทธิ์ดูความคืบหน้าการตอบ"))
    if actor.role == "system":
        return ""
    reach = MATRIX["survey.view"].get(Role(actor.acting.role))
    return actor.acting.unit_code if reach is Reach.OWN else ""


def _first_crumb() -> Crumb:
    return Crumb(_("ความคืบหน้าการตอบ"), reverse("board:areas"))


def _listen(request: Request, what: str) -> Any:
    def on_export(file_format: str, count: int) -> None:
        detail = {"format": file_format, "rows": count, "area": request.GET.get("area", "")[:20]}
        record(request.actor, verb="survey.export_board", target=f"board:{what}", detail=detail)

    return on_export
