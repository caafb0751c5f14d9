"""Pages of results: a year in my area, and the years of one unit."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.audit.services import record
from prongsai.organizations.selectors.joins import search_names
from prongsai.permissions.rules import can
from prongsai.results.rules.years import get_tone
from prongsai.results.selectors import years as selectors
from prongsai.results.selectors.runs import list_explained_years
from prongsai.results.types import LEVEL_NAMES, YearOfUnit
from prongsai.results.web import tables
from prongsai.ui.http import Request
from prongsai.ui.tables import answer
from prongsai.ui.types import Bar, Crumb, Point, Tab

INSTRUMENTS = ("IIT", "EIT", "OIT")


def list_results(request: Request) -> HttpResponseBase:
    """The results of one year in the actor's area."""
    years = selectors.list_years_for(request.actor)
    asked = request.GET.get("year", "")
    year = int(asked) if asked in {str(known) for known in years} else years[0] if years else 0
    summary = selectors.get_summary_for(request.actor, year=year)
    rows = selectors.list_results_for(request.actor, year=year)

    def on_export(file_format: str, count: int) -> None:
        detail = {"year": year, "format": file_format, "rows": count}
        record(request.actor, verb="results.export", target=f"results:{year}", detail=detail)

    table = tables.build_results(
        rows,
        year=year,
        total=lambda: selectors.count_results_for(request.actor, year=year),
        search=search_names,
        on_export=on_export,
    )
    context = {
        "year": year,
        "may_score": can(request.actor, "score.run"),
        "summary": summary,
        "bars": _draw_levels(summary.levels),
        "tabs": [Tab(str(known), f"?year={known}", known == year) for known in years],
    }
    return answer(request, table, "results/list.html", context)


def show_unit(request: Request, code: str) -> HttpResponse:
    """The results of one unit over the years."""
    unit, years = selectors.get_history_for(request.actor, code)
    context = {
        "unit": unit,
        "explained": [
            (year, reverse("results:explain", args=[code, year]))
            for year in list_explained_years(unit.id)
        ],
        "latest": years[-1] if years else None,
        "latest_level": LEVEL_NAMES.get(years[-1].level, "") if years else "",
        "latest_tone": get_tone(years[-1].level) if years else "neutral",
        "trend": [Point(str(row.fiscal_year), row.total, row.breaks_series) for row in years],
        "instruments": _draw_instruments(years),
        "indicators": _draw_indicators(years),
        "years": list(reversed(years)),
        "crumbs": [Crumb(_("ผลการประเมิน"), reverse("results:list")), Crumb(str(unit))],
    }
    return render(request, "results/unit.html", context)


def _draw_levels(levels: Sequence[tuple[str, int]]) -> list[Bar]:
    return [Bar(str(LEVEL_NAMES[level]), count, get_tone(level)) for level, count in levels]


def _draw_instruments(years: Sequence[YearOfUnit]) -> list[Bar]:
    latest = years[-1].instruments if years else {}
    return [
        Bar(name, float(latest[name]), text=latest[name]) for name in INSTRUMENTS if name in latest
    ]


def _draw_indicators(years: Sequence[YearOfUnit]) -> list[Bar]:
    latest = years[-1].indicators if years else {}
    return [
        Bar(_("ตัวชี้วัดที่ %(number)s") % {"number": number}, float(score), text=score)
        for number, score in sorted(latest.items(), key=lambda pair: int(pair[0]))
    ]
