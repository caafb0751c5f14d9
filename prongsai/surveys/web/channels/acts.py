"""What an agency does to its links: each act on a page of its own that names what will happen."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prongsai.core.actor import Actor
from prongsai.core.thai_dates import fiscal_year
from prongsai.organizations.selectors.profiles import list_divisions
from prongsai.organizations.selectors.units import get_unit_for
from prongsai.organizations.types.units import UnitView
from prongsai.surveys.selectors.channels import list_channels_for
from prongsai.surveys.selectors.windows import get_window
from prongsai.surveys.services import channels as services
from prongsai.surveys.services.opening import open_for_agency
from prongsai.surveys.types import ChannelCard, ChannelKind, Instrument
from prongsai.surveys.web.channels.forms import LastDayForm, OpenForm, ReasonForm
from prongsai.surveys.web.channels.rows import get_address, get_today, name_link
from prongsai.surveys.web.channels.views import get_crumbs, get_own
from prongsai.ui.forms import refusals
from prongsai.ui.http import Request

VERB = "survey.manage"


@require_http_methods(["GET", "POST"])
def open_link(request: Request, code: str) -> HttpResponse:
    """Open a link; the days of the calendar are proposed."""
    unit = get_unit_for(request.actor, code, verb=VERB)
    year = fiscal_year(get_today())
    divisions = list_divisions(unit.id)
    initial = _propose(request.actor, unit, request.GET.get("instrument", ""), year)
    form = OpenForm(request.POST or None, initial=initial, divisions=divisions)
    if form.is_valid():
        with refusals(form):
            open_for_agency(request.actor, code=code, year=year, wish=form.get_wish())
            messages.success(request, _("เปิดช่องทางแล้ว คัดลอกลิงก์หรือคิวอาร์ไปใช้ได้"))
            return redirect("channels:unit", code)
    return ask(request, unit, form, _("เปิดช่องทางใหม่"), _("เปิดช่องทาง"), icon="add")


@require_http_methods(["GET", "POST"])
def rotate(request: Request, code: str, channel_id: int) -> HttpResponse:
    """Stop a link and begin another in its place."""
    card = get_own(request.actor, code, channel_id, verb=VERB)
    unit = get_unit_for(request.actor, code)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            services.rotate_channel(
                request.actor, channel_id=channel_id, reason=form.cleaned_data["reason"]
            )
            messages.success(request, _("เปลี่ยนลิงก์แล้ว ลิงก์เดิมใช้ไม่ได้อีก นำลิงก์และคิวอาร์ใหม่ไปแทน"))
            return redirect("channels:unit", code)
    facts = {"link": get_address(card.code)}
    text = _("ลิงก์ %(link)s จะใช้ไม่ได้ทันที ป้ายและข้อความที่ใช้ลิงก์เดิมต้องเปลี่ยน คำตอบที่ได้แล้วยังนับอยู่") % facts
    context = {"text": _warn(card, text), **_name(card)}
    return ask(request, unit, form, _("เปลี่ยนลิงก์"), _("เปลี่ยนลิงก์นี้"), **context)


@require_http_methods(["GET", "POST"])
def revoke(request: Request, code: str, channel_id: int) -> HttpResponse:
    """Stop a link for good."""
    card = get_own(request.actor, code, channel_id, verb=VERB)
    unit = get_unit_for(request.actor, code)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            services.revoke_channel(
                request.actor, channel_id=channel_id, reason=form.cleaned_data["reason"]
            )
            messages.success(request, _("ยกเลิกลิงก์แล้ว คำตอบที่ได้ก่อนหน้านี้ยังนับอยู่"))
            return redirect("channels:unit", code)
    facts = {"link": get_address(card.code)}
    text = _("ลิงก์ %(link)s จะใช้ไม่ได้ทันทีและเปิดกลับไม่ได้ คำตอบที่ได้แล้วยังนับอยู่") % facts
    context = {"text": _warn(card, text), "tone": "danger", **_name(card)}
    return ask(request, unit, form, _("ยกเลิกลิงก์"), _("ยกเลิกลิงก์นี้"), **context)


@require_http_methods(["GET", "POST"])
def move(request: Request, code: str, channel_id: int) -> HttpResponse:
    """Let a link end on another day."""
    card = get_own(request.actor, code, channel_id, verb=VERB)
    unit = get_unit_for(request.actor, code)
    form = LastDayForm(request.POST or None, initial={"closes_on": card.closes_on})
    if form.is_valid():
        with refusals(form):
            services.move_last_day(request.actor, channel_id=channel_id, **form.cleaned_data)
            messages.success(request, _("เปลี่ยนวันสุดท้ายแล้ว"))
            return redirect("channels:unit", code)
    text = _("ลิงก์ยังเป็นลิงก์เดิม ผู้ตอบใช้ได้จนสิ้นวันสุดท้ายใหม่")
    context = {"text": text, **_name(card)}
    return ask(request, unit, form, _("เปลี่ยนวันสุดท้าย"), _("บันทึกวันสุดท้าย"), **context)


def _name(card: ChannelCard) -> dict[str, str]:
    """Say which of several links an act is about."""
    return {"link": f"{card.instrument} · {name_link(card)}"}


def _propose(actor: Actor, unit: UnitView, instrument: str, year: int) -> dict[str, Any]:
    """Return the main link that is not there yet, or leave the kind to choose; and its days."""
    cards = list_channels_for(actor, unit_id=unit.id, fiscal_year=year)
    today = get_today()
    linked = {
        card.instrument
        for card in cards
        if card.kind == ChannelKind.LINK and not card.is_revoked and card.closes_on >= today
    }
    asked = [instrument] if instrument in Instrument.values else Instrument.values
    known = next((each for each in asked if each not in linked), asked[0])
    window = get_window(unit.id, known, year=year).window
    days = {"opens_on": window.first_day, "closes_on": window.last_day} if window else {}
    if window and days["opens_on"] < today <= window.last_day:
        days["opens_on"] = today
    return {"instrument": known, "kind": "" if known in linked else "link", **days}


def _warn(card: ChannelCard, text: str) -> str:
    if card.instrument != Instrument.IIT:
        return text
    return f"{text} {_('แผ่นรหัสของลิงก์นี้ที่ยังไม่ใช้จะใช้ไม่ได้ ต้องออกรหัสใหม่')}"


def ask(
    request: Request, unit: UnitView, form: forms.Form, title: str, verb: str, **context: Any
) -> HttpResponse:
    """Show the page of one act: what will happen, what must be said, and the button."""
    context = {
        "unit": unit,
        "form": form,
        "title": title,
        "verb": verb,
        "crumbs": get_crumbs(request.actor, unit, title),
        **context,
    }
    status = 422 if form.errors else 200
    return render(request, "surveys/channels/act.html", context, status=status)
