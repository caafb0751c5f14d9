"""Writing measures; publishing them takes the executive."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from prongsai.approvals.services.requests import request_approval
from prongsai.approvals.types import Explanation, Line, Proposal, Request
from prongsai.audit.services import record
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, Invalid, NotAllowed, NotFound
from prongsai.feedback.models import Measure, Publication
from prongsai.feedback.selectors import get_names, get_result, has_changed, list_measures
from prongsai.feedback.types import ACTION, MeasureView, Text
from prongsai.organizations.selectors.units import get_unit_for
from prongsai.organizations.types.units import UnitView

MOST = 40


@transaction.atomic
def save_measure(actor: Actor, *, code: str, year: int, measure: MeasureView) -> int:
    """Add a measure, or change the one of that id."""
    unit = get_unit_for(actor, code, verb="feedback.write")
    result = get_result(unit.id, year)
    if measure.indicator and measure.indicator not in get_names(result.framework):
        raise Invalid(_("ไม่มีตัวชี้วัดนี้ในแบบวัดของปีนี้"), field="indicator")
    rows = Measure.objects.filter(unit_id=unit.id, fiscal_year=year)
    values = measure.as_fields()
    if measure.id:
        if not rows.filter(id=measure.id).update(**values):
            raise NotFound
        saved = measure.id
    else:
        if rows.count() >= MOST:
            raise Conflict(
                _("มีมาตรการครบ %(most)s รายการแล้ว โปรดรวมหรือลบรายการเดิมก่อน") % {"most": MOST}
            )
        saved = Measure.objects.create(unit_id=unit.id, fiscal_year=year, **values).pk
    _record(actor, "feedback.save", unit, year, {"measure": saved})
    return saved


@transaction.atomic
def remove_measure(actor: Actor, *, code: str, year: int, measure_id: int) -> None:
    unit = get_unit_for(actor, code, verb="feedback.write")
    rows = Measure.objects.filter(unit_id=unit.id, fiscal_year=year, id=measure_id)
    if not rows.delete()[0]:
        raise NotFound
    _record(actor, "feedback.remove", unit, year, {"measure": measure_id})


@transaction.atomic
def ask_publication(actor: Actor, *, code: str, year: int) -> Request:
    """Ask the executive to publish the measures as they stand now."""
    unit = get_unit_for(actor, code, verb="feedback.write")
    get_result(unit.id, year)
    measures = list_measures(unit.id, year)
    if not measures:
        raise Invalid(_("เพิ่มมาตรการอย่างน้อยหนึ่งรายการก่อนส่งให้ผู้บริหาร"))
    if not has_changed(unit.id, year):
        raise Conflict(_("ฉบับที่เผยแพร่อยู่เหมือนกับฉบับนี้แล้ว"))
    payload = {
        "unit_id": unit.id,
        "code": code,
        "name_th": unit.name_th,
        "name_en": unit.name_en,
        "year": year,
        "measures": [each.as_plain() for each in measures],
    }
    subject = f"feedback:{code}:{year}"
    proposal = Proposal(ACTION, subject, payload, "feedback.publish", scope_unit_id=unit.id)
    return request_approval(actor, proposal=proposal)


def apply_publication(actor: Actor, *, request: Request) -> None:
    """Publish what was asked: run by approvals in the approver's transaction."""
    if actor.user_id is None:
        raise NotAllowed
    given = request.payload
    rows = Publication.objects.filter(unit_id=given["unit_id"], fiscal_year=given["year"])
    version = (rows.aggregate(last=Max("version"))["last"] or 0) + 1
    Publication.objects.create(
        unit_id=given["unit_id"],
        fiscal_year=given["year"],
        version=version,
        measures=given["measures"],
        published_on=clock.today(),
        asked_by_id=request.requested_by_id,
        published_by_id=actor.user_id,
    )
    record(
        actor,
        verb="feedback.publish",
        target=f"unit:{given['code']}",
        unit_id=given["unit_id"],
        detail={"year": given["year"], "version": version, "measures": len(given["measures"])},
    )


def describe_publication(payload: dict[str, Any]) -> Explanation:
    """Return in plain words what would be published."""
    measures = [MeasureView.from_plain(each) for each in payload["measures"]]
    return Explanation(
        _("เผยแพร่ “ท่านบอก เราทำ” ของ%(unit)s ปีงบประมาณ %(year)s")
        % {"unit": Text(payload["name_th"], payload["name_en"]), "year": payload["year"]},
        tuple(Line(str(each.said), f"{each.doing} ({each.progress_label})") for each in measures),
    )


def _record(actor: Actor, verb: str, unit: UnitView, year: int, detail: dict[str, Any]) -> None:
    record(
        actor,
        verb=verb,
        target=f"unit:{unit.code}",
        unit_id=unit.id,
        detail={"year": year, **detail},
    )
