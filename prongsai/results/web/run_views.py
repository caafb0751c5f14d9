"""Pages of the commission owner: runs, marks, and asking for publication."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.errors import Conflict
from prongsai.results.rules.years import get_tone, sort_levels
from prongsai.results.selectors import runs as selectors
from prongsai.results.services.marks import store_marks
from prongsai.results.services.publication import propose_publication
from prongsai.results.services.runs import order_run
from prongsai.results.types import LEVEL_NAMES, STATE_NAMES, RunState
from prongsai.results.web.forms import MarksForm, RunForm
from prongsai.results.web.run_tables import build_runs, build_uploads, make_run_badge
from prongsai.ui.forms import refusals
from prongsai.ui.http import Request
from prongsai.ui.tables import answer
from prongsai.ui.types import Bar, Crumb, Fact


@require_http_methods(["GET", "POST"])
def list_runs(request: Request) -> HttpResponseBase:
    """Every run, and the order of another one."""
    rows = selectors.list_runs_for(request.actor)
    form = RunForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            run_id = order_run(request.actor, **form.cleaned_data)
            messages.success(request, _("สั่งคำนวณแล้ว ผลจะปรากฏในหน้านี้เมื่อเสร็จ"))
            return redirect("results:run", run_id)
    context = {"form": form, "crumbs": _crumbs()}
    response = answer(request, build_runs(rows), "results/runs.html", context)
    if form.errors:
        response.status_code = 422
    return response


@require_safe
def show_run(request: Request, run_id: int) -> HttpResponse:
    """What one run rests on and what came of it, in numbers; no agency's score."""
    run = selectors.get_run_for(request.actor, run_id)
    context = {
        "run": run,
        "badge": make_run_badge(run),
        "publication": getattr(run, "publication", None),
        "waits": run.state == RunState.WAITING,
        "may_publish": run.state == RunState.DONE and not hasattr(run, "publication"),
        "states": [
            Bar(str(STATE_NAMES[state]), run.states[state])
            for state in STATE_NAMES
            if state in run.states
        ],
        "levels": [
            Bar(str(LEVEL_NAMES[level]), run.levels[level], get_tone(level))
            for level in sort_levels(run.levels)
        ],
        "facts": [
            Fact(_("กรอบการประเมิน"), run.framework),
            Fact(_("แฮชของกรอบการประเมิน"), run.framework_hash),
            Fact(_("แฮชของข้อมูลทั้งหมดที่ใช้คำนวณ"), run.input_hash or None),
            Fact(_("แฮชของข้อมูลเปิด"), run.data_hash or None),
            Fact(_("แฮชของรายการไฟล์"), run.package_hash or None),
            Fact(_("รุ่นของโปรแกรมคำนวณ"), run.engine_version),
            Fact(_("ปกปิดกลุ่มที่เล็กกว่า"), run.threshold),
            Fact(_("ผู้สั่งคำนวณ"), run.made_by_name),
        ],
        "crumbs": _crumbs(_("ครั้งที่ %(number)s") % {"number": run.number}),
    }
    return render(request, "results/run.html", context)


@require_POST
def publish(request: Request, run_id: int) -> HttpResponse:
    """Ask a second person to publish."""
    selectors.get_run_for(request.actor, run_id)
    try:
        asked = propose_publication(request.actor, run_id=run_id)
    except Conflict as error:
        messages.error(request, error.message)
        return redirect("results:run", run_id)
    messages.success(request, _("ส่งคำขอประกาศผลแล้ว ผลจะประกาศเมื่อผู้มีสิทธิอีกคนอนุมัติ"))
    return redirect("approvals:request", asked.id)


@require_http_methods(["GET", "POST"])
def list_marks(request: Request) -> HttpResponseBase:
    """Files of marks that were handed in, and another one."""
    rows = selectors.list_uploads_for(request.actor)
    form = MarksForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            file = form.cleaned_data["file"]
            count = store_marks(
                request.actor,
                framework=form.cleaned_data["framework"],
                data=file.read(),
                file_name=file.name,
            )
            messages.success(request, _("รับคะแนนของ %(count)s หน่วยงานแล้ว") % {"count": count})
            return redirect("results:marks")
    context = {"form": form, "crumbs": _crumbs(_("คะแนนรายข้อ OIT"))}
    response = answer(request, build_uploads(rows), "results/marks.html", context)
    if form.errors:
        response.status_code = 422
    return response


def _crumbs(last: str = "") -> list[Crumb]:
    crumbs = [Crumb(_("ผลการประเมิน"), reverse("results:list"))]
    crumbs.append(Crumb(_("การคำนวณคะแนน"), reverse("results:runs") if last else ""))
    return [*crumbs, Crumb(last)] if last else crumbs
