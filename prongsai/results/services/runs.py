"""Scoring a year and form: ordered by a person, done by a worker, never changed afterwards."""

import hashlib
import json
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from prongsai.audit.services import record
from prongsai.core import clock, jobs
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, Invalid, NotAllowed
from prongsai.frameworks.selectors.packs import get_pack, list_packs, read_pack_text
from prongsai.permissions.rules import can
from prongsai.results.gateways.folders import Edition, write_archive, write_package
from prongsai.results.models import AgencyScore, RunFile, ScoringRun
from prongsai.results.rules.packages.explaining import explain_openly, list_open_notices
from prongsai.results.rules.packages.layout import ARCHIVE, FILES, MANIFEST
from prongsai.results.rules.packages.opening import Opened, open_agency
from prongsai.results.rules.packages.writing import Rows, describe_open, list_rows
from prongsai.results.rules.runs import InputHash
from prongsai.results.selectors.inputs import Inputs, load_inputs
from prongsai.results.types import RunState
from prongsai.scoring.nation import score_nation
from prongsai.scoring.report import describe_score
from prongsai.scoring.run import ENGINE_VERSION
from prongsai.scoring.types.framework import Framework
from prongsai.scoring.types.result import Score

BATCH = 500
PIECE = 1 << 19


@transaction.atomic
def order_run(actor: Actor, *, framework: str, note: str = "") -> int:
    """Order a run; a worker does it, and the page tells when it is done."""
    if not can(actor, "score.run"):
        raise NotAllowed(_("เฉพาะผู้รับผิดชอบการประเมินเท่านั้นที่สั่งคำนวณคะแนนได้"))
    run = create_run(actor, framework=framework, note=note)
    jobs.after_commit("results.tasks.score", id=run.pk)
    return run.pk


@transaction.atomic
def create_run(actor: Actor, *, framework: str, note: str = "") -> ScoringRun:
    """Freeze framework, threshold and version of the engine under the next number."""
    if framework not in list_packs():
        raise Invalid(_("ไม่มีกรอบการประเมินนี้"), field="framework")
    if ScoringRun.objects.filter(framework=framework, state=RunState.WAITING).exists():
        raise Conflict(_("กรอบการประเมินนี้กำลังคำนวณอยู่ โปรดรอให้เสร็จก่อน"))
    pack = get_pack(framework)
    last = ScoringRun.objects.filter(framework=framework).aggregate(last=Max("number"))["last"]
    run = ScoringRun.objects.create(
        framework=framework,
        fiscal_year=pack.fiscal_year,
        number=(last or 0) + 1,
        note=note.strip(),
        made_by_id=actor.user_id,
        made_by_name=actor.name,
        framework_hash=pack.digest,
        framework_text=read_pack_text(framework),
        engine_version=ENGINE_VERSION,
        threshold=settings.SURVEYS_LEAST_GROUP,
    )
    detail = {"framework": framework, "number": run.number, "note": run.note}
    record(actor, verb="score.order", target=f"run:{run.pk}", detail=detail)
    return run


def score_run(actor: Actor, *, run_id: int) -> bool:
    """Do an ordered run: all of it or nothing; one that is finished stays as it is."""
    try:
        with transaction.atomic():
            run = _lock(run_id)
            if run.state != RunState.WAITING:
                return False
            _score(run)
            _finish(actor, run, RunState.DONE)
    except Conflict as error:
        with transaction.atomic():
            run = _lock(run_id)
            run.problem = error.message[:500]
            _finish(actor, run, RunState.FAILED)
        return False
    return True


def _lock(run_id: int) -> ScoringRun:
    return ScoringRun.objects.select_for_update(no_key=True).get(pk=run_id)


def _finish(actor: Actor, run: ScoringRun, state: RunState) -> None:
    run.state = state.value
    run.finished_at = clock.now()
    run.save()
    detail = {
        "framework": run.framework_hash,
        "input": run.input_hash,
        "data": run.data_hash,
        "engine": run.engine_version,
        "agencies": run.agencies,
        "problem": run.problem,
    }
    record(actor, verb=f"score.{state.value}", target=f"run:{run.pk}", detail=detail)


def _score(run: ScoringRun) -> None:
    framework = get_pack(run.framework)
    if framework.digest != run.framework_hash:
        raise Conflict(_("กรอบการประเมินเปลี่ยนไปหลังสั่งคำนวณ ให้สั่งคำนวณใหม่"))
    inputs = load_inputs(framework)
    if not inputs.units:
        raise Conflict(_("ยังไม่มีคำตอบที่เปิดผนึกแล้วหรือคะแนนรายข้อของกรอบการประเมินนี้"))
    writer = _Writer(run, framework, inputs)
    with tempfile.TemporaryDirectory(prefix="prongsai-run-") as name:
        folder = Path(name)
        edition = Edition(framework, run.framework_text, run.number, run.threshold)
        facts = write_package(folder, edition, writer.list_agencies())
        run.data_hash = facts.data_hash
        run.package_hash = hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
        write_archive(folder, run.created_at)
        RunFile.objects.bulk_create(_list_pieces(run, folder), batch_size=8)
    run.input_hash = writer.input_hash.hexdigest
    run.agencies, run.states, run.levels = len(inputs.units), writer.states, writer.levels


class _Writer:
    """Scores agency after agency, stores each and hands on what of it is open."""

    def __init__(self, run: ScoringRun, framework: Framework, inputs: Inputs) -> None:
        self._run, self._framework, self._inputs = run, framework, inputs
        self.input_hash = InputHash()
        self.states: Counter[str] = Counter()
        self.levels: Counter[str] = Counter()

    def list_agencies(self) -> Iterator[Rows]:
        scores = score_nation(self._framework, self._inputs.agencies, self._inputs.sheets)
        numbered = zip(self._inputs.units, self._inputs.names, scores, strict=True)
        while batch := list(islice(numbered, BATCH)):
            rows = []
            for unit, named, score in batch:
                self._count(score)
                opened = open_agency(score, threshold=self._run.threshold)
                rows.append(make_row(self._run, unit, score, opened))
                yield list_rows(named, score, opened)
            AgencyScore.objects.bulk_create(rows)

    def _count(self, score: Score) -> None:
        self.input_hash.add(score.given)
        self.states[score.state.value] += 1
        if score.grade.level:
            self.levels[score.grade.level.code] += 1


def make_row(run: ScoringRun, unit: int, score: Score, opened: Opened) -> AgencyScore:
    """What is kept of an agency: figures, notices and the tree, as far as they may be open."""
    told = describe_score(score)
    tree = json.dumps(explain_openly(score, opened), ensure_ascii=False)
    return AgencyScore(
        run=run,
        unit_id=unit,
        total=None if told["total"] is None else Decimal(told["total"]),
        level=told["level"]["code"] if told["level"] else "",
        state=told["state"],
        instruments={
            code: part["score"] for code, part in told["instruments"].items() if part["score"]
        },
        indicators={c: value for c, value in describe_open(score, opened).items() if value},
        notices=list_open_notices(score, opened),
        explanation=zlib.compress(tree.encode(), 6),
    )


def _list_pieces(run: ScoringRun, folder: Path) -> Iterable[RunFile]:
    for path in (MANIFEST, *FILES, ARCHIVE):
        with (folder / path).open("rb") as file:
            for number, content in enumerate(iter(lambda: file.read(PIECE), b"")):
                yield RunFile(run=run, path=path, number=number, content=content)
