"""Running the report: asked for by a person, computed in the worker, then frozen."""

from collections.abc import Mapping, Sequence

import numpy as np
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from prongsai.audit.services import record
from prongsai.core import clock, jobs
from prongsai.core.actor import SYSTEM, Actor
from prongsai.core.errors import Conflict, NotFound
from prongsai.integrity.gateways import read_thresholds
from prongsai.integrity.models import Finding, Run
from prongsai.integrity.rules.arrivals import count_flooded
from prongsai.integrity.rules.columns import Columns
from prongsai.integrity.rules.report import find_flags
from prongsai.integrity.selectors.discards import get_ranks
from prongsai.integrity.types import PRIVATE, Flag, RunState, Thresholds
from prongsai.permissions.rules import can
from prongsai.surveys.selectors.columns import (
    DayCount,
    SheetColumns,
    list_day_counts,
    read_columns,
)
from prongsai.surveys.selectors.receipts import list_releases
from prongsai.surveys.selectors.sheets import has_sheets
from prongsai.surveys.types import ChannelKind


@transaction.atomic
def request_run(actor: Actor, *, fiscal_year: int) -> Run:
    """Queue a run over all released answers of a year; one at a time."""
    if not can(actor, "integrity.run"):
        raise NotFound
    if not has_sheets(fiscal_year=fiscal_year):
        raise Conflict(_("ยังไม่มีคำตอบของปีนี้ที่พร้อมให้ตรวจ"))
    limits = read_thresholds()
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
    limits = read_thresholds(run.thresholds_version)
    run.data_hash = list_releases()[-1].hash.hex()
    units, parts = read_parts(run.fiscal_year, limits)
    rows = _list_findings(run, units, parts, limits)
    Finding.objects.bulk_create(rows, batch_size=1000)
    run.state, run.finished_at = RunState.DONE, clock.now()
    run.summary = {
        "parts": {
            part: {
                "respondents": len(columns.answers),
                "agencies": int((columns.respondents > 0).sum()),
                "networks": columns.flooded is not None,
            }
            for part, columns in parts.items()
        },
        "flagged": len(rows),
    }
    run.save(update_fields=["state", "finished_at", "summary", "data_hash"])
    detail = {"run": run.pk, "flagged": len(rows), "data": run.data_hash}
    record(SYSTEM, verb="integrity.finish", target=f"integrity:{run.fiscal_year}", detail=detail)


@transaction.atomic
def fail_run(run_id: int) -> None:
    """Say that a run came to nothing, so that another may be asked for."""
    run = Run.objects.select_for_update(no_key=True).get(pk=run_id)
    if run.state == RunState.QUEUED:
        run.state, run.finished_at = RunState.FAILED, clock.now()
        run.save(update_fields=["state", "finished_at"])


def read_parts(fiscal_year: int, limits: Thresholds) -> tuple[Sequence[int], dict[str, Columns]]:
    """Return the agencies of a year and their answers as columns, part by part."""
    sheets = read_columns(fiscal_year=fiscal_year)
    units = np.unique(np.concatenate([each.unit for each in sheets]))
    counts = list_day_counts(fiscal_year=fiscal_year)
    known = {unit: at for at, unit in enumerate(units.tolist())}
    return units.tolist(), {
        each.part: _to_columns(
            each, units, [c for c in counts if c.part == each.part], known, limits
        )
        for each in sheets
    }


def _to_columns(
    sheets: SheetColumns,
    units: np.ndarray,
    counts: Sequence[DayCount],
    known: Mapping[int, int],
    limits: Thresholds,
) -> Columns:
    agency = np.searchsorted(units, sheets.unit)
    order = np.argsort(agency, kind="stable")
    days = sorted({each.day for each in counts})
    place = {day: at for at, day in enumerate(days)}
    table = np.zeros((len(units), max(len(days), 1)), np.int64)
    for each in counts:
        if each.unit_id in known:
            table[known[each.unit_id], place[each.day]] += each.answers
    return Columns(
        part=sheets.part,
        ranks=get_ranks(sheets.framework, sheets.part),
        agencies=len(units),
        agency=agency[order],
        answers=sheets.answers[order],
        told=sheets.told[order],
        pace=sheets.pace[order],
        days=table if days else None,
        flooded=_count_floods(counts, known, limits),
    )


def _count_floods(
    counts: Sequence[DayCount], known: Mapping[int, int], limits: Thresholds
) -> np.ndarray | None:
    """Count what one network sent through open links; None where the intake counted no networks."""
    links = [each for each in counts if each.kind == ChannelKind.LINK and each.unit_id in known]
    if not any(each.most for each in links):
        return None
    most, answers = (
        np.array([getattr(each, name) for each in links]) for name in ("most", "answers")
    )
    flooded = count_flooded(most, answers, of_day=limits["network_of_day"])
    where = np.array([known[each.unit_id] for each in links])
    total: np.ndarray = np.bincount(where, weights=flooded, minlength=len(known))
    return total.astype(np.int64)


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
            weight=get_weight(flags),
        )
        for part, of_part in found.items()
        for agency, flags in sorted(of_part.items())
    ]


def get_weight(flags: Sequence[Flag]) -> float:
    """Return how far flags stand out together; several kinds weigh more than one extreme.

    What was said in private weighs the same whatever the share, so that the sum does not tell it.
    """
    weights = [1.0 if f.code in PRIVATE else min(f.measure / f.threshold, 3.0) for f in flags]
    return round(sum(weights), 4)
