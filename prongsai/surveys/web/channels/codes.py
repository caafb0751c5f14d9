"""Sealed codes of an agency: how many there are, what was given when; given out and cancelled."""

from datetime import date

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from prongsai.core.actor import Actor
from prongsai.core.thai_dates import fiscal_year
from prongsai.organizations.selectors.units import get_unit_for
from prongsai.organizations.types.units import UnitView
from prongsai.surveys.selectors.channels import list_channels_for
from prongsai.surveys.selectors.codes import count_codes, list_batches
from prongsai.surveys.services.codes import cancel_codes_of_agency
from prongsai.surveys.services.opening import OWN_KINDS
from prongsai.surveys.services.slips import MOST_SLIPS, give_codes
from prongsai.surveys.types import ChannelCard, CodeCounts, Instrument, SlipForm
from prongsai.surveys.web.channels.acts import ask
from prongsai.surveys.web.channels.forms import CodesForm
from prongsai.surveys.web.channels.rows import get_today, name_link, write_spent
from prongsai.surveys.web.channels.tables import build_batches
from prongsai.surveys.web.channels.views import get_crumbs
from prongsai.ui import dates
from prongsai.ui.forms import refusals
from prongsai.ui.http import Request

TYPES = {SlipForm.PDF: "application/pdf", SlipForm.CSV: "text/csv; charset=utf-8"}


@sensitive_variables("content")
@require_http_methods(["GET", "POST"])
def give(request: Request, code: str) -> HttpResponse:
    """Make codes and send them once; they are nowhere afterwards but in the file."""
    unit = get_unit_for(request.actor, code, verb="survey.slips")
    year = fiscal_year(get_today())
    links = _list_links(request.actor, unit, year)
    counts = count_codes(unit.id, year=year)
    form = _make_form(request, links, counts)
    if form and form.is_valid():
        with refusals(form):
            content = give_codes(request.actor, **form.get_wish())
            return _hand_over(request, content, form)
    if form and form.errors:
        counts = count_codes(unit.id, year=year)
        form.show_known(counts.issued)
    context = {
        "unit": unit,
        "counts": counts,
        "spent": write_spent(counts),
        "least": settings.SURVEYS_LEAST_GROUP,
        "form": form if counts.room or (form and form.errors) else None,
        "has_link": bool(links),
        "table": build_batches(list_batches(unit.id, year=year)).bind(request),
        "crumbs": get_crumbs(request.actor, unit, _("รหัสใช้ครั้งเดียว")),
    }
    status = 422 if form and form.errors else 200
    return render(request, "surveys/channels/codes.html", context, status=status)


@require_http_methods(["GET", "POST"])
def cancel(request: Request, code: str) -> HttpResponse:
    """Make every unspent code of the agency worthless."""
    unit = get_unit_for(request.actor, code, verb="survey.manage")
    year = fiscal_year(get_today())
    if request.method == "POST":
        cancel_codes_of_agency(request.actor, code=code, year=year)
        messages.success(request, _("ยกเลิกรหัสที่ยังไม่ใช้แล้ว ออกใหม่ได้"))
        return redirect("channels:unit", code)
    text = _("แผ่นรหัสทุกแผ่นที่แจกไปแล้วแต่ยังไม่ได้ใช้จะใช้ไม่ได้ ผู้ที่ยังไม่ตอบต้องได้รหัสใหม่")
    title = _("ยกเลิกรหัสที่ยังไม่ใช้")
    return ask(request, unit, forms.Form(), title, title, text=text, tone="danger")


def _list_links(actor: Actor, unit: UnitView, year: int) -> list[ChannelCard]:
    """Return the links that take sealed codes: tokens have links of their own."""
    today: date = get_today()
    return [
        card
        for card in list_channels_for(actor, unit_id=unit.id, fiscal_year=year)
        if card.instrument == Instrument.IIT
        and card.kind in OWN_KINDS
        and not card.is_revoked
        and card.closes_on >= today
    ]


def _make_form(request: Request, links: list[ChannelCard], counts: CodeCounts) -> CodesForm | None:
    if not links:
        return None
    initial = {
        "channel": request.GET.get("link", ""),
        "count": min(counts.room, MOST_SLIPS) or None,
        "language": dates.get_page_language(),
        "known": counts.issued,
    }
    choices = [(str(card.id), name_link(card)) for card in links]
    return CodesForm(request.POST or None, initial=initial, channels=choices)


def _hand_over(request: Request, content: bytes, form: CodesForm) -> HttpResponse:
    wish = form.get_wish()
    kind: SlipForm = wish["form"]
    facts = {"count": f"{wish['count']:,}"}
    messages.success(request, _("ออกรหัสแล้ว %(count)s รหัส อยู่ในไฟล์ที่ดาวน์โหลด") % facts)
    headers = {
        "Content-Disposition": f'attachment; filename="codes-{get_today():%Y%m%d}.{kind.value}"',
        "Cache-Control": "private, no-store",
    }
    answer = HttpResponse(content, content_type=TYPES[kind], headers=headers)
    # Read by the script of the page, which then shows the new numbers.
    answer.set_cookie("prongsai_file", "1", max_age=60, path=request.path, samesite="Strict")
    return answer
