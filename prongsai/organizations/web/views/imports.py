"""Importing agencies: send a file, look at the comparison, take it over, take it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core import clock
from prongsai.core.errors import Conflict, Invalid
from prongsai.core.numbers import list_numbers
from prongsai.organizations.selectors import imports as selectors
from prongsai.organizations.services.checks import check_file
from prongsai.organizations.services.imports import apply_import
from prongsai.organizations.services.undo import undo_import
from prongsai.organizations.types.imports import ImportAction, ImportState, name_counts
from prongsai.organizations.web.forms.imports import UndoForm, UploadForm
from prongsai.organizations.web.import_tables import build_imports, build_rows, make_state_badge
from prongsai.organizations.web.import_template import make_csv_template, make_xlsx_template
from prongsai.ui.forms import refusals
from prongsai.ui.http import Request
from prongsai.ui.tables import answer
from prongsai.ui.types import Crumb, Step

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def list_imports(request: Request) -> HttpResponseBase:
    table = build_imports(selectors.list_imports_for(request.actor))
    return answer(request, table, "organizations/imports.html", {"crumbs": _crumbs()})


@require_http_methods(["GET", "POST"])
def new_import(request: Request) -> HttpResponse:
    """Send a file to be compared; nothing changes yet."""
    selectors.require_import(request.actor)
    initial = {"effective_on": clock.today()}
    form = UploadForm(request.POST or None, request.FILES or None, initial=initial)
    if form.is_valid():
        with refusals(form):
            file = form.cleaned_data["file"]
            code = check_file(
                request.actor,
                data=file.read(),
                file_name=file.name,
                effective_on=form.cleaned_data["effective_on"],
            )
            return redirect("imports:import", code)
    context = {"form": form, "steps": _steps("send"), "crumbs": _crumbs(_("ส่งไฟล์"))}
    status = 422 if form.errors else 200
    return render(request, "organizations/import_new.html", context, status=status)


@require_safe
def show_import(request: Request, code: str) -> HttpResponseBase:
    return _answer_import(request, code, UndoForm())


@require_POST
def apply(request: Request, code: str) -> HttpResponse:
    """Take over the chosen rows, or all without errors."""
    selectors.get_import_for(request.actor, code)
    everything = "all" in request.POST
    chosen = set(list_numbers(request.POST.getlist("selected")))
    try:
        count = apply_import(request.actor, code=code, numbers=None if everything else chosen)
    except (Conflict, Invalid) as error:
        messages.error(request, error.message)
    else:
        words = ngettext("นำเข้า %(count)s แถวแล้ว", "นำเข้า %(count)s แถวแล้ว", count)
        messages.success(request, words % {"count": f"{count:,}"})
    return redirect("imports:import", code)


@require_POST
def undo(request: Request, code: str) -> HttpResponseBase:
    selectors.get_import_for(request.actor, code)
    form = UndoForm(request.POST)
    if form.is_valid():
        with refusals(form):
            undo_import(request.actor, code=code, reason=form.cleaned_data["reason"])
            messages.success(request, _("ยกเลิกการนำเข้าแล้ว ข้อมูลกลับเป็นเหมือนก่อนนำเข้า"))
            return redirect("imports:import", code)
    return _answer_import(request, code, form)


@require_safe
def template(request: Request, ending: str) -> HttpResponse:
    """The empty table to fill in."""
    selectors.require_import(request.actor)
    is_csv = ending == "csv"
    content = make_csv_template() if is_csv else make_xlsx_template()
    response = HttpResponse(content, content_type="text/csv; charset=utf-8" if is_csv else XLSX)
    response["Content-Disposition"] = f'attachment; filename="prongsai-units.{ending}"'
    return response


def _answer_import(request: Request, code: str, form: UndoForm) -> HttpResponseBase:
    batch = selectors.get_import_for(request.actor, code)
    waits = batch.state == ImportState.CHECKED
    counts = selectors.count_actions(batch)
    context = {
        "batch": batch,
        "badge": make_state_badge(batch.state),
        "counts": name_counts(counts),
        "ready": counts[ImportAction.CREATE] + counts[ImportAction.CHANGE],
        "waits": waits,
        "may_undo": batch.state == ImportState.APPLIED,
        "form": form,
        "steps": _steps("look" if waits else "done"),
        "crumbs": _crumbs(batch.file_name),
    }
    table = build_rows(selectors.list_import_rows(batch), code=code, may_choose=waits)
    response = answer(request, table, "organizations/import.html", context)
    if form.errors:
        response.status_code = 422
    return response


def _steps(current: str) -> list[Step]:
    names = {"send": _("ส่งไฟล์"), "look": _("ดูผลการตรวจ"), "done": _("นำเข้า")}
    order = list(names)
    at = order.index(current)
    return [
        Step(label, "current" if n == at and current != "done" else "done" if n <= at else "todo")
        for n, label in enumerate(names.values())
    ]


def _crumbs(last: str = "") -> list[Crumb]:
    crumbs = [Crumb(pgettext("menu", "หน่วยงาน"), reverse("organizations:list"))]
    here = reverse("imports:list") if last else ""
    crumbs.append(Crumb(_("นำเข้าหน่วยงาน"), here))
    return [*crumbs, Crumb(last)] if last else crumbs
