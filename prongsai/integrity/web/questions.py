"""Pages of the agency that is asked, and what everybody may know."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prongsai.core import clock
from prongsai.integrity.rules.cases import may_reply
from prongsai.integrity.selectors import cases as selectors
from prongsai.integrity.selectors.discards import (
    find_hidden,
    list_discarded,
    list_discarded_years,
)
from prongsai.integrity.selectors.explanations import explain, get_part_name
from prongsai.integrity.selectors.public import count_respondents
from prongsai.integrity.services.cases import reply
from prongsai.integrity.types import FlagCode
from prongsai.integrity.web import tables
from prongsai.integrity.web.forms import ReplyForm
from prongsai.organizations.selectors.names import get_unit_names
from prongsai.ui.forms import refusals
from prongsai.ui.http import Request
from prongsai.ui.tables import answer
from prongsai.ui.types import Crumb, Tab


@require_safe
def list_questions(request: Request) -> HttpResponseBase:
    """What the actor's agency was asked."""
    table = tables.build_questions(selectors.list_own_cases(request.actor))
    return answer(request, table, "integrity/questions.html")


@require_http_methods(["GET", "POST"])
def question(request: Request, case_id: int) -> HttpResponse:
    """One question with what was found, and the agency's reply."""
    case = selectors.get_own_case(request.actor, case_id)
    form = ReplyForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            reply(request.actor, case_id=case_id, text=form.cleaned_data["reply"])
            messages.success(request, _("ส่งคำชี้แจงแล้ว ผู้พิจารณาได้รับแจ้ง และท่านจะได้รับผลที่นี่"))
            return redirect("integrity:question", case_id)
    least = settings.SURVEYS_LEAST_GROUP
    context = {
        "case": case,
        "part": get_part_name(case.part),
        "badge": tables.make_case_badge(case.state, case.decision),
        "flags": [
            explain(flag, least=least, for_agency=True) for flag in selectors.list_shown_flags(case)
        ],
        "rule": FlagCode(case.rule).label if case.rule else "",
        "few": least if case.discarded < least else 0,
        # What was written and came too late stays to be read, with the reason beside it.
        "shows_form": form.is_bound
        or may_reply(case.state, reply_by=case.reply_by, today=clock.today()),
        "form": form,
        "crumbs": [
            Crumb(_("เรื่องที่ขอให้ชี้แจง"), reverse("integrity:questions")),
            Crumb(capfirst(get_part_name(case.part))),
        ],
    }
    return render(request, "integrity/question.html", context, status=422 if form.errors else 200)


@login_not_required
@require_safe
def discarded(request: Request) -> HttpResponseBase:
    """How many answers did not count, for everybody."""
    years = list_discarded_years()
    asked = request.GET.get("year", "")
    year = int(asked) if asked in {str(known) for known in years} else years[0] if years else 0
    shares = list_discarded(fiscal_year=year)
    least = settings.SURVEYS_LEAST_GROUP
    hidden = find_hidden(shares, least=least)
    total = sum(each.discarded for each in shares)
    table = tables.build_discarded(
        shares, names=get_unit_names({each.unit_id for each in shares}), hidden=hidden
    )
    context = {
        "total": total if total >= least or not total else None,
        "respondents": count_respondents(year),
        "least": least,
        "tabs": [Tab(str(known), f"?year={known}", known == year) for known in years],
    }
    return answer(request, table, "integrity/discarded.html", context)
