"""Pages of the commission: what stands out, the evidence, asking and deciding."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from prongsai.approvals.selectors import list_pending_about
from prongsai.audit.services import record
from prongsai.core import clock
from prongsai.core.errors import Conflict, NotFound
from prongsai.integrity.rules import cases as rules
from prongsai.integrity.selectors import runs as selectors
from prongsai.integrity.selectors.cases import find_case
from prongsai.integrity.selectors.coverage import list_uncounted
from prongsai.integrity.selectors.explanations import (
    describe_rule,
    explain,
    get_part_name,
    order_parts,
)
from prongsai.integrity.services import cases, discards
from prongsai.integrity.services.runs import request_run
from prongsai.integrity.types import DISCARDABLE, CaseState, Decision
from prongsai.integrity.web import tables
from prongsai.integrity.web.forms import AskForm, DecisionForm
from prongsai.organizations.selectors.joins import search_names
from prongsai.organizations.selectors.names import get_unit_name
from prongsai.organizations.selectors.scopes import get_scope
from prongsai.permissions.rules import can
from prongsai.surveys.selectors.channels import list_surveyed_years
from prongsai.ui.forms import refusals
from prongsai.ui.http import Request
from prongsai.ui.tables import answer
from prongsai.ui.types import Crumb, Tab


@require_safe
def list_findings(request: Request) -> HttpResponseBase:
    """What stands out in the actor's area in one year."""
    years = selectors.list_years_for(request.actor)
    possible = list_surveyed_years() if can(request.actor, "integrity.run") else []
    shown = sorted({*years, *possible}, reverse=True)
    asked = request.GET.get("year", "")
    year = int(asked) if asked in {str(known) for known in shown} else shown[0] if shown else 0
    run = selectors.find_latest_run(year)
    rows = selectors.list_findings_for(request.actor, run_id=run.pk if run else 0)

    def on_export(file_format: str, count: int) -> None:
        detail = {"year": year, "format": file_format, "rows": count}
        record(request.actor, verb="integrity.export", target=f"integrity:{year}", detail=detail)

    table = tables.build_findings(
        rows, year=year, is_computed=run is not None, search=search_names, on_export=on_export
    )
    context = {
        "year": year,
        "run": run,
        "running": selectors.find_running(year),
        "may_run": can(request.actor, "integrity.run") and bool(shown),
        "parts": _list_parts(run),
        "tabs": [Tab(str(known), f"?year={known}", known == year) for known in shown],
    }
    return answer(request, table, "integrity/list.html", context)


@require_POST
def run(request: Request) -> HttpResponse:
    """Compute the report of a year anew."""
    if not can(request.actor, "integrity.run"):
        raise NotFound
    year = request.POST.get("year", "")
    try:
        request_run(request.actor, fiscal_year=int(year) if year.isdecimal() else 0)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("กำลังคำนวณรายงาน เปิดหน้านี้อีกครั้งในอีกสักครู่"))
    return redirect(
        f"{reverse('integrity:list')}?year={year}" if year.isdecimal() else "integrity:list"
    )


@require_safe
def finding(request: Request, finding_id: int) -> HttpResponse:
    """The evidence about one survey of one agency, and its case; reading it is audited."""
    found = selectors.get_finding_for(request.actor, finding_id)
    record(
        request.actor,
        verb="integrity.read",
        target=cases.get_subject(found),
        unit_id=found.unit_id,
        detail={"finding": found.pk},
    )
    return _show(request, found)


@require_POST
def ask(request: Request, finding_id: int) -> HttpResponse:
    found = selectors.get_finding_for(request.actor, finding_id)
    form = AskForm(request.POST)
    if form.is_valid():
        with refusals(form):
            cases.ask_agency(request.actor, finding_id=finding_id, **form.cleaned_data)
            messages.success(request, _("ส่งคำถามให้หน่วยงานแล้ว ระบบแจ้งผู้ดูแลและผู้บริหารของหน่วยงาน"))
            return redirect("integrity:finding", finding_id)
    return _show(request, found, ask_form=form)


