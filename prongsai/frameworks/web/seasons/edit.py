"""Making, changing, publishing and extending calendars."""

from typing import Any

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from prongsai.core.actor import NOBODY
from prongsai.core.errors import Conflict, Invalid, NotFound
from prongsai.core.numbers import find_number
from prongsai.frameworks.rules.calendars import check_calendar, has_errors, shift_years
from prongsai.frameworks.selectors import seasons
from prongsai.frameworks.selectors.windows import list_actions
from prongsai.frameworks.services import seasons as drafts
from prongsai.frameworks.services import versions
from prongsai.frameworks.types.proposals import Extension
from prongsai.frameworks.types.seasons import Finding, SeasonView
from prongsai.frameworks.types.windows import EVERYBODY, Target, Window
from prongsai.frameworks.web.seasons import targets
from prongsai.frameworks.web.seasons.forms import (
    ExtensionForm,
    ReasonForm,
    SeasonForm,
    WindowForm,
    WindowFormSet,
    get_initial,
    get_unit_targets,
)
from prongsai.organizations.selectors.units import list_unit_ids
from prongsai.permissions.rules import can
from prongsai.ui.forms import refusals
from prongsai.ui.http import Request
from prongsai.ui.types import Crumb

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_OR_POST
def create(request: Request) -> HttpResponse:
    _check_editor(request)
    known = {one.code: one for one in seasons.list_seasons_for(request.actor)}
    choices = [(code, one.name) for code, one in known.items()]
    form = SeasonForm(request.POST or None, seasons=choices)
    if form.is_valid():
        spec = form.get_spec()
        model = known.get(form.cleaned_data["copy"])
        years = spec.fiscal_year - model.fiscal_year if model else 0
        windows = shift_years(model.windows, years=years) if model else []
        with refusals(form):
            code = drafts.create_season(request.actor, spec=spec, windows=windows)
            messages.success(request, _("สร้างร่างปฏิทินแล้ว ตรวจวันแต่ละขั้นตอน แล้วประกาศใช้"))
            return redirect("seasons:edit", code)
    context = {"form": form, "crumbs": _crumbs(_("สร้างปฏิทิน"))}
    return render(
        request, "frameworks/seasons/create.html", context, status=422 if form.errors else 200
    )


@GET_OR_POST
def edit(request: Request, code: str) -> HttpResponse:
    _check_editor(request)
    season = seasons.get_season_for(request.actor, code)
    kept = [window for window in season.windows if window.target.unit_id is not None]
    rows = [get_initial(window) for window in season.windows if window not in kept]
    if request.method != "POST":
        return _show_editor(request, season, WindowFormSet(initial=rows), ReasonForm())
    wanted = request.POST.get("do", "save")
    formset = WindowFormSet(_add_row(request) if wanted == "more" else request.POST)
    reason = ReasonForm(request.POST if season.is_published and wanted == "save" else None)
    if wanted == "more" or not formset.is_valid():
        return _show_editor(request, season, formset, reason, checked=wanted != "more")
    windows = [*_get_windows(formset), *kept]
    findings = check_calendar(windows, fiscal_year=season.fiscal_year)
    if wanted == "save" and (answer := _save(request, season, windows, reason)):
        return answer
    return _show_editor(request, season, formset, reason, findings=findings)


@require_POST
def publish(request: Request, code: str) -> HttpResponse:
    drafts.publish_season(request.actor, code=code)
    messages.success(request, _("ประกาศใช้ปฏิทินแล้ว ทุกหน่วยงานเห็นได้ทันที"))
    return redirect("seasons:season", code)


