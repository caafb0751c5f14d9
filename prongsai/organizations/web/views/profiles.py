"""Pages on which an agency keeps its own data: profile, yearly check, divisions."""

from dataclasses import asdict

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from prongsai.organizations.selectors import profiles as selectors
from prongsai.organizations.selectors.units import get_unit_for
from prongsai.organizations.services import divisions as division_services
from prongsai.organizations.services import profiles as services
from prongsai.organizations.types.units import UnitView
from prongsai.organizations.web.forms.profiles import DivisionForm, ProfileForm
from prongsai.ui.forms import refusals
from prongsai.ui.http import Request
from prongsai.ui.types import Crumb


@require_http_methods(["GET", "POST"])
def edit_profile(request: Request, code: str) -> HttpResponse:
    """Change website, hosts and contact together."""
    unit = get_unit_for(request.actor, code, verb="unit.edit_profile")
    profile = selectors.get_profile(unit.id)
    form = ProfileForm(
        request.POST or None,
        initial={
            **asdict(profile.contact),
            "domains": "\n".join(profile.domains),
            "revision": profile.revision,
        },
    )
    if form.is_valid():
        with refusals(form), transaction.atomic():
            services.edit_profile(
                request.actor,
                code=code,
                contact=form.get_contact(),
                revision=form.cleaned_data["revision"],
            )
            services.set_domains(request.actor, code=code, hosts=form.get_hosts())
            messages.success(request, _("บันทึกข้อมูลหน่วยงานแล้ว"))
            return redirect("organizations:unit", code)
    return _render(request, "organizations/profile.html", unit, form=form)


@require_POST
def confirm_contact(request: Request, code: str) -> HttpResponse:
    """Confirm for this fiscal year that the data are right."""
    services.confirm_contact(request.actor, code=code)
    messages.success(request, _("ยืนยันข้อมูลติดต่อสำหรับปีงบประมาณนี้แล้ว"))
    return redirect("organizations:unit", code)


@require_http_methods(["GET", "POST"])
def list_divisions(request: Request, code: str) -> HttpResponse:
    """The divisions of a unit, and a form to add one."""
    unit = get_unit_for(request.actor, code, verb="division.manage")
    form = DivisionForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            division_services.add_division(request.actor, code=code, **form.cleaned_data)
            messages.success(request, _("เพิ่มกองแล้ว"))
            return redirect("organizations:divisions", code)
    rows = selectors.list_divisions(unit.id)
    return _render(request, "organizations/divisions.html", unit, form=form, divisions=rows)


@require_http_methods(["GET", "POST"])
def edit_division(request: Request, code: str, division_id: int) -> HttpResponse:
    """Rename a division."""
    unit = get_unit_for(request.actor, code, verb="division.manage")
    division = selectors.get_division(unit.id, division_id)
    initial = {"name_th": division.name_th, "name_en": division.name_en}
    form = DivisionForm(request.POST or None, initial=initial)
    if form.is_valid():
        with refusals(form):
            division_services.rename_division(
                request.actor, code=code, division_id=division_id, **form.cleaned_data
            )
            messages.success(request, _("บันทึกชื่อกองแล้ว"))
            return redirect("organizations:divisions", code)
    return _render(request, "organizations/division.html", unit, form=form, division=division)


@require_POST
def close_division(request: Request, code: str, division_id: int) -> HttpResponse:
    """End a division today."""
    division_services.close_division(request.actor, code=code, division_id=division_id)
    messages.success(request, _("ยุบเลิกกองแล้ว ประวัติเดิมยังเก็บไว้"))
    return redirect("organizations:divisions", code)


def _render(request: Request, template: str, unit: UnitView, **context: object) -> HttpResponse:
    crumbs = [
        Crumb(pgettext("menu", "หน่วยงาน"), reverse("organizations:list")),
        Crumb(str(unit), reverse("organizations:unit", args=[unit.code])),
    ]
    return render(request, template, {"unit": unit, "crumbs": crumbs, **context})
