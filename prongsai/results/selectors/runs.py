"""Reading runs, what was published of them, and the files of open data."""

import json
import zlib
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from prongsai.core.actor import Actor
from prongsai.core.errors import NotAllowed, NotFound
from prongsai.organizations.selectors.units import get_unit_for
from prongsai.organizations.types.units import UnitView
from prongsai.permissions.rules import can
from prongsai.results.models import AgencyScore, MarkUpload, RunFile, ScoringRun
from prongsai.results.rules.packages.layout import ARCHIVE, FILES, MANIFEST


def require_scoring(actor: Actor) -> None:
    if not can(actor, "score.run"):
        raise NotAllowed(_("เฉพาะผู้รับผิดชอบการประเมินเท่านั้นที่ดูการคำนวณคะแนนได้"))


def list_runs_for(actor: Actor) -> QuerySet[ScoringRun]:
    """Return every run, the newest first, without what is long."""
    require_scoring(actor)
    rows = ScoringRun.objects.select_related("publication").defer("framework_text")
    return rows.order_by("-pk")


def get_run_for(actor: Actor, run_id: int) -> ScoringRun:
    run = list_runs_for(actor).filter(pk=run_id).first()
    if run is None:
        raise NotFound
    return run


def list_uploads_for(actor: Actor) -> QuerySet[MarkUpload]:
    require_scoring(actor)
    return MarkUpload.objects.order_by("-pk")


def list_editions() -> QuerySet[ScoringRun]:
    """Return the published runs for everybody, the newest first."""
    rows = ScoringRun.objects.filter(publication__isnull=False).select_related("publication")
    return rows.defer("framework_text").order_by("-fiscal_year", "framework", "-number")


def get_edition(framework: str, number: int) -> ScoringRun:
    run = list_editions().filter(framework=framework, number=number).first()
    if run is None:
        raise NotFound
    return run


def find_edition(framework: str, number: int | None = None) -> ScoringRun:
    """The published run of that number, else the newest published one of a framework."""
    if number is not None:
        return get_edition(framework, number)
    run = list_editions().filter(framework=framework).first()
    if run is None:
        raise NotFound(_("ยังไม่มีผลที่ประกาศจากการคำนวณในระบบของกรอบการประเมินนี้"))
    return run


def list_files(run: ScoringRun) -> list[str]:
    return [MANIFEST, *FILES]


def read_file(run: ScoringRun, path: str) -> Iterator[bytes]:
    """The bytes of a file, piece by piece."""
    if path not in list_files(run):
        raise NotFound
    return _read_pieces(run, path)


def read_archive(run: ScoringRun) -> Iterator[bytes]:
    """All files as the ZIP that was made of them with the run, piece by piece."""
    return _read_pieces(run, ARCHIVE)


def _read_pieces(run: ScoringRun, path: str) -> Iterator[bytes]:
    pieces = RunFile.objects.filter(run=run, path=path).order_by("number")
    for number in pieces.values_list("number", flat=True):
        yield bytes(pieces.values_list("content", flat=True).get(number=number))


def get_explanation_for(
    actor: Actor, code: str, *, year: int
) -> tuple[UnitView, AgencyScore, dict[str, Any]]:
    """Return an agency in the actor's area, its newest published score and the reasons."""
    unit = get_unit_for(actor, code)
    rows = AgencyScore.objects.filter(
        unit_id=unit.id, run__fiscal_year=year, run__publication__isnull=False
    )
    score = rows.select_related("run__publication").order_by("-run__number").first()
    if score is None:
        raise NotFound
    tree: dict[str, Any] = json.loads(zlib.decompress(bytes(score.explanation)))
    return unit, score, tree


def list_explained_years(unit_id: int) -> list[int]:
    """The years of a unit whose reasons are open."""
    rows = AgencyScore.objects.filter(unit_id=unit_id, run__publication__isnull=False)
    return sorted({*rows.values_list("run__fiscal_year", flat=True)}, reverse=True)
