"""Publishing a run: asked for by one person, done by another's approval."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.approvals.services.requests import request_approval
from prongsai.approvals.types import Explanation, Line, Proposal, Request
from prongsai.audit.services import record
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, NotAllowed, NotFound
from prongsai.permissions.rules import can
from prongsai.results.models import Publication, ScoringRun, YearResult
from prongsai.results.types import LEVEL_NAMES, STATE_NAMES, RunState
from prongsai.ui import dates

ACTION = "results.publish"


@transaction.atomic
def propose_publication(actor: Actor, *, run_id: int) -> Request:
    """Ask a second person to publish a run as it is, named by its hashes."""
    if not can(actor, "score.run"):
        raise NotAllowed(_("เฉพาะผู้รับผิดชอบการประเมินเท่านั้นที่เสนอประกาศผลได้"))
    run = ScoringRun.objects.filter(pk=run_id).first()
    if run is None:
        raise NotFound
    _refuse_unless_publishable(run)
    payload = {
        "run": run.pk,
        "framework": run.framework,
        "fiscal_year": run.fiscal_year,
        "number": run.number,
        "framework_hash": run.framework_hash,
        "data_hash": run.data_hash,
        "package_hash": run.package_hash,
        "agencies": run.agencies,
        "states": run.states,
        "levels": run.levels,
    }
    target = f"run:{run.pk}"
    record(actor, verb="results.propose", target=target, detail={"package": run.package_hash})
    return request_approval(actor, proposal=Proposal(ACTION, target, payload, "score.publish"))


def apply_publication(actor: Actor, *, request: Request) -> None:
    """Make an approved run public: run by approvals in the approver's transaction."""
    payload = request.payload
    run = ScoringRun.objects.select_for_update(no_key=True).get(pk=payload["run"])
    _refuse_unless_publishable(run)
    if run.package_hash != payload["package_hash"]:
        raise Conflict(_("ชุดข้อมูลไม่ตรงกับที่เสนอไว้ จึงประกาศไม่ได้"))
    Publication.objects.create(
        run=run,
        asked_by_name=request.requested_by_name,
        approved_by_id=actor.user_id,
        approved_by_name=actor.name,
    )
    _store_years(run)
    detail = {"package": run.package_hash, "agencies": run.agencies}
    record(actor, verb="results.publish", target=f"run:{run.pk}", detail=detail)


def _refuse_unless_publishable(run: ScoringRun) -> None:
    if run.state != RunState.DONE:
        raise Conflict(_("ประกาศได้เฉพาะการคำนวณที่สำเร็จแล้ว"))
    later = ScoringRun.objects.filter(
        framework=run.framework, number__gte=run.number, publication__isnull=False
    )
    if later.exists():
        raise Conflict(_("ครั้งนี้หรือครั้งที่ใหม่กว่าประกาศไปแล้ว"))


def _store_years(run: ScoringRun) -> None:
    """Another version of each result of the year; earlier ones stay."""
    known = YearResult.objects.filter(fiscal_year=run.fiscal_year, framework=run.framework)
    versions = dict(known.values_list("unit_id").annotate(last=Max("version")))
    scores = run.scores.values_list("unit_id", "total", "level", "instruments", "indicators")
    rows = (
        YearResult(
            unit_id=unit,
            fiscal_year=run.fiscal_year,
            framework=run.framework,
            version=versions.get(unit, 0) + 1,
            run=run,
            total=total,
            level=level,
            instruments=instruments,
            indicators=indicators,
        )
        for unit, total, level, instruments, indicators in scores.iterator(chunk_size=1000)
    )
    YearResult.objects.bulk_create(rows, batch_size=1000)


def describe_publication(payload: dict[str, Any]) -> Explanation:
    """What the approver reads."""
    year = dates.get_be_year(payload["fiscal_year"])
    facts = {"year": year, "number": payload["number"]}
    lines = [
        Line(_("กรอบการประเมิน"), payload["framework"]),
        Line(_("จำนวนหน่วยงาน"), f"{payload['agencies']:,}"),
        *(Line(str(STATE_NAMES[s]), f"{n:,}") for s, n in payload["states"].items()),
        *(Line(str(LEVEL_NAMES[code]), f"{n:,}") for code, n in payload["levels"].items()),
        Line(_("แฮชของกรอบการประเมิน"), payload["framework_hash"]),
        Line(_("แฮชของข้อมูลเปิด"), payload["data_hash"]),
        Line(_("แฮชของรายการไฟล์"), payload["package_hash"]),
    ]
    title = _("ประกาศผลปีงบประมาณ %(year)s จากการคำนวณครั้งที่ %(number)s") % facts
    return Explanation(title, tuple(lines), url=reverse("results:run", args=[payload["run"]]))
