"""Asking for sealed codes on paper."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from prongsai.core.errors import NotFound
from prongsai.organizations.selectors.units import get_unit_for
from prongsai.surveys.selectors.channels import get_channel_for
from prongsai.surveys.services.slips import print_slips
from prongsai.surveys.types import Instrument, SlipForm
from prongsai.surveys.web.kits.forms import SlipsForm
from prongsai.ui import dates
from prongsai.ui.forms import refusals
from prongsai.ui.http import Request
from prongsai.ui.types import Crumb

TYPES = {SlipForm.PDF: "application/pdf", SlipForm.CSV: "text/csv; charset=utf-8"}


@sensitive_variables("content")
@require_http_methods(["GET", "POST"])
def ask_slips(request: Request, code: str, channel_id: int) -> HttpResponse:
    """Make codes and send them once; they are nowhere afterwards but in the file."""
    unit = get_unit_for(request.actor, code, verb="survey.slips")
    card = get_channel_for(request.actor, channel_id, verb="survey.slips")
    if card.unit_id != unit.id or card.instrument != Instrument.IIT:
        raise NotFound
    form = SlipsForm(request.POST or None, initial={"language": dates.get_page_language()})
    if form.is_valid():
        with refusals(form):
            wanted = SlipForm(form.cleaned_data["form"])
            content = print_slips(
                request.actor,
                channel_id=channel_id,
                count=form.cleaned_data["count"],
                form=wanted,
                language=form.cleaned_data["language"],
            )
            return _answer(content, wanted, card.code)
    context = {
        "unit": unit,
        "card": card,
        "form": form,
        "crumbs": [
            Crumb(str(unit), reverse("organizations:unit", args=[code])),
            Crumb(_("ชุดประชาสัมพันธ์"), reverse("surveys:kit", args=[code])),
            Crumb(_("แผ่นรหัสใช้ครั้งเดียว")),
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "surveys/kits/slips.html", context, status=status)


def _answer(content: bytes, form: SlipForm, code: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="slips-{code}.{form.value}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=TYPES[form], headers=headers)
