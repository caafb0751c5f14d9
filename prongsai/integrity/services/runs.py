"""Running the report: asked for by a person, computed in the worker, then frozen."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from prongsai.audit.services import record
from prongsai.core import clock, jobs
from prongsai.core.actor import SYSTEM, Actor
from prongsai.core.errors import Conflict, NotFound
from prongsai.integrity.models import Finding, Run
from prongsai.integrity.rules.columns import NOTHING, Columns
from prongsai.integrity.rules.report import find_flags
from prongsai.integrity.selectors.seasons import read_parts
from prongsai.integrity.selectors.thresholds import find_thresholds, get_thresholds
from prongsai.integrity.types import PRIVATE, Flag, RunState, Thresholds
from prongsai.permissions.rules import can
from prongsai.surveys.selectors.receipts import list_releases
from prongsai.surveys.selectors.sheets import has_sheets


@transaction.atomic
def request_run(actor: Actor, *, fiscal_year: int) -> Run:
    """Queue a run over all released answers of a year; one at a time."""
    if not can(actor, "integrity.run"):
        raise NotFound
    if not has_sheets(fiscal_year=fiscal_year):
        raise Conflict(_("ยังไม่มีคำตอบของปีนี้ที่พร้อมให้ตรวจ"))
    limits = get_thresholds()
    try:
        with transaction.atomic():
            run = Run.objects.create(
                fiscal_year=fiscal_year,
                asked_by_id=actor.user_id,
                asked_by_name=actor.name,
                thresholds_version=limits.version,
                thresholds_hash=limits.hash,
            )
    except IntegrityError as error:
        raise Conflict(_("กำลังคำนวณรายงานของปีนี้อยู่แล้ว")) from error
    record(
        actor,
        verb="integrity.run",
        target=f"integrity:{fiscal_year}",
        detail={"thresholds": limits.version},
    )
    jobs.after_commit("integrity.tasks.compute_run", run_id=run.pk)
    return run


@transaction.atomic
def compute_run(run_id: int) -> None:
    """Compute a queued run and freeze it; does nothing the second time."""
    run = Run.objects.select_for_update(no_key=True).filter(pk=run_id).first()
    if run is None or run.state != RunState.QUEUED:
        return
    limits = find_thresholds(run.thresholds_version, digest=run.thresholds_hash)
    if limits is None:
        raise Conflict(_("ไม่พบเกณฑ์ฉบับที่รายงานนี้ต้องใช้"))
    run.data_hash = list_releases()[-1].hash.hex()
    units, parts = read_parts(run.fiscal_year)
    rows = _list_findings(run, units, parts, limits)
    Finding.objects.bulk_create(rows, batch_size=1000)
    run.state, run.finished_at = RunState.DONE, clock.now()
    run.summary = {
        "parts": {
            part: {
                "respondents": len(columns.answers),
                "agencies": int((columns.respondents > 0).sum()),
                **_count_known(columns),
            }
            for part, columns in parts.items()
        },
        "flagged": len(rows),
    }
    run.save(update_fields=["state", "finished_at", "summary", "data_hash"])
    detail = {"run": run.pk, "flagged": len(rows), "data": run.data_hash}
    record(SYSTEM, verb="integrity.finish", target=f"integrity:{run.fiscal_year}", detail=detail)


def repeat_run(run_id: int) -> tuple[Run, list[str]]:
    """Compute an ended run again with its own version; return it and what differs, nothing kept."""
    run = Run.objects.filter(pk=run_id, state=RunState.DONE).first()
    if run is None:
        raise NotFound
    limits = find_thresholds(run.thresholds_version, digest=run.thresholds_hash)
    if limits is None:
        raise Conflict(_("ไม่พบเกณฑ์ฉบับที่รายงานนี้ต้องใช้"))
    units, parts = read_parts(run.fiscal_year)
    again = _name_findings(_list_findings(run, units, parts, limits))
    return run, sorted(again ^ _name_findings(run.findings.all()))


def _name_findings(rows: Iterable[Finding]) -> set[str]:
    return {
        f"{row.unit_id} {row.part} {flag['code']} {flag['counted']:g}"
        for row in rows
        for flag in row.flags
    }


@transaction.atomic
def fail_run(run_id: int) -> None:
    """Say that a run came to nothing, so that another may be asked for."""
    run = Run.objects.select_for_update(no_key=True).get(pk=run_id)
    if run.state == RunState.QUEUED:
        run.state, run.finished_at = RunState.FAILED, clock.now()
        run.save(update_fields=["state", "finished_at"])


def _list_findings(
    run: Run, units: Sequence[int], parts: Mapping[str, Columns], limits: Thresholds
) -> list[Finding]:
    found = find_flags(parts, limits=limits)
    return [
        Finding(
            run=run,
            unit_id=units[agency],
            part=part,
            respondents=int(parts[part].respondents[agency]),
            flags=[flag.as_json() for flag in flags],
            known=_count_known(parts[part], agency),
            weight=get_weight(flags),
        )
        for part, of_part in found.items()
        for agency, flags in sorted(of_part.items())
    ]


def _count_known(columns: Columns, agency: int | None = None) -> dict[str, int | None]:
    """Return of how many answers is known what the report looks at; None where nobody counted."""
    mine = slice(None) if agency is None else columns.agency == agency
    days, links = columns.days, columns.links
    by_link = None
    if links is not None:
        by_link = int(
            links.answers[slice(None) if agency is None else links.agency == agency].sum()
        )
    return {
        "pace": int((columns.pace[mine] != NOTHING).sum()),
        "told": int((columns.told[mine] != NOTHING).sum()),
        "days": None if days is None else int(days.sum() if agency is None else days[agency].sum()),
        "networks": by_link,
    }


def get_weight(flags: Sequence[Flag]) -> float:
    """Return how far flags stand out together; several kinds weigh more than one extreme.

    What was said in private weighs the same whatever the share, so that the sum does not tell it.
    """
    weights = [1.0 if f.code in PRIVATE else min(f.measure / f.threshold, 3.0) for f in flags]
    return round(sum(weights), 4)