@GET_OR_POST
def extend(request: Request, code: str) -> HttpResponse:
    season = seasons.get_season_for(request.actor, code)
    own = targets.get_own(request.actor)
    if not season.is_published or not versions.can_extend(request.actor, own or EVERYBODY):
        raise NotFound
    labels = {window.action: window.label for window in season.windows}
    actions = [(action, labels[action]) for action in list_actions(season.windows)]
    form = ExtensionForm(request.POST or None, actions=actions, own=own is not None)
    if form.is_valid():
        with refusals(form):
            extension = Extension(
                action=form.cleaned_data["action"],
                closes=form.get_closes(),
                targets=_get_targets(form, own),
                reason=form.cleaned_data["reason"],
            )
            asked = versions.propose_extension(request.actor, code=code, extension=extension)
            messages.success(request, _("ส่งคำขอขยายเวลาแล้ว มีผลเมื่อมีผู้อนุมัติ"))
            return redirect("approvals:request", asked.id)
    context = {"form": form, "season": season, "crumbs": _crumbs(_("ขอขยายเวลา"), season)}
    return render(
        request, "frameworks/seasons/extend.html", context, status=422 if form.errors else 200
    )


def _save(
    request: Request, season: SeasonView, windows: list[Window], reason: ReasonForm
) -> HttpResponse | None:
    """Write a draft, or ask for approval of a change; None where something must be corrected."""
    if not season.is_published:
        drafts.change_draft(request.actor, code=season.code, windows=windows)
        messages.success(request, _("บันทึกร่างปฏิทินแล้ว"))
        return redirect("seasons:season", season.code)
    if has_errors(check_calendar(windows, fiscal_year=season.fiscal_year)):
        return None
    if not reason.is_valid():
        return None
    try:
        asked = versions.propose_version(
            request.actor,
            code=season.code,
            windows=windows,
            reason=reason.cleaned_data["reason"],
            base=season.version,
        )
    except (Invalid, Conflict) as error:
        reason.add_error(error.field, error.message)
        return None
    messages.success(request, _("ส่งคำขอแก้ไขปฏิทินแล้ว มีผลเมื่อมีผู้อนุมัติ"))
    return redirect("approvals:request", asked.id)


def _show_editor(
    request: Request,
    season: SeasonView,
    formset: "BaseFormSet[WindowForm]",
    reason: ReasonForm,
    *,
    findings: list[Finding] | None = None,
    checked: bool = False,
) -> HttpResponse:
    context: dict[str, Any] = {
        "season": season,
        "formset": formset,
        "reason": reason,
        "findings": findings,
        "has_errors": has_errors(findings or []),
        "kept": sum(window.target.unit_id is not None for window in season.windows),
        "crumbs": _crumbs(_("แก้ไข"), season),
    }
    wrong = checked or has_errors(findings or []) or bool(reason.errors)
    return render(request, "frameworks/seasons/edit.html", context, status=422 if wrong else 200)


def _get_windows(formset: "BaseFormSet[WindowForm]") -> list[Window]:
    return [
        form.get_window()
        for form in formset.forms
        if form.cleaned_data and not form.cleaned_data.get("DELETE")
    ]


def _add_row(request: Request) -> Any:
    data = request.POST.copy()
    count = find_number(data.get("form-TOTAL_FORMS", "0")[:3]) or 0
    data["form-TOTAL_FORMS"] = str(count + 1 if count < 100 else 1)
    return data


def _get_targets(form: ExtensionForm, own: Target | None) -> tuple[Target, ...]:
    if own is not None:
        return (Target(unit_id=own.unit_id),)
    codes = form.cleaned_data["units"].replace(",", " ").split()
    if not codes:
        return (targets.read_target(form.cleaned_data["who"], NOBODY),)
    found = list_unit_ids(codes)
    missing = [code for code in codes if code not in found]
    if missing:
        message = _("ไม่พบหน่วยงานรหัส %(codes)s") % {"codes": ", ".join(missing[:5])}
        raise Invalid(message, field="units")
    return get_unit_targets([found[code] for code in codes])


def _check_editor(request: Request) -> None:
    if not can(request.actor, "season.edit"):
        raise NotFound


def _crumbs(label: str, season: SeasonView | None = None) -> list[Crumb]:
    middle = [Crumb(season.name, reverse("seasons:season", args=[season.code]))] if season else []
    return [Crumb(_("ปฏิทิน"), reverse("seasons:list")), *middle, Crumb(label)]
