"""Pages of people: the list of my area, one person, giving and ending a role."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.accounts.rules.grants import needs_second_person
from prongsai.accounts.selectors.labels import label_role
from prongsai.accounts.selectors.people import HeldRole, PersonView, list_roles_for
from prongsai.accounts.services import grants
from prongsai.accounts.services.reading import read_person
from prongsai.accounts.web.badges import get_standing_badge
from prongsai.accounts.web.forms.grants import GrantForm, ReasonForm
from prongsai.accounts.web.tables.people import build_people
from prongsai.accounts.web.tables.roles import build_held_roles, name_unit
from prongsai.audit.services import record
from prongsai.core.errors import NotFound
from prongsai.permissions.roles import Role
from prongsai.permissions.rules import can_anywhere
from prongsai.ui.forms import refusals
from prongsai.ui.http import Request
from prongsai.ui.tables import answer
from prongsai.ui.types import Crumb, Event, Fact, Tab


def list_people(request: Request) -> HttpResponseBase:
    """Who holds which role in the actor's area."""
    _require(request, "person.view")
    past = request.GET.get("past") == "1"

    def on_export(file_format: str, count: int) -> None:
        detail = {"format": file_format, "rows": count, "past": past}
        unit_id = request.actor.unit_id
        record(request.actor, verb="person.export", target="people", unit_id=unit_id, detail=detail)

    table = build_people(list_roles_for(request.actor, past=past), past=past, on_export=on_export)
    tabs = [Tab(_("ปัจจุบัน"), "?", not past), Tab(_("สิ้นสุดแล้ว"), "?past=1", past)]
    context = {
        "tabs": tabs,
        "may_invite": can_anywhere(request.actor, "person.invite"),
        "may_recover": can_anywhere(request.actor, "account.recover"),
        "may_see_orphans": can_anywhere(request.actor, "person.orphans"),
        "may_hand_over": can_anywhere(request.actor, "role.handover"),
    }
    return answer(request, table, "accounts/people/list.html", context)


def show_person(request: Request, person_id: int) -> HttpResponse:
    """One person: roles now and before, and contact data where the reader may."""
    person = read_person(request.actor, person_id=person_id)
    context = {
        "person": person,
        "facts": _list_facts(person),
        "table": build_held_roles(person).bind(request),
        "past": [_draw_event(role) for role in person.past],
        "may_grant": _may(request, "person.invite", person),
        "may_appoint": _may(request, "person.invite", person)
        or _may(request, "role.delegate", person),
        "crumbs": [Crumb(_("บุคลากร"), reverse("people:list")), Crumb(person.full_name)],
    }
    return render(request, "accounts/people/person.html", context)


def grant_role(request: Request, person_id: int) -> HttpResponse:
    """Give a person a role; one that needs a second person becomes a request."""
    _require(request, "person.invite")
    person = read_person(request.actor, person_id=person_id)
    form = GrantForm(request.POST or None, actor=request.actor)
    if form.is_valid():
        with refusals(form):
            _give(request, person, form)
            return redirect("people:person", person_id=person_id)
    crumbs = [
        Crumb(_("บุคลากร"), reverse("people:list")),
        Crumb(person.full_name, reverse("people:person", args=[person_id])),
        Crumb(_("มอบหมายบทบาท")),
    ]
    context = {"form": form, "person": person, "crumbs": crumbs}
    return render(request, "accounts/people/grant.html", context)


def revoke_role(request: Request, person_id: int, grant_id: int) -> HttpResponse:
    """End a role now, with a reason that stays in the history."""
    person = read_person(request.actor, person_id=person_id)
    role = next((role for role in person.current if role.id == grant_id), None)
    if role is None or not role.may_revoke:
        raise NotFound
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            reason = form.cleaned_data["reason"]
            grants.revoke_role(request.actor, grant_id=grant_id, reason=reason)
            messages.success(request, _("ยกเลิกบทบาทแล้ว มีผลทันที"))
            return redirect("people:person", person_id=person_id)
    words = {"role": label_role(role.role), "unit": name_unit(role), "person": person.full_name}
    context = {
        "known": True,
        "title": _("ยกเลิกบทบาท %(role)s") % words,
        "text": _("%(person)s จะใช้บทบาทนี้ใน %(unit)s ไม่ได้อีกตั้งแต่ขณะนี้ ประวัติยังคงอยู่") % words,
        "form": form,
        "confirm": _("ยกเลิกบทบาทนี้"),
        "back": reverse("people:person", args=[person_id]),
    }
    return render(request, "ui/confirm.html", context)


def _require(request: Request, verb: str) -> None:
    if not can_anywhere(request.actor, verb):
        raise NotFound


def _may(request: Request, verb: str, person: PersonView) -> bool:
    return can_anywhere(request.actor, verb) and person.is_active and not person.is_self


def _give(request: Request, person: PersonView, form: GrantForm) -> None:
    values = form.cleaned_data
    new = grants.NewGrant(
        person_id=person.id,
        role=Role(values["role"]),
        unit_id=values["unit_id"],
        period=(values["starts"], values["ends"]),
    )
    if needs_second_person(new.role):
        grants.ask_for_role(request.actor, new=new, reason=values["reason"])
        messages.success(request, _("ส่งคำขอแล้ว บทบาทจะมีผลเมื่อผู้มีอำนาจคนที่สองอนุมัติ"))
    else:
        grants.give_role(request.actor, new=new)
        messages.success(request, _("มอบหมายบทบาทแล้ว"))


def _list_facts(person: PersonView) -> list[Fact]:
    facts = [Fact(_("ตำแหน่ง"), person.position or "–")]
    if person.shows_contact:
        facts.append(Fact(_("อีเมล"), person.email, url=f"mailto:{person.email}"))
        facts.append(Fact(_("โทรศัพท์"), person.phone or "–"))
    return facts


def _draw_event(role: HeldRole) -> Event:
    badge = get_standing_badge(role.standing)
    title = _("%(role)s · %(unit)s") % {"role": label_role(role.role), "unit": name_unit(role)}
    when = role.revoked_at or role.ends or role.starts
    text = f"{badge.text}: {role.reason}" if role.reason else badge.text
    return Event(when, title, text, tone=badge.tone)
