"""Who is told what in a case, and in which words."""

from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.accounts.selectors.recipients import list_people_who_may, list_recipients
from prongsai.integrity.models import Case
from prongsai.integrity.selectors.explanations import get_part_name, tell_discarded
from prongsai.integrity.types import Decision
from prongsai.notifications.services import notify
from prongsai.notifications.types import Words
from prongsai.organizations.selectors.names import get_unit_name
from prongsai.ui import dates


def tell_agency_of_question(case: Case) -> None:
    notify(
        list_people_who_may("integrity.reply", unit_id=case.unit_id),
        event="integrity.asked",
        words=lambda: _ask(case),
        url=reverse("integrity:question", args=[case.pk]),
    )


def tell_commission_of_reply(case: Case) -> None:
    notify(
        list_recipients([case.asked_by_id] if case.asked_by_id else []),
        event="integrity.replied",
        words=lambda: _reply(case),
        url=reverse("integrity:finding", args=[case.finding_id]),
    )


def tell_agency_of_decision(case: Case) -> None:
    notify(
        list_people_who_may("integrity.reply", unit_id=case.unit_id),
        event="integrity.decided",
        words=lambda: _decide(case),
        url=reverse("integrity:question", args=[case.pk]),
    )


def _ask(case: Case) -> Words:
    until = dates.get_long(case.reply_by) if case.reply_by else "–"
    facts = {"part": get_part_name(case.part), "until": until}
    body = [
        _("พบลักษณะที่ควรตรวจสอบในคำตอบของ%(part)s ซึ่งอาจมีเหตุอันสมควร") % facts,
        case.question,
        _("โปรดชี้แจงภายในวันที่ %(until)s ยังไม่มีการตัดสินใด ๆ จนกว่าท่านจะชี้แจงหรือพ้นกำหนด") % facts,
    ]
    return Words(_("ขอให้ชี้แจงเรื่องคำตอบแบบวัด"), "\n\n".join(body), _("อ่านและชี้แจง"))


def _reply(case: Case) -> Words:
    name = str(get_unit_name(case.unit_id))
    body = [
        _("%(name)s ชี้แจงเรื่องคำตอบแบบวัดแล้ว") % {"name": name},
        case.reply,
    ]
    return Words(_("หน่วยงานชี้แจงแล้ว: %(name)s") % {"name": name}, "\n\n".join(body), _("พิจารณา"))


def _decide(case: Case) -> Words:
    facts = {"decision": Decision(case.decision).label, "part": get_part_name(case.part)}
    body = [
        _("ผลการพิจารณาคำตอบของ%(part)s: %(decision)s") % facts,
        _("เหตุผล: %(reason)s") % {"reason": case.reason},
    ]
    if case.decision == Decision.DISCARD:
        body.append(tell_discarded(case.discarded, case.finding.respondents, rule=case.rule))
    return Words(_("ผลการพิจารณาเรื่องคำตอบแบบวัด"), "\n\n".join(body), _("ดูรายละเอียด"))
