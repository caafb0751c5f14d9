"""Due process: asked, heard, decided by a person with a reason, and told."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prongsai.approvals.selectors import list_pending_about
from prongsai.audit.services import record
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, Invalid, NotAllowed, NotFound
from prongsai.integrity.models import Case, Finding
from prongsai.integrity.rules import cases as rules
from prongsai.integrity.selectors.cases import get_own_case
from prongsai.integrity.selectors.runs import get_finding_for
from prongsai.integrity.services import messages
from prongsai.integrity.types import CaseState, Decision
from prongsai.organizations.selectors.scopes import get_scope
from prongsai.permissions.rules import can

_TAKEN = gettext_lazy("มีผู้ถามหน่วยงานหรือตัดสินเรื่องนี้ไปแล้ว โปรดเปิดหน้านี้ใหม่")


@transaction.atomic
def ask_agency(actor: Actor, *, finding_id: int, question: str, reply_by: date) -> Case:
    """Ask the agency to explain a finding until a day; it is told at once."""
    finding = _get_decidable(actor, finding_id)
    if not rules.is_deadline_fair(reply_by, today=clock.today()):
        facts = {"least": rules.LEAST_DAYS, "most": rules.MOST_DAYS}
        words = _("ให้เวลาหน่วยงานอย่างน้อย %(least)s วัน และไม่เกิน %(most)s วัน")
        raise Invalid(words % facts, field="reply_by")
    try:
        with transaction.atomic():
            case = Case.objects.create(
                **_about(finding),
                state=CaseState.ASKED,
                asked_by_id=actor.user_id,
                asked_by_name=actor.name,
                question=_require(question, "question"),
                reply_by=reply_by,
            )
    except IntegrityError as error:
        raise Conflict(str(_TAKEN)) from error
    _record(actor, "integrity.ask", case, reply_by=reply_by.isoformat())
    messages.tell_agency_of_question(case)
    return case


@transaction.atomic
def reply(actor: Actor, *, case_id: int, text: str) -> Case:
    """Take the agency's one reply; the one who asked is told."""
    get_own_case(actor, case_id)
    case = _lock(case_id)
    if not rules.may_reply(case.state, reply_by=case.reply_by, today=clock.today()):
        raise Conflict(_("เรื่องนี้ชี้แจงแล้ว หรือพ้นกำหนดชี้แจงแล้ว"))
    case.state, case.reply = CaseState.REPLIED, _require(text, "reply")
    case.replied_by_id, case.replied_by_name = actor.user_id, actor.name
    case.replied_at = clock.now()
    case.save(update_fields=["state", "reply", "replied_by_id", "replied_by_name", "replied_at"])
    _record(actor, "integrity.reply", case)
    messages.tell_commission_of_reply(case)
    return case


@transaction.atomic
def decide(actor: Actor, *, finding_id: int, decision: str, reason: str) -> Case:
    """Decide to do nothing or to refer; leaving answers out goes through `propose_discard`."""
    finding = _get_decidable(actor, finding_id)
    if decision not in {Decision.NO_ACTION, Decision.REFER}:
        raise Invalid(_("โปรดเลือกผลการพิจารณา"), field="decision")
    case = lock_for_decision(finding, decision)
    if list_pending_about(get_subject(finding)).exists():
        raise Conflict(_("มีคำขอไม่นับคำตอบของเรื่องนี้รออนุมัติอยู่ ให้ถอนคำขอนั้นก่อน"))
    if case is None:
        case = Case(**_about(finding))
    case.finding = finding
    try:
        with transaction.atomic():
            end(case, decision, reason=_require(reason, "reason"), by=(actor.user_id, actor.name))
    except IntegrityError as error:
        raise Conflict(str(_TAKEN)) from error
    _record(actor, "integrity.decide", case, decision=decision, reason=case.reason)
    return case


def lock_for_decision(finding: Finding, decision: str) -> Case | None:
    """Return the locked case of a finding (None: nobody asked yet) if DECISION is open now."""
    rows = Case.objects.select_for_update(no_key=True)
    case = rows.filter(
        unit_id=finding.unit_id, fiscal_year=finding.run.fiscal_year, part=finding.part
    ).first()
    state, reply_by = (case.state, case.reply_by) if case else (None, None)
    if state == CaseState.DECIDED:
        raise Conflict(_("เรื่องนี้ตัดสินไปแล้ว"))
    if not rules.may_decide(state, decision, reply_by=reply_by, today=clock.today()):
        raise Conflict(_("ต้องให้หน่วยงานชี้แจงก่อน หรือรอจนพ้นกำหนดชี้แจง"))
    return case


def end(
    case: Case,
    decision: str,
    *,
    reason: str,
    by: tuple[int | None, str],
    approver: tuple[int | None, str] = (None, ""),
    taken: tuple[str, int] = ("", 0),
) -> None:
    """Write a decision, on the finding that was looked at, and tell the agency if it was asked."""
    case.state, case.decision, case.reason = CaseState.DECIDED, decision, reason
    case.decided_by_id, case.decided_by_name = by
    case.approved_by_id, case.approved_by_name = approver
    case.rule, case.discarded = taken
    case.decided_at = clock.now()
    if case._state.adding:
        case.save(force_insert=True)
    else:
        case.save(
            update_fields=[
                *("state", "decision", "reason", "decided_by_id", "decided_by_name"),
                *(
                    "finding",
                    "approved_by_id",
                    "approved_by_name",
                    "rule",
                    "discarded",
                    "decided_at",
                ),
            ]
        )
    if case.reply_by is not None:
        messages.tell_agency_of_decision(case)


def get_subject(finding: Finding) -> str:
    """Return the name of what is decided: one survey of one agency in one year."""
    return f"integrity:{finding.run.fiscal_year}:{finding.unit_id}:{finding.part}"


def _get_decidable(actor: Actor, finding_id: int) -> Finding:
    finding = get_finding_for(actor, finding_id)
    if not can(actor, "integrity.decide", get_scope(finding.unit_id)):
        raise NotAllowed(_("ท่านดูเรื่องนี้ได้ แต่ไม่มีสิทธิพิจารณา"))
    return finding


def _about(finding: Finding) -> dict[str, object]:
    return {
        "finding": finding,
        "unit_id": finding.unit_id,
        "fiscal_year": finding.run.fiscal_year,
        "part": finding.part,
    }


def _lock(case_id: int) -> Case:
    case = Case.objects.select_for_update(no_key=True).filter(pk=case_id).first()
    if case is None:
        raise NotFound
    return case


def _require(text: str, field: str) -> str:
    words = text.strip()
    if not words:
        raise Invalid(_("โปรดกรอกข้อความ"), field=field)
    if len(words) > rules.MOST_LETTERS:
        raise Invalid(_("ข้อความยาวเกินไป ให้สรุปไม่เกิน 4,000 ตัวอักษร"), field=field)
    return words


def _record(actor: Actor, verb: str, case: Case, **detail: object) -> None:
    about = {"year": case.fiscal_year, "part": case.part, **detail}
    record(actor, verb=verb, target=f"case:{case.pk}", unit_id=case.unit_id, detail=about)
