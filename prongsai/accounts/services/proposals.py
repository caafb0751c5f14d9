"""What happens when a second person agrees to a grant, or to its end (APPROVAL_ACTIONS)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prongsai.accounts.models import RoleGrant
from prongsai.accounts.rules.appointments import WORDS, Phrase
from prongsai.accounts.rules.grants import may_agree
from prongsai.accounts.selectors.labels import label_role
from prongsai.accounts.selectors.places import Place, find_place
from prongsai.accounts.services.appointments import NewAppointment, create_appointment
from prongsai.accounts.services.grants import (
    NewGrant,
    create_grant,
    get_receiver,
    lock_grant,
)
from prongsai.accounts.services.periods import end_grant
from prongsai.approvals.services.requests import request_approval
from prongsai.approvals.types import Explanation, Line, Proposal, Request
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, NotAllowed
from prongsai.permissions.roles import Role
from prongsai.ui.dates import get_long


def apply_grant(actor: Actor, *, request: Request) -> None:
    """Give the role that was asked for, from today where its first day has passed meanwhile."""
    payload = request.payload
    role = Role(payload["role"])
    _check_second_person(actor, role, payload)
    get_receiver(payload["person_id"])
    period = _read_period(payload)
    new = NewGrant(payload["person_id"], role, payload["unit_id"], payload["division_id"], period)
    create_grant(
        actor, new=new, granted_by_id=request.requested_by_id, requested_by=request.requested_by_id
    )


def describe_grant(payload: Mapping[str, Any]) -> Explanation:
    """Say who would receive which role where and until when."""
    title = _("มอบหมายบทบาท %(role)s ให้ %(person)s") % _get_words(payload)
    lines = [*_list_lines(payload), Line(_("ตั้งแต่วันที่"), _say_day(payload["starts"]))]
    lines.append(Line(_("ถึงวันที่"), _say_day(payload["ends"])))
    return Explanation(
        title, (*lines, Line(_("เหตุผล"), payload["reason"])), url=_link_person(payload)
    )


def propose_revocation(
    actor: Actor, *, grant: RoleGrant, place: Place, reason: str, on: date
) -> Request:
    """Put the end of a grant before somebody who may agree to it; ON is its last day."""
    payload = {
        "grant_id": grant.pk,
        "person_id": grant.person_id,
        "person": grant.person.full_name,
        "role": grant.role,
        "unit_id": grant.unit_id,
        **place.words,
        "on": on.isoformat(),
        "reason": reason,
    }
    return request_approval(
        actor,
        proposal=Proposal(
            action="role.revoke",
            subject=f"grant:{grant.pk}",
            payload=payload,
            verb="role.approve",
            scope_unit_id=grant.unit_id,
            barred=(grant.person_id,),
        ),
    )


def apply_revocation(actor: Actor, *, request: Request) -> None:
    """Let the role end that the request is about, today where its day has passed meanwhile."""
    payload = request.payload
    _check_second_person(actor, Role(payload["role"]), payload)
    grant = lock_grant(payload["grant_id"])
    if grant.revoked_at is not None:
        raise Conflict(_("บทบาทนี้สิ้นสุดไปแล้ว"))
    end_grant(actor, grant=grant, on=max(date.fromisoformat(payload["on"]), clock.today()))


def describe_revocation(payload: Mapping[str, Any]) -> Explanation:
    """Say who would lose which role where."""
    title = _("สิ้นสุดบทบาท %(role)s ของ %(person)s") % _get_words(payload)
    last = Line(_("วันสุดท้าย"), _say_day(payload["on"]))
    lines = (*_list_lines(payload), last, Line(_("เหตุผล"), payload["reason"]))
    return Explanation(title, lines, url=_link_person(payload))


def apply_appointment(actor: Actor, *, request: Request) -> None:
    """Let the substitute begin, today where the first day has passed meanwhile."""
    payload = request.payload
    role = Role(payload["role"])
    _check_second_person(actor, role, payload)
    starts, ends = _read_period(payload)
    new = NewAppointment(
        person_id=payload["person_id"],
        role=role,
        unit_id=payload["unit_id"],
        phrase=Phrase(payload["phrase"]),
        own_position=payload["own_position"],
        for_position=payload["for_position"],
        starts=starts,
        ends=ends,
        order_reference=payload["order_reference"],
    )
    create_appointment(actor, new=new, appointed_by_id=request.requested_by_id)


def describe_appointment(payload: Mapping[str, Any]) -> Explanation:
    """Say who would act for which post where and until when."""
    words = {"person": payload["person"], "post": payload["for_position"]}
    lines = (
        *_list_lines(payload),
        Line(_("ลงนามในฐานะ"), f"{WORDS[Phrase(payload['phrase'])]} {payload['for_position']}"),
        Line(_("ตั้งแต่วันที่"), _say_day(payload["starts"])),
        Line(_("ถึงวันที่"), _say_day(payload["ends"])),
        Line(_("คำสั่ง"), payload["order_reference"] or "–"),
    )
    title = _("แต่งตั้ง %(person)s เป็นผู้แทน %(post)s") % words
    return Explanation(title, lines, url=_link_person(payload))


def _read_period(payload: Mapping[str, Any]) -> tuple[date, date | None]:
    """Return the days asked for, from today on where the first has passed meanwhile."""
    starts = max(date.fromisoformat(payload["starts"]), clock.today())
    ends = date.fromisoformat(payload["ends"]) if payload["ends"] else None
    if ends is not None and ends < starts:
        raise Conflict(_("ช่วงเวลาของบทบาทที่ขอผ่านไปแล้ว"))
    return starts, ends


def _check_second_person(actor: Actor, role: Role, payload: Mapping[str, Any]) -> None:
    place = find_place(payload["unit_id"]) or Place()
    if not may_agree(actor, role=role, scope=place.scope, person_id=payload["person_id"]):
        raise NotAllowed(_("บทบาทของท่านอนุมัติบทบาทนี้ไม่ได้ หรือท่านเป็นผู้ได้รับบทบาทเอง"))


def _list_lines(payload: Mapping[str, Any]) -> list[Line]:
    unit = payload["unit_en"] if get_language() == "en" and payload["unit_en"] else ""
    return [
        Line(_("บุคคล"), payload["person"]),
        Line(_("บทบาท"), label_role(payload["role"])),
        Line(_("หน่วยงาน"), unit or payload["unit_th"]),
    ]


def _get_words(payload: Mapping[str, Any]) -> dict[str, str]:
    return {"role": label_role(payload["role"]), "person": payload["person"]}


def _say_day(text: str | None) -> str:
    return get_long(date.fromisoformat(text)) if text else _("ไม่กำหนด")


def _link_person(payload: Mapping[str, Any]) -> str:
    return reverse("people:person", args=[payload["person_id"]])
