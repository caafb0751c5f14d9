"""Leaving a described share of answers out: proposed by one person, in force by another's word."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prongsai.approvals.services.requests import request_approval
from prongsai.approvals.types import Explanation, Line, Proposal, Request
from prongsai.audit.services import record
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, Invalid, NotAllowed, NotFound
from prongsai.integrity.models import Finding
from prongsai.integrity.selectors.discards import pick_for
from prongsai.integrity.selectors.explanations import describe_rule, get_part_name
from prongsai.integrity.selectors.runs import find_flag, get_finding_for
from prongsai.integrity.services.cases import end, get_subject, lock_for_decision
from prongsai.integrity.types import DISCARDABLE, Decision, Flag
from prongsai.organizations.selectors.names import get_unit_name
from prongsai.organizations.selectors.scopes import get_scope
from prongsai.permissions.rules import can

ACTION = "integrity.discard"


@transaction.atomic
def propose_discard(actor: Actor, *, finding_id: int, rule: str, reason: str) -> Request:
    """Ask a second person to leave out what RULE describes; the number is counted now."""
    finding = get_finding_for(actor, finding_id)
    if not can(actor, "integrity.decide", get_scope(finding.unit_id)):
        raise NotAllowed(_("ท่านดูเรื่องนี้ได้ แต่ไม่มีสิทธิพิจารณา"))
    if not reason.strip():
        raise Invalid(_("โปรดระบุเหตุผล"), field="reason")
    flag = find_flag(finding, rule) if rule in DISCARDABLE else None
    if flag is None:
        raise Invalid(_("โปรดเลือกกฎที่ใช้เลือกคำตอบที่จะไม่นับ"), field="rule")
    lock_for_decision(finding, Decision.DISCARD)
    count = _count(finding, flag)
    if not count:
        raise Conflict(_("กฎนี้ไม่พบคำตอบที่เกินกว่าที่คาดไว้ จึงไม่มีคำตอบที่จะไม่นับ"))
    name = get_unit_name(finding.unit_id)
    payload = {
        "finding": finding.pk,
        "unit": [name.name_th, name.name_en],
        "year": finding.run.fiscal_year,
        "part": finding.part,
        "rule": flag.code,
        "flag": flag.as_json(),
        "count": count,
        "respondents": finding.respondents,
        "reason": reason.strip(),
    }
    record(
        actor,
        verb="integrity.propose",
        target=get_subject(finding),
        unit_id=finding.unit_id,
        detail={"rule": rule, "count": count, "of": finding.respondents, "reason": reason.strip()},
    )
    proposal = Proposal(ACTION, get_subject(finding), payload, "integrity.approve")
    return request_approval(actor, proposal=proposal)


def apply_discard(actor: Actor, *, request: Request) -> None:
    """Decide as proposed: run by approvals in the approver's transaction."""
    payload = request.payload
    finding = Finding.objects.select_related("run").filter(pk=payload["finding"]).first()
    if finding is None:
        raise NotFound
    case = lock_for_decision(finding, Decision.DISCARD)
    flag = find_flag(finding, payload["rule"])
    if case is None or flag is None or _count(finding, flag) != payload["count"]:
        raise Conflict(_("จำนวนคำตอบเปลี่ยนไปหลังรายงานนี้ ให้คำนวณรายงานใหม่ก่อน"))
    case.finding = finding
    end(
        case,
        Decision.DISCARD,
        reason=payload["reason"],
        by=(request.requested_by_id, request.requested_by_name),
        approver=(actor.user_id, actor.name),
        taken=(flag.code, payload["count"]),
    )
    record(
        actor,
        verb="integrity.discard",
        target=f"case:{case.pk}",
        unit_id=case.unit_id,
        detail={"rule": flag.code, "count": case.discarded, "of": finding.respondents},
    )


def describe_discard(payload: dict[str, Any]) -> Explanation:
    """Return in plain words what would no longer count."""
    thai, english = payload["unit"]
    name = english if get_language() == "en" and english else thai
    facts = {"name": name, "year": payload["year"]}
    share = 100 * payload["count"] / payload["respondents"]
    numbers = {
        "count": f"{payload['count']:,}",
        "of": f"{payload['respondents']:,}",
        "share": f"{share:.2f}",
    }
    return Explanation(
        _("ไม่นับคำตอบบางส่วนของ%(name)s ปีงบประมาณ %(year)s") % facts,
        (
            Line(_("แบบวัด"), get_part_name(payload["part"])),
            Line(_("คำตอบที่จะไม่นับ"), describe_rule(Flag(**payload["flag"]))),
            Line(_("จำนวน"), _("%(count)s จาก %(of)s ชุด (ร้อยละ %(share)s)") % numbers),
            Line(_("เหตุผล"), payload["reason"]),
        ),
        url=reverse("integrity:finding", args=[payload["finding"]]),
    )


def _count(finding: Finding, flag: Flag) -> int:
    return pick_for(finding, flag, fiscal_year=finding.run.fiscal_year).total()
