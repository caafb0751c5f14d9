"""What waits for me, what I asked for, and what was decided."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from prongsai.approvals import selectors
from prongsai.approvals.rules import Refusal, why_not_decide
from prongsai.approvals.services import requests as services
from prongsai.approvals.types import State
from prongsai.approvals.web.forms import RejectForm
from prongsai.approvals.web.rows import get_facts, get_state_badge, get_table, get_tabs
from prongsai.core import clock
from prongsai.ui import tables
from prongsai.ui.forms import refusals
from prongsai.ui.http import Request
from prongsai.ui.types import Crumb


@require_safe
def waiting(request: Request) -> HttpResponseBase:
    table = get_table(selectors.list_waiting(request.actor), list_name="waiting")
    return _answer_list(request, table, "waiting")


@require_safe
def mine(request: Request) -> HttpResponseBase:
    table = get_table(selectors.list_own(request.actor), list_name="mine")
    return _answer_list(request, table, "mine")


@require_safe
def history(request: Request) -> HttpResponseBase:
    table = get_table(selectors.list_history(request.actor), list_name="history")
    return _answer_list(request, table, "history")


@require_safe
def request_page(request: Request, request_id: int) -> HttpResponse:
    return _answer_request(request, request_id, RejectForm())


@require_POST
def approve(request: Request, request_id: int) -> HttpResponse:
    services.approve(request.actor, request_id=request_id)
    messages.success(request, _("อนุมัติแล้ว ระบบดำเนินการตามคำขอและแจ้งผู้ขอแล้ว"))
    return redirect("approvals:request", request_id)


@require_POST
def reject(request: Request, request_id: int) -> HttpResponse:
    services.refuse_unless_decidable(request.actor, request_id=request_id)
    form = RejectForm(request.POST)
    if form.is_valid():
        with refusals(form):
            reason = form.cleaned_data["reason"]
            services.reject(request.actor, request_id=request_id, reason=reason)
            messages.success(request, _("บันทึกว่าไม่อนุมัติ และแจ้งเหตุผลให้ผู้ขอแล้ว"))
            return redirect("approvals:request", request_id)
    return _answer_request(request, request_id, form)


@require_POST
def withdraw(request: Request, request_id: int) -> HttpResponse:
    services.withdraw(request.actor, request_id=request_id)
    messages.success(request, _("ถอนคำขอแล้ว"))
    return redirect("approvals:mine")


def _answer_list(request: Request, table: tables.Table, current: str) -> HttpResponseBase:
    count = selectors.list_waiting(request.actor).count()
    context = {"tabs": get_tabs(current, waiting=count), "current": current}
    return tables.answer(request, table, "approvals/list.html", context)


def _answer_request(request: Request, request_id: int, form: RejectForm) -> HttpResponse:
    asked = selectors.get_request_for(request.actor, request_id)
    refusal = why_not_decide(
        request.actor,
        request=asked,
        scope=selectors.get_scope(asked.scope_unit_id),
        now=clock.now(),
    )
    is_overdue = asked.state is State.PENDING and clock.now() >= asked.expires_at
    is_mine = asked.requested_by_id == request.actor.user_id
    context: dict[str, Any] = {
        "asked": asked,
        "explanation": selectors.explain(asked),
        "facts": get_facts(asked),
        "badge": get_state_badge(State.EXPIRED if is_overdue else asked.state),
        "form": form,
        "may_decide": refusal is None,
        "is_barred": refusal is Refusal.BARRED,
        "is_mine": is_mine,
        "is_pending": asked.state is State.PENDING and not is_overdue,
        "crumbs": [Crumb(_("การอนุมัติ"), reverse("approvals:waiting")), Crumb(_("คำขอ"))],
    }
    status = 422 if form.errors else 200
    return render(request, "approvals/request.html", context, status=status)
