"""Pages of the agency that gives out tokens: its list of people and its rounds."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from prongsai.core import clock
from prongsai.core.errors import NotFound
from prongsai.core.numbers import list_numbers
from prongsai.core.wiring import wired
from prongsai.organizations.selectors.units import get_unit_for
from prongsai.organizations.types.units import UnitView
from prongsai.permissions.rules import can_anywhere
from prongsai.tokens.selectors.rounds import list_members_for, list_rounds_for
from prongsai.tokens.services import members, rounds
from prongsai.tokens.web import tables
from prongsai.tokens.web.forms import MembersForm, RoundForm
from prongsai.ui.forms import refusals
from prongsai.ui.http import Request
from prongsai.ui.tables import answer
from prongsai.ui.types import Crumb

VERB = "survey.manage"


@require_GET
def find_own(request: Request) -> HttpResponse:
    """Go to the own agency; who works for the nation chooses one in the list of agencies."""
    if not can_anywhere(request.actor, VERB):
        raise NotFound
    if request.actor.acting is None or not request.actor.acting.unit_code:
        return redirect("organizations:list")
    return redirect("tokens:unit", code=request.actor.acting.unit_code)


@require_GET
def show_unit(request: Request, code: str) -> HttpResponse:
    unit = get_unit_for(request.actor, code, verb=VERB)
    year = get_year(unit.id)
    cards = list_rounds_for(request.actor, unit_id=unit.id, fiscal_year=year)
    today, least = clock.today(), settings.SURVEYS_LEAST_GROUP
    count = list_members_for(request.actor, unit_id=unit.id, fiscal_year=year).count()
    context = {
        "unit": unit,
        "year": year,
        "least": least,
        "count": count,
        "enough": count >= least,
        "rounds": [tables.describe_round(card, today=today, least=least) for card in cards],
        "is_open": any(card.opens_on <= today <= card.closes_on for card in cards),
        "crumbs": list_crumbs(unit),
    }
    return render(request, "tokens/unit.html", context)


def list_people(request: Request, code: str) -> HttpResponseBase:
    """The list of people, and the form that adds to it."""
    unit = get_unit_for(request.actor, code, verb=VERB)
    year = get_year(unit.id)
    form = MembersForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            text = form.cleaned_data["emails"]
            added = members.add_members(request.actor, unit_id=unit.id, fiscal_year=year, text=text)
            said = ngettext("เพิ่มแล้ว %(count)s ราย", "เพิ่มแล้ว %(count)s ราย", added)
            messages.success(request, said % {"count": added})
            return redirect("tokens:people", code=unit.code)
    rows = list_members_for(request.actor, unit_id=unit.id, fiscal_year=year)
    has_round = bool(list_rounds_for(request.actor, unit_id=unit.id, fiscal_year=year))
    table = tables.build_people(rows, code=unit.code, may_remove=not has_round)
    context = {"unit": unit, "form": form, "crumbs": list_crumbs(unit, _("รายชื่อผู้มีสิทธิ"))}
    return answer(request, table, "tokens/people.html", context)


@require_POST
def remove_people(request: Request, code: str) -> HttpResponse:
    unit = get_unit_for(request.actor, code, verb=VERB)
    chosen = list_numbers(request.POST.getlist("selected"))
    count = members.remove_members(
        request.actor, unit_id=unit.id, fiscal_year=get_year(unit.id), member_ids=chosen
    )
    messages.success(request, _("ลบแล้ว %(count)s ราย") % {"count": count})
    return redirect("tokens:people", code=unit.code)


def open_round(request: Request, code: str) -> HttpResponse:
    unit = get_unit_for(request.actor, code, verb=VERB)
    year = get_year(unit.id)
    form = RoundForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            spec = form.get_spec(unit_id=unit.id, fiscal_year=year)
            rounds.open_round(request.actor, spec=spec)
            messages.success(request, _("เปิดรอบแล้ว ระบบส่งลิงก์ส่วนตัวให้ทุกคนในรายชื่อทางอีเมล"))
            return redirect("tokens:unit", code=unit.code)
    context = {"unit": unit, "form": form, "crumbs": list_crumbs(unit, _("เปิดรอบใหม่"))}
    return render(request, "tokens/open.html", context)


@require_POST
def remind(request: Request, code: str) -> HttpResponse:
    unit = get_unit_for(request.actor, code, verb=VERB)
    rounds.remind(request.actor, unit_id=unit.id, fiscal_year=get_year(unit.id))
    messages.success(request, _("ส่งลิงก์อีกครั้งให้ผู้ที่ยังไม่ได้รับโทเคนแล้ว"))
    return redirect("tokens:unit", code=unit.code)


def get_year(unit_id: int) -> int:
    """Return the year whose survey the agency is running, else the running fiscal year."""
    year: int = wired("survey_year")(unit_id)
    return year


def list_crumbs(unit: UnitView, *more: str) -> list[Crumb]:
    crumbs = [Crumb(str(unit), reverse("organizations:unit", args=[unit.code]))]
    if not more:
        return [*crumbs, Crumb(_("โทเคนตอบแบบวัด"))]
    return [
        *crumbs,
        Crumb(_("โทเคนตอบแบบวัด"), reverse("tokens:unit", args=[unit.code])),
        *(Crumb(word) for word in more),
    ]