@require_POST
def decide(request: Request, finding_id: int) -> HttpResponse:
    found = selectors.get_finding_for(request.actor, finding_id)
    form = DecisionForm(request.POST, rules=_list_rules(found), must_wait=_must_wait(found))
    if form.is_valid():
        with refusals(form):
            given = form.cleaned_data
            if given["decision"] == Decision.DISCARD:
                discards.propose_discard(
                    request.actor,
                    finding_id=finding_id,
                    rule=given.get("rule", ""),
                    reason=given["reason"],
                )
                messages.success(request, _("ส่งขออนุมัติแล้ว จะมีผลเมื่อผู้มีสิทธิอีกคนอนุมัติ"))
            else:
                cases.decide(
                    request.actor,
                    finding_id=finding_id,
                    decision=given["decision"],
                    reason=given["reason"],
                )
                messages.success(request, _("บันทึกผลการพิจารณาแล้ว"))
            return redirect("integrity:finding", finding_id)
    return _show(request, found, decision_form=form)


def _show(request: Request, found: Any, **forms: Any) -> HttpResponse:
    case = find_case(found)
    name = get_unit_name(found.unit_id)
    today = clock.today()
    state = case.state if case else None
    must_wait = _must_wait(found)
    least = settings.SURVEYS_LEAST_GROUP
    may_decide = can(request.actor, "integrity.decide", get_scope(found.unit_id))
    pending = list_pending_about(cases.get_subject(found)).first()
    context = {
        "finding": found,
        "unit": name,
        "part": get_part_name(found.part),
        "flags": [explain(flag, least=least) for flag in selectors.read_flags(found)],
        "uncounted": list_uncounted(found.part, found.known, respondents=found.respondents),
        "case": case,
        "badge": tables.make_case_badge(state, case.decision if case else ""),
        "rule": _describe_rule(found, case),
        "pending": pending,
        # What was written and refused stays to be read, even where it can no longer be done.
        "may_ask": may_decide and (rules.may_ask(state) or "ask_form" in forms),
        "may_decide": may_decide
        and ((state != CaseState.DECIDED and pending is None) or "decision_form" in forms),
        "must_wait": must_wait,
        "has_rules": bool(_list_rules(found)),
        "ask_form": AskForm(initial={"reply_by": today + timedelta(days=14)}),
        "decision_form": DecisionForm(rules=_list_rules(found), must_wait=must_wait),
        "crumbs": [
            Crumb(_("ความน่าเชื่อถือของคำตอบ"), reverse("integrity:list")),
            Crumb(str(name)),
        ],
        **forms,
    }
    status = 422 if forms else 200
    return render(request, "integrity/finding.html", context, status=status)


def _must_wait(found: Any) -> bool:
    """Return whether the agency has still to be heard."""
    case = find_case(found)
    state, reply_by = (case.state, case.reply_by) if case else (None, None)
    return not rules.may_decide(state, Decision.REFER, reply_by=reply_by, today=clock.today())


def _list_rules(found: Any) -> list[tuple[str, str]]:
    """Return the rules that this finding offers: those of its flags that point at sheets."""
    flags = selectors.read_flags(found)
    return [(flag.code, describe_rule(flag)) for flag in flags if flag.code in DISCARDABLE]


def _describe_rule(found: Any, case: Any) -> str:
    flag = selectors.find_flag(case.finding, case.rule) if case and case.rule else None
    return describe_rule(flag) if flag else ""


def _list_parts(run: Any) -> list[tuple[str, dict[str, Any], list[str]]]:
    """Return every survey of a run: its name, its numbers, and what nobody counted."""
    if run is None:
        return []
    return [
        (
            capfirst(get_part_name(part)),
            facts,
            list_uncounted(
                part, facts if "pace" in facts else {}, respondents=facts["respondents"]
            ),
        )
        for part, facts in order_parts(run.summary["parts"])
    ]
