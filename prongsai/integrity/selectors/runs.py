"""Runs and their findings, for those who may see them."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from prongsai.core.actor import Actor
from prongsai.core.errors import NotFound
from prongsai.integrity.models import Case, Finding, Run
from prongsai.integrity.types import Flag, RunState
from prongsai.organizations.selectors.joins import with_names
from prongsai.organizations.selectors.scopes import filter_by_reach, get_scope
from prongsai.permissions.rules import can, can_anywhere


def list_years_for(actor: Actor) -> list[int]:
    """Return the years with an ended run, the latest first."""
    if not can_anywhere(actor, "integrity.view"):
        raise NotFound
    years = Run.objects.filter(state=RunState.DONE).values_list("fiscal_year", flat=True)
    return sorted(set(years), reverse=True)


def find_latest_run(fiscal_year: int) -> Run | None:
    return Run.objects.filter(fiscal_year=fiscal_year, state=RunState.DONE).order_by("-id").first()


def find_running(fiscal_year: int) -> Run | None:
    return Run.objects.filter(fiscal_year=fiscal_year, state=RunState.QUEUED).first()


def list_findings_for(actor: Actor, *, run_id: int) -> QuerySet[Finding]:
    """Return the findings of a run in the actor's area, the most conspicuous first."""
    cases = Case.objects.filter(
        unit=OuterRef("unit"), fiscal_year=OuterRef("run__fiscal_year"), part=OuterRef("part")
    )
    rows: Any = filter_by_reach(
        Finding.objects.filter(run_id=run_id), actor=actor, verb="integrity.view"
    ).annotate(
        case_state=Subquery(cases.values("state")[:1]),
        case_decision=Subquery(cases.values("decision")[:1]),
    )
    named: QuerySet[Finding] = with_names(rows).order_by("-weight", "id")
    return named


def get_finding_for(actor: Actor, finding_id: int) -> Finding:
    """Return a finding that ACTOR may see; anything else is not there."""
    finding = Finding.objects.select_related("run").filter(pk=finding_id).first()
    if finding is None or not can(actor, "integrity.view", get_scope(finding.unit_id)):
        raise NotFound
    return finding


def read_flags(finding: Finding) -> list[Flag]:
    return [Flag(**flag) for flag in finding.flags]


def find_flag(finding: Finding, code: str) -> Flag | None:
    return next((flag for flag in read_flags(finding) if flag.code == code), None)
