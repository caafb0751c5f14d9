"""Taking over rows of a checked table, all or some, in one transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from prongsai.audit import services as audit
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, Invalid, NotFound
from prongsai.organizations.models import (
    ImportBatch,
    ImportRow,
    UnitDomain,
    UnitProfile,
    UnitRelation,
    UnitVersion,
)
from prongsai.organizations.rules.table import make_spec
from prongsai.organizations.selectors.imports import require_import
from prongsai.organizations.selectors.known import list_latest_relations, list_latest_versions
from prongsai.organizations.services.bulk import add_units
from prongsai.organizations.services.checks import judge_table, revive_row
from prongsai.organizations.services.timeline import Timeline, lock_tree, make_event
from prongsai.organizations.types.imports import (
    ImportAction,
    ImportColumn,
    ImportState,
    Verdict,
)
from prongsai.organizations.types.units import Decision, EventKind, EventPart, RelationKind

C = ImportColumn
BATCH = 2000
# Which column of the table is which field of a version.
FIELDS = {
    C.NAME_TH: "name_th",
    C.NAME_EN: "name_en",
    C.CLASS: "unit_class",
    C.SIZE: "size",
    C.PLACE: "place_code",
}
NAMES = frozenset({C.NAME_TH, C.NAME_EN})


@transaction.atomic
def apply_import(actor: Actor, *, code: str, numbers: Collection[int] | None = None) -> int:
    """Take over the rows with these NUMBERS (all without errors) and return how many.

    Refused if anything that the rows touch has changed since the check: nothing is taken over
    that nobody has seen.
    """
    batch = get_own_batch(actor, code)
    if batch.state != ImportState.CHECKED:
        raise Conflict(_("ไฟล์นี้นำเข้าไปแล้ว กรุณาตรวจไฟล์ใหม่ถ้าต้องการนำเข้าอีกครั้ง"))
    lock_tree()
    rows = _choose_rows(batch, numbers)
    verdicts = _judge_again(batch, rows)
    work = _Work(actor, _("นำเข้าจากไฟล์ %(name)s") % {"name": batch.file_name})
    work.load(verdicts)
    work.run(verdicts)
    batch.trace = {**asdict(work.timeline.flush()), **asdict(work.extra)}
    batch.state = ImportState.APPLIED
    batch.applied_at = clock.now()
    batch.save(update_fields=["trace", "state", "applied_at"])
    ImportRow.objects.filter(pk__in=[row.pk for row in rows]).update(applied=True)
    detail = {"file": batch.file_name, "hash": batch.file_hash, "rows": len(rows)}
    audit.record(actor, verb="unit.import", target=f"import:{code}", detail=detail)
    return len(rows)


def get_own_batch(actor: Actor, code: str) -> ImportBatch:
    """Return a batch for changing it: nobody else can until this transaction ends."""
    require_import(actor)
    batch = ImportBatch.objects.select_for_update(no_key=True).filter(code=code).first()
    if batch is None:
        raise NotFound(_("ไม่พบการนำเข้านี้"))
    return batch


def _choose_rows(batch: ImportBatch, numbers: Collection[int] | None) -> list[ImportRow]:
    rows = batch.rows.filter(action__in=[ImportAction.CREATE, ImportAction.CHANGE])
    if numbers is not None:
        rows = rows.filter(number__in=set(numbers))
    chosen = list(rows.order_by("number"))
    if not chosen:
        raise Invalid(_("ไม่มีแถวที่นำเข้าได้ กรุณาเลือกอย่างน้อยหนึ่งแถว"), field="rows")
    return chosen


def _judge_again(batch: ImportBatch, rows: Sequence[ImportRow]) -> list[Verdict]:
    verdicts = judge_table([revive_row(row) for row in rows], effective_on=batch.effective_on)
    for row, verdict in zip(rows, verdicts, strict=True):
        if verdict.faults:
            fault = verdict.faults[0]
            raise Conflict(
                _("แถวที่ %(row)s นำเข้าไม่ได้: %(fault)s") % {"row": row.number, "fault": fault.text}
            )
        seen = {column: tuple(change) for column, change in row.changes.items()}
        if verdict.action != row.action or dict(verdict.changes) != seen:
            raise Conflict(
                _("ข้อมูลของแถวที่ %(row)s เปลี่ยนไปหลังจากตรวจไฟล์ กรุณาตรวจไฟล์ใหม่") % {"row": row.number}
            )
    return verdicts


@dataclass
class Extra:
    """What an import did besides the timeline, for undo."""

    units_made: list[int] = field(default_factory=list)
    websites_before: dict[int, list[Any]] = field(default_factory=dict)
    domains_before: dict[int, list[str]] = field(default_factory=dict)
    domains_after: dict[int, list[str]] = field(default_factory=dict)
    domains_made: dict[int, list[str]] = field(default_factory=dict)


class _Work:
    """One run of an import: looks everything up once, then puts row after row on the timeline."""

    def __init__(self, actor: Actor, reason: str) -> None:
        self.actor = actor
        self.reason = reason
        self.timeline = Timeline()
        self.extra = Extra()
        self.versions: dict[str, UnitVersion] = {}
        self.relations: dict[int, dict[str, UnitRelation]] = {}
        self.ids: dict[str, int] = {}

    def load(self, verdicts: Sequence[Verdict]) -> None:
        parents = {v.changes[k][1] for v in verdicts for k in RelationKind.values if k in v.changes}
        self.versions = list_latest_versions({v.row.code for v in verdicts} | parents)
        self.ids = {code: version.unit_id for code, version in self.versions.items()}
        self.relations = list_latest_relations(self.ids.values())

    def run(self, verdicts: Sequence[Verdict]) -> None:
        self._create([v for v in verdicts if v.action is ImportAction.CREATE])
        changing = [v for v in verdicts if v.action is ImportAction.CHANGE]
        for verdict in changing:
            self._change(verdict)
        self._write_websites(changing)
        self._write_domains(changing)

    def _create(self, verdicts: Sequence[Verdict]) -> None:
        if not verdicts:
            return
        specs = [make_spec(v.row.code, v.row.values, valid_from=v.on) for v in verdicts]
        made = add_units(self.timeline, specs=specs, on=verdicts[0].on)
        self.ids |= made
        self.extra.units_made = list(made.values())
        for spec in specs:
            self.extra.domains_made[made[spec.code]] = list(spec.domains)
        for verdict in verdicts:
            self._record(verdict, EventKind.CREATE, {})

    def _change(self, verdict: Verdict) -> None:
        latest = self.versions[verdict.row.code]
        fields = {FIELDS[C(c)]: verdict.changes[c][1] for c in verdict.changes if c in FIELDS}
        if fields:
            self.timeline.change_version(latest, on=verdict.on, fields=fields)
            self._record_fields(verdict)
        for kind in RelationKind.values:
            if kind in verdict.changes:
                self._move(verdict, kind)

    def _record_fields(self, verdict: Verdict) -> None:
        changed = {FIELDS[C(c)]: change for c, change in verdict.changes.items() if c in FIELDS}
        names = {name: change for name, change in changed.items() if name in NAMES}
        rest = {name: change for name, change in changed.items() if name not in NAMES}
        if names:
            self._record(verdict, EventKind.RENAME, names)
        if rest:
            self._record(verdict, EventKind.RECLASSIFY, rest)

    def _move(self, verdict: Verdict, kind: str) -> None:
        unit_id = self.ids[verdict.row.code]
        parent = verdict.changes[kind][1]
        self.timeline.set_parent(
            unit_id,
            kind=kind,
            parent_id=self.ids[parent] if parent else None,
            on=verdict.on,
            latest=self.relations.get(unit_id, {}).get(kind),
        )
        self._record(verdict, EventKind.MOVE, {kind: verdict.changes[kind]})

    def _record(self, verdict: Verdict, kind: EventKind, changes: Mapping[str, Any]) -> None:
        decision = Decision(verdict.on, self.reason)
        event = make_event(self.actor, kind=kind, decision=decision, changes=changes)
        parts = [(self.ids[verdict.row.code], EventPart.SUBJECT)]
        self.timeline.record(event, parts=parts)

    def _write_websites(self, verdicts: Sequence[Verdict]) -> None:
        wanted = {
            self.ids[v.row.code]: v.changes[C.WEBSITE][1]
            for v in verdicts
            if C.WEBSITE in v.changes
        }
        UnitProfile.objects.bulk_create(
            [UnitProfile(unit_id=unit_id) for unit_id in wanted], ignore_conflicts=True
        )
        profiles = list(UnitProfile.objects.filter(unit_id__in=wanted))
        for profile in profiles:
            profile.revision += 1
            self.extra.websites_before[profile.unit_id] = [profile.website, profile.revision]
            profile.website = wanted[profile.unit_id]
        UnitProfile.objects.bulk_update(profiles, ["website", "revision"], batch_size=BATCH)

    def _write_domains(self, verdicts: Sequence[Verdict]) -> None:
        for verdict in verdicts:
            if C.DOMAINS in verdict.changes:
                before, after = verdict.changes[C.DOMAINS]
                unit_id = self.ids[verdict.row.code]
                self.extra.domains_before[unit_id] = before.split()
                self.extra.domains_after[unit_id] = after.split()
        set_domains(self.extra.domains_after)


def set_domains(wanted: Mapping[int, Sequence[str]]) -> None:
    """Give each unit exactly these hosts."""
    UnitDomain.objects.filter(unit_id__in=wanted).delete()
    UnitDomain.objects.bulk_create(
        [UnitDomain(unit_id=unit, host=host) for unit, hosts in wanted.items() for host in hosts],
        batch_size=BATCH,
    )
