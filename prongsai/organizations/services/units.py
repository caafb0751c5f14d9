"""Creating, renaming, reclassifying, moving and dissolving one unit, from a day on."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from prongsai.audit import services as audit
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, Invalid, NotAllowed
from prongsai.organizations.models import UnitRelation, UnitVersion
from prongsai.organizations.rules.specs import list_faults
from prongsai.organizations.selectors.scopes import get_scope
from prongsai.organizations.services.bulk import add_units
from prongsai.organizations.services.timeline import VERSION_FIELDS, Timeline, lock_tree, make_event
from prongsai.organizations.types.units import Decision, EventKind, EventPart, UnitSpec
from prongsai.permissions.rules import NATION, Scope, can

LONGEST_REASON = 1000


@transaction.atomic
def create_unit(actor: Actor, *, spec: UnitSpec, decision: Decision) -> int:
    """Create one unit and return its id; its code is never given to another."""
    refuse_stranger(actor)
    timeline = begin(decision)
    spec = replace(spec, valid_from=decision.on)
    unit_id = add_units(timeline, specs=[spec], on=decision.on)[spec.code]
    event = make_event(actor, kind=EventKind.CREATE, decision=decision)
    timeline.record(event, parts=[(unit_id, EventPart.SUBJECT)])
    timeline.flush()
    _audit(actor, "unit.create", spec.code, unit_id, decision, {"name_th": [None, spec.name_th]})
    return unit_id


@transaction.atomic
def rename_unit(actor: Actor, *, code: str, name_th: str, name_en: str, decision: Decision) -> None:
    """Give a unit another name from a day on; earlier days keep the old one."""
    fields = {"name_th": name_th.strip(), "name_en": name_en.strip()}
    _change(actor, code=code, fields=fields, kind=EventKind.RENAME, decision=decision)


@transaction.atomic
def reclassify_unit(
    actor: Actor, *, code: str, unit_class: str, size: str, place_code: str, decision: Decision
) -> None:
    """Put a unit into another class, size or place from a day on."""
    fields = {"unit_class": unit_class, "size": size, "place_code": place_code}
    _change(actor, code=code, fields=fields, kind=EventKind.RECLASSIFY, decision=decision)


@transaction.atomic
def move_unit(actor: Actor, *, code: str, kind: str, parent_code: str, decision: Decision) -> None:
    """Put a unit under another parent in one tree, or (without a code) under none."""
    timeline = begin(decision)
    latest = get_latest(actor, code)
    refuse_absent(latest, decision)
    parent = get_latest(actor, parent_code) if parent_code else None
    if parent:
        refuse_absent(parent, decision)
    relation = get_latest_relation(latest.unit_id, kind)
    before = relation.parent_id if relation and relation.valid_to is None else None
    after = parent.unit_id if parent else None
    if before == after:
        raise Invalid(_("หน่วยงานอยู่ใต้ต้นสังกัดนี้อยู่แล้ว"), field="parent")
    timeline.set_parent(latest.unit_id, kind=kind, parent_id=after, on=decision.on, latest=relation)
    before_code = relation.parent.code if relation and before else ""
    changes = {kind: [before_code, parent_code]}
    finish(actor, timeline, latest, kind=EventKind.MOVE, decision=decision, changes=changes)


@transaction.atomic
def dissolve_unit(actor: Actor, *, code: str, decision: Decision) -> None:
    """End a unit that has nothing below it any more; its past stays."""
    timeline = begin(decision)
    latest = get_latest(actor, code)
    children = UnitRelation.objects.filter(parent_id=latest.unit_id).filter(
        Q(valid_to=None) | Q(valid_to__gt=decision.on)
    )
    if count := children.count():
        raise Conflict(
            _("ยังมีหน่วยงานในสังกัด %(count)s รายการ กรุณาย้ายไปสังกัดอื่นก่อนยุบเลิก") % {"count": count}
        )
    end_unit(timeline, latest, decision=decision)
    finish(actor, timeline, latest, kind=EventKind.DISSOLVE, decision=decision, changes={})


def begin(decision: Decision) -> Timeline:
    """Start a reorganisation: one at a time, and never without a reason."""
    if not decision.reason.strip():
        raise Invalid(_("กรุณาระบุเหตุผลหรือเลขที่ประกาศ"), field="reason")
    if len(decision.reason) > LONGEST_REASON:
        raise Invalid(_("เหตุผลยาวเกินไป กรุณาย่อให้ไม่เกิน 1,000 ตัวอักษร"), field="reason")
    lock_tree()
    return Timeline()


def get_latest(actor: Actor, code: str) -> UnitVersion:
    """Return the last version of a unit that ACTOR may reorganise."""
    rows = UnitVersion.objects.filter(unit__code=code).select_related("unit")
    latest = rows.order_by("valid_from").last()
    if latest is None:
        raise Invalid(_("ไม่พบหน่วยงานรหัส %(code)s") % {"code": code})
    refuse_stranger(actor, get_scope(latest.unit_id))
    return latest


def refuse_stranger(actor: Actor, scope: Scope = NATION) -> None:
    """Raise unless ACTOR may reorganise; new units belong to the whole nation."""
    if not can(actor, "unit.reorganise", scope):
        raise NotAllowed(_("บัญชีของท่านไม่มีสิทธิ์เปลี่ยนโครงสร้างหน่วยงาน"))


def get_latest_relation(unit_id: int, kind: str) -> UnitRelation | None:
    rows = UnitRelation.objects.filter(child_id=unit_id, kind=kind).select_related("parent")
    return rows.order_by("valid_from").last()


def refuse_absent(latest: UnitVersion, decision: Decision) -> None:
    """Raise unless the unit exists from the day of the decision on, for good."""
    first = UnitVersion.objects.filter(unit_id=latest.unit_id).earliest("valid_from")
    if latest.valid_to is not None or first.valid_from > decision.on:
        raise Conflict(_("%(name)s ไม่ได้ดำรงอยู่ในวันที่เลือก") % {"name": latest.name_th}, field="on")


def end_unit(timeline: Timeline, latest: UnitVersion, *, decision: Decision) -> None:
    """End a unit and its places in all trees."""
    timeline.end_version(latest, on=decision.on)
    relations = UnitRelation.objects.filter(child_id=latest.unit_id).filter(
        Q(valid_to=None) | Q(valid_to__gt=decision.on)
    )
    for relation in relations:
        timeline.set_parent(
            latest.unit_id, kind=relation.kind, parent_id=None, on=decision.on, latest=relation
        )


def finish(
    actor: Actor,
    timeline: Timeline,
    latest: UnitVersion,
    *,
    kind: EventKind,
    decision: Decision,
    changes: Mapping[str, Any],
) -> None:
    """Write the timeline with one event and one audit line about one unit."""
    event = make_event(actor, kind=kind, decision=decision, changes=changes)
    timeline.record(event, parts=[(latest.unit_id, EventPart.SUBJECT)])
    timeline.flush()
    _audit(actor, f"unit.{kind}", latest.unit.code, latest.unit_id, decision, changes)


def _change(
    actor: Actor, *, code: str, fields: Mapping[str, str], kind: EventKind, decision: Decision
) -> None:
    timeline = begin(decision)
    latest = get_latest(actor, code)
    before = {name: getattr(latest, name) for name in fields}
    changes = {
        name: [before[name], fields[name]] for name in fields if before[name] != fields[name]
    }
    if not changes:
        raise Invalid(_("ไม่มีข้อมูลใดเปลี่ยนจากเดิม"))
    _refuse_faults(latest, fields)
    timeline.change_version(latest, on=decision.on, fields=fields)
    finish(actor, timeline, latest, kind=kind, decision=decision, changes=changes)


def _refuse_faults(latest: UnitVersion, fields: Mapping[str, str]) -> None:
    known = {name: getattr(latest, name) for name in VERSION_FIELDS}
    for fault in list_faults(UnitSpec(code=latest.unit.code, **(known | dict(fields)))):
        raise Invalid(fault.text, field=fault.column)


def _audit(
    actor: Actor,
    verb: str,
    code: str,
    unit_id: int,
    decision: Decision,
    changes: Mapping[str, Any],
) -> None:
    detail = {
        "on": decision.on.isoformat(),
        "reason": decision.reason,
        "changes": dict(changes),
    }
    audit.record(actor, verb=verb, target=f"unit:{code}", unit_id=unit_id, detail=detail)
