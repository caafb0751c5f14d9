"""Pages of the yearly set-up: the area's list, one agency, the figures, the decision."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.audit.services import record
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, NotAllowed
from prongsai.core.numbers import find_number
from prongsai.frameworks.selectors.windows import get_target, is_open
from prongsai.frameworks.types.windows import Action
from prongsai.headcounts.rules.figures import list_doubts
from prongsai.headcounts.selectors import setups
from prongsai.headcounts.selectors.quotas import get_framework_name, list_minimums
from prongsai.headcounts.services.reminders import remind
from prongsai.headcounts.services.setups import confirm_setup, return_setup, submit_setup
from prongsai.headcounts.types import SetupState, SetupView, VersionState
from prongsai.headcounts.web.forms import ReturnForm, SetupForm
from prongsai.headcounts.web.rows import list_events, list_part_facts
from prongsai.headcounts.web.tables import build_setups
from prongsai.organizations.selectors.profiles import list_divisions
from prongsai.organizations.selectors.scopes import get_scope
from prongsai.permissions.matrix import MATRIX, Reach
from prongsai.permissions.roles import Role
from prongsai.permissions.rules import can, can_anywhere
from prongsai.ui.forms import refusals
from prongsai.ui.http import Request
from prongsai.ui.tables import answer
from prongsai.ui.templatetags.ui_formats import count_agencies
from prongsai.ui.types import Bar, Crumb

BARS = {
    SetupState.CONFIRMED: "ok",
    SetupState.WAITING: "warn",
    SetupState.CHANGING: "warn",
    SetupState.RETURNED: "bad",
    SetupState.NOT_SET: "bad",
}


@require_safe
def list_setups(request: Request) -> HttpResponseBase:
    """Where the agencies of an area stand; an agency is led to its own page."""
    actor = request.actor
    if is_agency(actor) and actor.acting:
        return redirect("headcounts:unit", actor.acting.unit_code)
    year = setups.get_year()
    rows = setups.list_setups_for(actor, year=year)
    counts = setups.count_states_for(actor, year=year)

    def on_export(file_format: str, count: int) -> None:
        detail = {"year": year, "format": file_format, "rows": count}
        record(actor, verb="headcount.export", target=f"setups:{year}", detail=detail)

    may_remind = can_anywhere(actor, "headcount.remind")
    table = build_setups(rows, year=year, may_remind=may_remind, on_export=on_export)
    context = {
        "year": year,
        "may_import": can_anywhere(actor, "headcount.import"),
        "total": sum(counts.values()),
        "confirmed": counts[SetupState.CONFIRMED],
        "bars": [
            Bar(
                str(state.label),
                counts[state],
                BARS[state],  # type: ignore[arg-type]
                count_agencies(counts[state]),
                f"?state={state.value}",
            )
            for state in SetupState
            if counts[state]
        ],
    }
    return answer(request, table, "headcounts/list.html", context)


@require_POST
def remind_agencies(request: Request) -> HttpResponse:
    """Remind the chosen agencies."""
    if not can_anywhere(request.actor, "headcount.remind"):
        raise NotAllowed(_("บัญชีของท่านไม่มีสิทธิ์ส่งข้อความเตือน"))
    count = remind(request.actor, codes=request.POST.getlist("selected")[:200])
    if count:
        words = ngettext(
            "ส่งข้อความเตือนแล้ว %(count)s หน่วยงาน", "ส่งข้อความเตือนแล้ว %(count)s หน่วยงาน", count
        )
        messages.success(request, words % {"count": count})
    else:
        messages.info(request, _("ไม่มีหน่วยงานที่ต้องเตือน: ยืนยันแล้ว เตือนไปแล้ววันนี้ หรือการเก็บแบบวัดสิ้นสุดแล้ว"))
    return redirect("headcounts:list")


@require_safe
def show_setup(request: Request, code: str) -> HttpResponse:
    """One agency: the figures, the minimums with their sums, who decided what."""
    return _answer_unit(request, setups.get_setup_for(request.actor, code))


@require_http_methods(["GET", "POST"])
def edit_setup(request: Request, code: str) -> HttpResponse:
    """Enter the figures; what is implausible is asked about first."""
    setup = setups.get_setup_for(request.actor, code, verb="headcount.edit")
    divisions = list_divisions(setup.unit.id)
    typed = request.POST if "more" in request.POST else None
    data = None if typed else request.POST or None
    form = SetupForm(data, setup=setup, divisions=divisions, typed=typed)
    doubts = []
    if form.is_valid():
        given = form.get_given()
        doubts = list(list_doubts(given, setup.before))
        if doubts:
            form = SetupForm(data, setup=setup, divisions=divisions, asks=True)
            form.is_valid()
        if not doubts or given.is_sure:
            with refusals(form):
                submit_setup(request.actor, code=code, given=given)
                messages.success(request, _("บันทึกและส่งให้ผู้บริหารยืนยันแล้ว"))
                return redirect("headcounts:unit", code)
    context = {
        "setup": setup,
        "form": form,
        "doubts": doubts,
        "window": is_open(Action.REGISTER, who=get_target(setup.unit.id)),
        "crumbs": _crumbs(request.actor, setup, _("กรอกตัวเลข")),
    }
    status = 422 if (form.is_bound and form.errors) or doubts else 200
    return render(request, "headcounts/edit.html", context, status=status)


@require_http_methods(["GET", "POST"])
def confirm(request: Request, code: str) -> HttpResponse:
    """Put the waiting figures in force, after a question that names them."""
    setup = setups.get_setup_for(request.actor, code, verb="headcount.confirm")
    latest = setup.latest
    if request.method == "POST":
        number = find_number(request.POST.get("number", "")) or 0
        try:
            confirm_setup(request.actor, code=code, number=number)
            messages.success(request, _("ยืนยันตัวเลขแล้ว ผู้ดูแลระบบเปิดช่องทางตอบแบบวัดได้"))
        except Conflict as error:
            messages.error(request, error.message)
        return redirect("headcounts:unit", code)
    if latest is None or latest.state is not VersionState.WAITING:
        return redirect("headcounts:unit", code)
    return render(request, "headcounts/confirm.html", {"setup": setup, "latest": latest})


@require_http_methods(["GET", "POST"])
def send_back(request: Request, code: str) -> HttpResponse:
    """Return the waiting figures with a reason."""
    setup = setups.get_setup_for(request.actor, code, verb="headcount.confirm")
    latest = setup.latest
    if request.method == "GET" and (latest is None or latest.state is not VersionState.WAITING):
        return redirect("headcounts:unit", code)
    initial = {"number": latest.number if latest else 0}
    form = ReturnForm(request.POST or None, initial=initial)
    if form.is_valid():
        with refusals(form):
            return_setup(request.actor, code=code, **form.cleaned_data)
            messages.success(request, _("ส่งกลับให้ผู้ดูแลระบบแก้ไขแล้ว"))
            return redirect("headcounts:unit", code)
    context = {"setup": setup, "form": form, "crumbs": _crumbs(request.actor, setup, _("ส่งกลับ"))}
    status = 422 if form.errors else 200
    return render(request, "headcounts/return.html", context, status=status)


def is_agency(actor: Actor) -> bool:
    """Return whether the role belongs to one agency."""
    if actor.role is None or actor.role == "system":
        return False
    return MATRIX["headcount.view"].get(Role(actor.role)) is Reach.OWN


def _answer_unit(request: Request, setup: SetupView) -> HttpResponse:
    actor, unit, latest = request.actor, setup.unit, setup.latest
    scope, is_settled = get_scope(unit.id), setups.is_settled(unit.id)
    waits = latest is not None and latest.state is VersionState.WAITING
    shown = latest or setup.confirmed
    framework = shown.framework if shown else get_framework_name(unit.unit_class, setup.fiscal_year)
    minimums = list_minimums(
        framework,
        headcount=shown.headcount if shown else None,
        unit_class=unit.unit_class,
        size=unit.size,
    )
    is_own = latest is not None and latest.made_by_id == actor.user_id
    context = {
        "setup": setup,
        "latest": latest,
        "shown": shown,
        "framework_year": int(framework[-4:]),
        "minimums": list(minimums.values()),
        "parts": list_part_facts(shown),
        "events": list_events(setup),
        "window": is_open(Action.REGISTER, who=get_target(unit.id)),
        "waits": waits,
        "is_settled": is_settled,
        "may_edit": not is_settled and can(actor, "headcount.edit", scope),
        "may_confirm": waits
        and not is_own
        and not is_settled
        and can(actor, "headcount.confirm", scope),
        "may_remind": not is_settled
        and can(actor, "headcount.remind", scope)
        and setup.state is not SetupState.CONFIRMED,
        "differs": waits and setup.confirmed is not None,
        "crumbs": _crumbs(actor, setup),
    }
    return render(request, "headcounts/unit.html", context)


def _crumbs(actor: Actor, setup: SetupView, last: str = "") -> list[Crumb]:
    if is_agency(actor) and not last:
        return []
    crumbs = [] if is_agency(actor) else [Crumb(_("การตั้งค่าประจำปี"), reverse("headcounts:list"))]
    here = reverse("headcounts:unit", args=[setup.unit.code]) if last else ""
    crumbs.append(Crumb(str(setup.unit), here))
    return [*crumbs, Crumb(last)] if last else crumbs
