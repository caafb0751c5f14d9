"""The form of a framework as respondents will see it, compiled as the intake compiles it.

Everything works by the same templates and style; the answer forbids scripts and sending, so that a
preview keeps no draft and hands nothing in.
"""

import re

from csp.decorators import csp_update
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from prongsai.core.errors import NotFound
from prongsai.frameworks.selectors.drafts import get_view_for
from prongsai.scoring.types.framework import Framework
from prongsai.surveys.intake.forms import LANGUAGES, compile_survey
from prongsai.surveys.selectors.questionnaires import make_questionnaire
from prongsai.ui.http import Request
from prongsai.ui.types import Crumb

# What the policy would refuse anyway, with a warning, and the words for browsers without scripts.
SCRIPTS = re.compile(r"<(script|noscript)\b.*?</\1>", re.DOTALL)
POLICY = "sandbox; default-src 'none'; style-src 'self'; img-src data:; frame-ancestors 'self'"


@require_safe
@csp_update({"frame-src": ["'self'"]})  # type: ignore[arg-type]  # our requests know more
def show(request: Request, ref: str, instrument: str) -> HttpResponse:
    """The form in two telephones, Thai and English."""
    view = get_view_for(request.actor, ref)
    _find_survey(view.framework, instrument)
    context = {
        "name": view.card.name,
        "instrument": instrument,
        "frames": [
            (language, reverse("preview:form", args=[ref, instrument]) + f"?lang={language}")
            for language in LANGUAGES
        ],
        "crumbs": [
            Crumb(_("กรอบการประเมิน"), reverse("frameworks:list")),
            Crumb(view.card.name, reverse("frameworks:framework", args=[ref])),
            Crumb(instrument, reverse("frameworks:part", args=[ref, instrument])),
            Crumb(_("ตัวอย่างแบบวัด")),
        ],
    }
    return render(request, "surveys/preview.html", context)


@require_safe
@xframe_options_sameorigin
def form(request: Request, ref: str, instrument: str) -> HttpResponse:
    """The form itself."""
    framework = _find_survey(get_view_for(request.actor, ref).framework, instrument)
    asked = request.GET.get("lang", "")
    language = asked if asked in LANGUAGES else LANGUAGES[0]
    survey = compile_survey(make_questionnaire(framework, instrument))
    with override(language):
        agency = escape(_("หน่วยงานตัวอย่าง"))
    page = survey.forms[language].again.render({"agency": agency})
    response = HttpResponse(SCRIPTS.sub("", page))
    response["Content-Security-Policy"] = POLICY
    return response


def _find_survey(framework: Framework | None, instrument: str) -> Framework:
    """The framework, where it can be built and has that survey."""
    if framework is None or not any(
        each.code == instrument and each.lines for each in framework.instruments
    ):
        raise NotFound
    return framework
