"""What the sensitive questions of a year say of the nation and of each class of agencies."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prongsai.audit.services import record
from prongsai.organizations.types.units import UnitClass
from prongsai.surveys.rules.randomised import Estimate
from prongsai.surveys.selectors import sensitive
from prongsai.ui.http import Request
from prongsai.ui.types import Bar, Tab


def show_estimates(request: Request) -> HttpResponse:
    """Estimates with their intervals, after the surveys of the year have closed."""
    years = sensitive.list_sensitive_years(request.actor)
    asked = request.GET.get("year", "")
    year = int(asked) if asked in {str(known) for known in years} else years[0] if years else 0
    found = sensitive.list_sensitive_for(request.actor, fiscal_year=year) if year else []
    if found:
        record(request.actor, verb="survey.sensitive", target=f"year:{year}")
    context = {
        "tabs": [Tab(str(known), f"?year={known}", known == year) for known in years],
        "findings": [_describe(each) for each in found],
        "is_early": bool(year) and not found,
    }
    return render(request, "surveys/sensitive.html", context)


def _describe(finding: sensitive.Finding) -> dict[str, Any]:
    language = get_language() or "th"
    rows = [("", finding.everybody)] if finding.everybody else []
    rows += finding.by_class.items()
    return {
        "text": finding.question.name.in_language(language),
        "choice": finding.question.choices[0].in_language(language),
        "part": finding.part,
        "bars": [_draw(name, each) for name, each in rows],
    }


def _draw(unit_class: str, found: Estimate) -> Bar:
    label = str(UnitClass(unit_class).label) if unit_class else _("ทุกประเภทหน่วยงาน")
    low, share, high = (f"{each * 100:.1f}" for each in (found.low, found.share, found.high))
    text = _("%(share)s%% (ช่วง %(low)s–%(high)s%%) จากผู้ตอบ %(count)s คน")
    given = {"share": share, "low": low, "high": high, "count": f"{found.respondents:,}"}
    return Bar(label, found.share * 100, text=text % given)
