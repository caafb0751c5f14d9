"""The commission's desk, and counts for the auditor; for every other role there is nothing here."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from prongsai.core.errors import NotFound
from prongsai.core.numbers import find_number
from prongsai.core.paging import Page
from prongsai.permissions.rules import can
from prongsai.pressure.services.cases import (
    count_agencies_for,
    count_cases_for,
    list_cases_for,
    require_desk,
)
from prongsai.pressure.services.reports import close_case, read_as_desk, reply_as_desk
from prongsai.pressure.types import Case, Head, State, What, When, Who
from prongsai.pressure.web.forms import CloseForm, ReplyForm
from prongsai.ui.forms import refusals
from prongsai.ui.http import Request
from prongsai.ui.types import Crumb, Fact, Tab

PAGE = 25


@require_GET
def enter(request: Request) -> HttpResponse:
    """Go to the cases, or for the auditor to the counts."""
    if can(request.actor, "pressure.handle"):
        return redirect("pressure:desk")
    if can(request.actor, "pressure.count"):
        return redirect("pressure:counts")
    raise NotFound


@never_cache
@require_GET
def list_cases(request: Request) -> HttpResponse:
    is_open = request.GET.get("closed") != "1"
    total = count_cases_for(request.actor, is_open=is_open)
    asked = find_number(request.GET.get("page", "1")) or 1
    number = max(1, min(asked, -(-total // PAGE)))
    rows = list_cases_for(request.actor, is_open=is_open, start=(number - 1) * PAGE, count=PAGE)
    context = {
        "page": Page(rows, number, PAGE, total),
        "cases": [(row, name_what(row.head), State(row.state).label) for row in rows],
        "is_open": is_open,
        "tabs": [
            Tab(_("เปิดอยู่"), reverse("pressure:desk"), is_open),
            Tab(_("ปิดแล้ว"), f"{reverse('pressure:desk')}?closed=1", not is_open),
        ],
    }
    return render(request, "pressure/desk.html", context)


@never_cache
@require_GET
def show_case(request: Request, number: str) -> HttpResponse:
    case = read_as_desk(request.actor, number=number)
    return _show(request, case, ReplyForm(), CloseForm())


@require_POST
def reply(request: Request, number: str) -> HttpResponse:
    require_desk(request.actor)
    form = ReplyForm(request.POST)
    if form.is_valid():
        with refusals(form):
            reply_as_desk(request.actor, number=number, text=form.cleaned_data["text"])
            messages.success(request, _("ส่งคำตอบแล้ว ผู้แจ้งจะเห็นเมื่อกลับมาด้วยรหัสเรื่อง"))
            return redirect("pressure:show", number=number)
    return _show(request, read_as_desk(request.actor, number=number), form, CloseForm())


@require_POST
def close(request: Request, number: str) -> HttpResponse:
    require_desk(request.actor)
    form = CloseForm(request.POST)
    if form.is_valid():
        with refusals(form):
            close_case(request.actor, number=number, outcome=form.cleaned_data["outcome"])
            messages.success(request, _("ปิดเรื่องแล้ว"))
            return redirect("pressure:desk")
    return _show(request, read_as_desk(request.actor, number=number), ReplyForm(), form)


@never_cache
@require_GET
def show_counts(request: Request) -> HttpResponse:
    counts, total = count_agencies_for(request.actor)
    may_handle = can(request.actor, "pressure.handle")
    context = {"counts": counts, "total": total, "may_handle": may_handle}
    return render(request, "pressure/counts.html", context)


def name_what(head: Head | None) -> str:
    if head is None:
        return _("เครื่องนี้ไม่มีกุญแจของโต๊ะรับเรื่อง จึงเปิดอ่านไม่ได้")
    return ", ".join(str(What(value).label) for value in head.what)


def _show(request: Request, case: Case, replying: ReplyForm, closing: CloseForm) -> HttpResponse:
    facts = []
    if case.head:
        facts = [
            Fact(_("หน่วยงาน"), case.head.agency),
            Fact(_("เกิดอะไรขึ้น"), name_what(case.head)),
            Fact(_("ใครเป็นผู้ทำ"), str(Who(case.head.who).label)),
            Fact(_("เกิดขึ้นเมื่อใด"), str(When(case.head.when).label)),
        ]
    context = {
        "case": case,
        "short": case.number[:8],
        "state": State(case.state).label,
        "facts": facts,
        "replying": replying,
        "closing": closing,
        "crumbs": [Crumb(_("เรื่องถูกกดดัน"), reverse("pressure:desk")), Crumb(case.number[:8])],
    }
    return render(request, "pressure/show.html", context)
