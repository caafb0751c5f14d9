"""The front page: what to do next, what is open, how the area stands."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.core.actor import Actor
from prongsai.home.navigation import get_role_name
from prongsai.home.season import describe_season
from prongsai.home.todo import list_todos
from prongsai.organizations.types.units import get_row_name
from prongsai.permissions.rules import can_anywhere
from prongsai.results.rules.years import PASS_MARK, get_tone
from prongsai.results.selectors import years as results
from prongsai.results.types import LEVEL_NAMES
from prongsai.ui.http import Request
from prongsai.ui.types import Bar

LOWEST = 5
INSTRUMENTS = ("IIT", "EIT", "OIT")


def home(request: Request) -> HttpResponse:
    """Say what to do next, and show the area of the role."""
    actor = request.actor
    context = {
        "role": get_role_name(actor.role) if actor.role else "",
        "unit": actor.acting.unit_name if actor.acting else "",
        "todos": list_todos(actor),
        **describe_season(actor),
        **describe_area(actor),
    }
    return render(request, "home/home.html", context)


def describe_area(actor: Actor) -> dict[str, Any]:
    """Return the latest results of the actor's area, or of the one agency where it is only one."""
    years = results.list_years_for(actor) if can_anywhere(actor, "unit.view") else []
    if not years:
        return {}
    year = years[0]
    summary = results.get_summary_for(actor, year=year)
    rows = list(results.list_lowest_for(actor, year=year, most=LOWEST))
    area = {
        "summary": summary,
        "area_title": _("ผลการประเมินปีงบประมาณ %(year)s") % {"year": year},
        "area_url": reverse("results:list"),
    }
    if summary.scored == 1 and rows:
        return {**area, **describe_one(actor, rows[0].unit_code)}
    return {
        **area,
        "lowest": [
            Bar(
                get_row_name(row),
                row.total,
                get_tone(row.level),
                f"{row.total} · {LEVEL_NAMES[row.level]}",
                reverse("results:unit", args=[row.unit_code]),
            )
            for row in rows
            if row.total < PASS_MARK
        ],
    }


def describe_one(actor: Actor, code: str) -> dict[str, Any]:
    _unit, years = results.get_history_for(actor, code)
    latest = years[-1]
    return {
        "single": latest,
        "single_level": LEVEL_NAMES.get(latest.level, latest.level),
        "single_tone": get_tone(latest.level),
        "instruments": [
            (name, latest.instruments[name]) for name in INSTRUMENTS if name in latest.instruments
        ],
    }
