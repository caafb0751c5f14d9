"""Pages of the yearly hand-over: the area, one unit, one role, the end."""

from functools import cache

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.accounts.rules.handovers import Choice, may_settle
from prongsai.accounts.selectors.handovers import (
    HandoverView,
    count_handovers_for,
    get_handover_for,
    list_handovers_for,
)
from prongsai.accounts.selectors.labels import label_role
from prongsai.accounts.selectors.people import list_people_for
from prongsai.accounts.services import handovers
from prongsai.accounts.services.handovers import NewChoice, explain_obstacle
from prongsai.accounts.web.forms.handovers import ChoiceForm
from prongsai.accounts.web.tables.handovers import build_roles, build_units
from prongsai.core.errors import Conflict
from prongsai.permissions.matrix import Reach
from prongsai.permissions.rules import get_reach
from prongsai.ui.forms import refusals
from prongsai.ui.http import Request
from prongsai.ui.tables import answer
from prongsai.ui.types import Crumb, Step


def list_handovers(request: Request) -> HttpResponseBase:
    """How far the units of the area have come; an agency goes straight to its own."""
    acting = request.actor.acting
    if acting is not None and get_reach(acting, "role.handover") is Reach.OWN:
        return redirect("people:handover", code=acting.unit_code)
    rows = list_handovers_for(request.actor)
    count = cache(lambda: count_handovers_for(request.actor))
    context = {
        "progress": lambda: dict(zip(("done", "total"), count(), strict=True)),
        "crumbs": [Crumb(_("บุคลากร"), reverse("people:list")), Crumb(_("ส่งมอบงานประจำปี"))],
    }
    table = build_units(rows, total=lambda: count()[1])
    return answer(request, table, "accounts/people/handovers.html", context)


def show_handover(request: Request, code: str) -> HttpResponse:
    """The roles of a unit, what was chosen so far and what is left to do."""
    view = get_handover_for(request.actor, code)
    context = {
        "view": view,
        "table": build_roles(view).bind(request),
        "steps": _list_steps(view),
        "obstacles": [explain_obstacle(obstacle) for obstacle in view.obstacles],
        "crumbs": [*_list_crumbs(), Crumb(str(view.unit))],
    }
    return render(request, "accounts/people/handover.html", context)


def choose_role(request: Request, code: str, grant_id: int) -> HttpResponse:
    """Ask what becomes of one role, then go on to the next that is open."""
    view = get_handover_for(request.actor, code)
    role = view.get_role(grant_id)
    if view.finished_at is not None:
        return redirect("people:handover", code=code)
    people = [
        row
        for row in list_people_for(request.actor, unit_id=view.unit.id)
        if row[0] not in {role.person_id, request.actor.user_id}
    ]
    alone = may_settle(request.actor, role=role.role)
    form = ChoiceForm(request.POST or None, view=view, role=role, people=people, may_invite=alone)
    if form.is_valid():
        with refusals(form):
            after = _choose(request, code, grant_id, form)
            if after.next_role is None:
                return redirect("people:handover", code=code)
            return redirect("people:handover-role", code=code, grant_id=after.next_role.grant_id)
    crumbs = [
        *_list_crumbs(),
        Crumb(str(view.unit), reverse("people:handover", args=[code])),
        Crumb(role.person),
    ]
    context = {
        "view": view,
        "role": role,
        "label": label_role(role.role),
        "form": form,
        "alone": alone,
        "crumbs": crumbs,
    }
    return render(request, "accounts/people/handover_role.html", context)


def finish_handover(request: Request, code: str) -> HttpResponse:
    """Ask once more, then let every choice take effect."""
    view = get_handover_for(request.actor, code)
    back = reverse("people:handover", args=[code])
    if request.method != "POST":
        context = {
            "known": True,
            "title": _("ส่งมอบงานประจำปีงบประมาณ %(year)s") % {"year": view.year},
            "text": _("ผลที่เลือกไว้ %(count)s บทบาทจะมีผลพร้อมกันและแก้ไขในหน้านี้ไม่ได้อีก")
            % {"count": len(view.roles)},
            "confirm": _("ยืนยันการส่งมอบ"),
            "tone": "primary",
            "back": back,
        }
        return render(request, "ui/confirm.html", context)
    try:
        waiting = handovers.finish_handover(request.actor, code=code)
    except Conflict as conflict:
        messages.error(request, conflict.message)
        return redirect(back)
    if waiting:
        words = {"count": waiting}
        messages.success(request, _("ส่งมอบงานแล้ว มี %(count)s บทบาทที่รอผู้มีอำนาจอนุมัติ") % words)
    else:
        messages.success(request, _("ส่งมอบงานแล้ว บทบาททั้งหมดมีผลตามที่เลือก"))
    return redirect(back if view.unit.id == request.actor.unit_id else "people:handovers")


def _choose(request: Request, code: str, grant_id: int, form: ChoiceForm) -> HandoverView:
    values = form.cleaned_data
    new = NewChoice(
        grant_id=grant_id,
        choice=Choice(values["choice"]),
        on=values["on"],
        successor_id=values["successor"],
        invited_email=values.get("invited_email", ""),
        invited_name=values.get("invited_name", ""),
    )
    return handovers.choose(request.actor, code=code, new=new)


def _list_crumbs() -> list[Crumb]:
    return [
        Crumb(_("บุคลากร"), reverse("people:list")),
        Crumb(_("ส่งมอบงานประจำปี"), reverse("people:handovers")),
    ]


def _list_steps(view: HandoverView) -> list[Step]:
    is_over = view.finished_at is not None
    chosen = is_over or (bool(view.roles) and view.next_role is None)
    words = {"done": view.decided, "total": len(view.roles)}
    return [
        Step(
            _("เลือกทีละบทบาท"),
            "done" if chosen else "current",
            note=_("%(done)s จาก %(total)s") % words,
        ),
        Step(_("ตรวจทาน"), "done" if is_over else "current" if chosen else "todo"),
        Step(_("ยืนยันการส่งมอบ"), "done" if is_over else "todo"),
    ]
