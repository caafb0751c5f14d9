"""Pages of substitutes: who acts for whom, appointing one, ending it."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.accounts.rules.appointments import Phrase
from prongsai.accounts.selectors.appointments import get_appointment_for, list_appointments_for
from prongsai.accounts.selectors.people import PersonView
from prongsai.accounts.services import appointments
from prongsai.accounts.services.reading import read_person
from prongsai.accounts.web.badges import get_phrase
from prongsai.accounts.web.forms.appointments import AppointmentForm
from prongsai.accounts.web.forms.grants import ReasonForm
from prongsai.accounts.web.tables.appointments import build_appointments
from prongsai.approvals.types import Request as ApprovalRequest
from prongsai.core.errors import NotFound
from prongsai.permissions.roles import Role
from prongsai.permissions.rules import can_anywhere
from prongsai.ui.forms import refusals
from prongsai.ui.http import Request
from prongsai.ui.tables import answer
from prongsai.ui.types import Crumb, Tab


def list_appointments(request: Request) -> HttpResponseBase:
    """Who acts for which post in the actor's area."""
    if not can_anywhere(request.actor, "person.view"):
        raise NotFound
    past = request.GET.get("past") == "1"
    may_end = any(can_anywhere(request.actor, verb) for verb in ("role.revoke", "role.delegate"))
    rows = list_appointments_for(request.actor, past=past)
    table = build_appointments(rows, past=past, may_end=may_end)
    context = {
        "tabs": [Tab(_("ปัจจุบัน"), "?", not past), Tab(_("สิ้นสุดแล้ว"), "?past=1", past)],
        "crumbs": [Crumb(_("บุคลากร"), reverse("people:list")), Crumb(_("ผู้แทน"))],
    }
    return answer(request, table, "accounts/people/appointments.html", context)


def begin_appointment(request: Request, person_id: int) -> HttpResponse:
    """Appoint a person to act for a post."""
    if not any(can_anywhere(request.actor, verb) for verb in ("person.invite", "role.delegate")):
        raise NotFound
    person = read_person(request.actor, person_id=person_id)
    form = AppointmentForm(request.POST or None, actor=request.actor, person=person)
    if form.is_valid():
        with refusals(form):
            _begin(request, person, form)
            return redirect("people:person", person_id=person_id)
    crumbs = [
        Crumb(_("บุคลากร"), reverse("people:list")),
        Crumb(person.full_name, reverse("people:person", args=[person_id])),
        Crumb(_("แต่งตั้งเป็นผู้แทน")),
    ]
    context = {"form": form, "person": person, "crumbs": crumbs}
    return render(request, "accounts/people/appoint.html", context)


def end_appointment(request: Request, appointment_id: int) -> HttpResponse:
    """Let a substitute stop now, with a reason."""
    row = get_appointment_for(request.actor, appointment_id)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            reason = form.cleaned_data["reason"]
            appointments.end_appointment(
                request.actor, appointment_id=appointment_id, reason=reason
            )
            messages.success(request, _("สิ้นสุดการแทนแล้ว มีผลทันที"))
            return redirect("people:appointments")
    words = {
        "person": row.person.full_name,
        "post": f"{get_phrase(row.phrase)} {row.for_position}",
    }
    context = {
        "known": True,
        "title": _("สิ้นสุดการแทน"),
        "text": _("%(person)s จะไม่ได้%(post)sอีกตั้งแต่ขณะนี้ และบทบาทที่ได้มากับการแทนจะสิ้นสุด") % words,
        "form": form,
        "confirm": _("สิ้นสุดการแทน"),
        "back": reverse("people:appointments"),
    }
    return render(request, "ui/confirm.html", context)


def _begin(request: Request, person: PersonView, form: AppointmentForm) -> None:
    values = form.cleaned_data
    new = appointments.NewAppointment(
        person_id=person.id,
        role=Role(values["role"]),
        unit_id=values["unit_id"],
        phrase=Phrase(values["phrase"]),
        own_position=values["own_position"],
        for_position=values["for_position"],
        starts=values["starts"],
        ends=values["ends"],
        order_reference=values["order_reference"],
    )
    made = appointments.begin_appointment(request.actor, new=new)
    if isinstance(made, ApprovalRequest):
        messages.success(request, _("ส่งคำขอแล้ว การแทนจะมีผลเมื่อผู้มีอำนาจคนที่สองอนุมัติ"))
    else:
        messages.success(request, _("แต่งตั้งผู้แทนแล้ว"))
