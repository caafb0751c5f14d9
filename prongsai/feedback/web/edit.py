"""Pages on which an agency writes its measures."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from prongsai.core.errors import Conflict, Invalid
from prongsai.feedback import selectors, services
from prongsai.feedback.web.forms import MeasureForm
from prongsai.organizations.selectors.scopes import get_scope
from prongsai.organizations.selectors.units import get_unit_for
from prongsai.organizations.types.units import UnitView
from prongsai.permissions.rules import can
from prongsai.ui.forms import refusals
from prongsai.ui.http import Request
from prongsai.ui.types import Crumb


def draft(request: Request, code: str, year: int) -> HttpResponse:
    """The page as it would be published, with what may still be done to it."""
    unit, page = selectors.get_draft_for(request.actor, code, year)
    context = {
        "unit": unit,
        "page": page,
        "may_write": can(request.actor, "feedback.write", get_scope(unit.id)),
        "has_changed": selectors.has_changed(unit.id, year),
        "count": len(page.others) + sum(len(voice.measures) for voice in page.voices),
        "crumbs": _crumbs(unit, _("ท่านบอก เราทำ")),
    }
    return render(request, "feedback/draft.html", context)


@require_http_methods(["GET", "POST"])
def change(request: Request, code: str, year: int, measure_id: int = 0) -> HttpResponse:
    """Add a measure or change one."""
    unit = get_unit_for(request.actor, code, verb="feedback.write")
    names = selectors.get_names(selectors.get_result(unit.id, year).framework)
    measure = selectors.get_measure(unit.id, year, measure_id) if measure_id else None
    initial = measure.as_fields() if measure else {"indicator": request.GET.get("for", "")}
    form = MeasureForm(request.POST or None, names=names, initial=initial)
    if form.is_valid():
        with refusals(form):
            wanted = form.get_measure(measure_id)
            services.save_measure(request.actor, code=code, year=year, measure=wanted)
            messages.success(request, _("บันทึกมาตรการแล้ว ยังไม่เผยแพร่จนกว่าผู้บริหารอนุมัติ"))
            return redirect("feedback:draft", code, year)
    context = {
        "unit": unit,
        "form": form,
        "year": year,
        "measure": measure,
        "crumbs": _crumbs(unit, _("มาตรการ"), year=year),
    }
    status = 422 if form.errors else 200
    return render(request, "feedback/measure.html", context, status=status)


@require_POST
def remove(request: Request, code: str, year: int, measure_id: int) -> HttpResponse:
    services.remove_measure(request.actor, code=code, year=year, measure_id=measure_id)
    messages.success(request, _("ลบมาตรการแล้ว ฉบับที่เผยแพร่ไปแล้วยังคงเดิมจนกว่าจะเผยแพร่ใหม่"))
    return redirect("feedback:draft", code, year)


@require_POST
def publish(request: Request, code: str, year: int) -> HttpResponse:
    """Ask the executive to publish."""
    try:
        asked = services.ask_publication(request.actor, code=code, year=year)
    except (Invalid, Conflict) as error:
        messages.error(request, error.message)
        return redirect("feedback:draft", code, year)
    messages.success(request, _("ส่งให้ผู้บริหารแล้ว จะเผยแพร่เมื่อผู้บริหารอนุมัติ"))
    return redirect("approvals:request", asked.id)


def _crumbs(unit: UnitView, label: str, *, year: int | None = None) -> list[Crumb]:
    crumbs = [Crumb(str(unit), reverse("organizations:unit", args=[unit.code]))]
    if year:
        place = reverse("feedback:draft", args=[unit.code, year])
        crumbs.append(Crumb(_("ท่านบอก เราทำ"), place))
    return [*crumbs, Crumb(label)]
