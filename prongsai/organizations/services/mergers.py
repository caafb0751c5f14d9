"""Merging units into one and splitting one into several, from a day on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from prongsai.audit import services as audit
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, Invalid
from prongsai.organizations.models import UnitRelation, UnitVersion
from prongsai.organizations.selectors.names import get_unit_names
from prongsai.organizations.services.bulk import add_units
from prongsai.organizations.services.timeline import Timeline, make_event
from prongsai.organizations.services.units import (
    begin,
    end_unit,
    get_latest,
    refuse_absent,
    refuse_stranger,
)
from prongsai.organizations.types.units import Decision, EventKind, EventPart, UnitSpec


@transaction.atomic
def merge_units(
    actor: Actor, *, codes: Sequence[str], into: str | UnitSpec, decision: Decision
) -> None:
    """End units and let another, existing or new, take their place and what stood below them.

    The old codes keep their past and lead to the successor.
    """
    timeline = begin(decision)
    ending = [get_latest(actor, code) for code in dict.fromkeys(codes)]
    _refuse_merger(ending, into)
    successor = _get_successor(actor, timeline, into, decision=decision)
    gone = {version.unit_id for version in ending}
    if successor in gone:
        raise Invalid(_("หน่วยงานที่รับโอนต้องไม่ใช่หน่วยงานที่สิ้นสุด"), field="into")
    _hand_over(timeline, gone, heirs=dict.fromkeys(gone, successor), decision=decision)
    for version in ending:
        end_unit(timeline, version, decision=decision)
    _finish(actor, timeline, EventKind.MERGE, decision=decision, old=gone, new={successor})


@transaction.atomic
def split_unit(
    actor: Actor,
    *,
    code: str,
    parts: Sequence[UnitSpec],
    decision: Decision,
    survives: bool = False,
    children: Mapping[str, str] | None = None,
) -> None:
    """Make new units out of one, which ends unless it SURVIVES.

    CHILDREN names the new unit for each unit below; of a unit that ends, the rest go to the first.
    A part stands where the old unit stood, unless its description says otherwise.
    """
    timeline = begin(decision)
    if not parts:
        raise Invalid(_("กรุณาระบุหน่วยงานใหม่อย่างน้อยหนึ่งแห่ง"), field="parts")
    old = get_latest(actor, code)
    refuse_absent(old, decision)
    refuse_stranger(actor)
    parents = _get_parent_codes(old.unit_id, decision)
    specs = [_place(spec, parents=parents, decision=decision) for spec in parts]
    _refuse_under_ending(specs, code=code, survives=survives)
    _refuse_unknown_parts(specs, children or {})
    new = add_units(timeline, specs=specs, on=decision.on)
    heirs = {child: new[part] for child, part in (children or {}).items()}
    rest = None if survives else new[parts[0].code]
    _share_children(timeline, old, heirs=heirs, rest=rest, decision=decision)
    if not survives:
        end_unit(timeline, old, decision=decision)
    _finish(
        actor,
        timeline,
        EventKind.SPLIT,
        decision=decision,
        old={old.unit_id},
        new={*new.values(), *([old.unit_id] if survives else [])},
    )


def _refuse_merger(ending: Sequence[UnitVersion], into: str | UnitSpec) -> None:
    if not ending or (isinstance(into, UnitSpec) and len(ending) < 2):
        raise Invalid(_("การรวมต้องมีหน่วยงานเดิมอย่างน้อยสองแห่ง"), field="codes")
    codes = {version.unit.code for version in ending}
    if isinstance(into, UnitSpec) and codes & set(into.parents.values()):
        raise Invalid(_("ต้นสังกัดของหน่วยงานใหม่ต้องไม่ใช่หน่วยงานที่สิ้นสุด"), field="into")


def _get_successor(
    actor: Actor, timeline: Timeline, into: str | UnitSpec, *, decision: Decision
) -> int:
    if isinstance(into, UnitSpec):
        refuse_stranger(actor)
        spec = replace(into, valid_from=decision.on)
        return add_units(timeline, specs=[spec], on=decision.on)[spec.code]
    latest = get_latest(actor, into)
    refuse_absent(latest, decision)
    return latest.unit_id


def _list_relations_below(unit_ids: set[int], decision: Decision) -> Sequence[UnitRelation]:
    """Return what stands below these units on the day or will later."""
    return list(
        UnitRelation.objects.filter(parent_id__in=unit_ids)
        .filter(Q(valid_to=None) | Q(valid_to__gt=decision.on))
        .select_related("child")
    )


def _hand_over(
    timeline: Timeline, gone: set[int], *, heirs: Mapping[int, int], decision: Decision
) -> None:
    """Put everything below the units that end under their heirs; an heir itself moves up."""
    for relation in _list_relations_below(gone, decision):
        if relation.child_id in gone:
            continue
        heir: int | None = heirs[relation.parent_id]
        if heir == relation.child_id:
            heir = _find_living_parent(relation.parent_id, relation.kind, gone, decision)
        timeline.set_parent(
            relation.child_id,
            kind=relation.kind,
            parent_id=heir,
            on=decision.on,
            latest=relation,
        )


def _find_living_parent(unit_id: int, kind: str, gone: set[int], decision: Decision) -> int | None:
    """Return the nearest unit above UNIT_ID that does not end."""
    above: int | None = unit_id
    while above in gone:
        relation = UnitRelation.objects.on(decision.on).filter(child_id=above, kind=kind).first()
        above = relation.parent_id if relation else None
    return above


def _get_parent_codes(unit_id: int, decision: Decision) -> dict[str, str]:
    rows = UnitRelation.objects.on(decision.on).filter(child_id=unit_id)
    return dict(rows.values_list("kind", "parent__code"))


def _place(spec: UnitSpec, *, parents: Mapping[str, str], decision: Decision) -> UnitSpec:
    placed = {kind: code for kind, code in {**parents, **spec.parents}.items() if code}
    return replace(spec, parents=placed, valid_from=decision.on)


def _refuse_under_ending(specs: Sequence[UnitSpec], *, code: str, survives: bool) -> None:
    if not survives and any(code in spec.parents.values() for spec in specs):
        raise Invalid(_("ต้นสังกัดของหน่วยงานใหม่ต้องไม่ใช่หน่วยงานที่สิ้นสุด"), field="parts")


def _refuse_unknown_parts(specs: Sequence[UnitSpec], children: Mapping[str, str]) -> None:
    if set(children.values()) - {spec.code for spec in specs}:
        raise Invalid(_("กรุณาเลือกหน่วยงานใหม่ให้หน่วยงานในสังกัดทุกแห่ง"), field="children")


def _share_children(
    timeline: Timeline,
    old: UnitVersion,
    *,
    heirs: Mapping[str, int],
    rest: int | None,
    decision: Decision,
) -> None:
    relations = _list_relations_below({old.unit_id}, decision)
    if strangers := heirs.keys() - {relation.child.code for relation in relations}:
        raise Conflict(
            _("หน่วยงานเหล่านี้ไม่ได้อยู่ใต้หน่วยงานที่จะแยก: %(codes)s")
            % {"codes": ", ".join(sorted(strangers))}
        )
    for relation in relations:
        heir = heirs.get(relation.child.code, rest)
        if heir is not None:
            timeline.set_parent(
                relation.child_id,
                kind=relation.kind,
                parent_id=heir,
                on=decision.on,
                latest=relation,
            )


def _finish(
    actor: Actor,
    timeline: Timeline,
    kind: EventKind,
    *,
    decision: Decision,
    old: set[int],
    new: set[int],
) -> None:
    event = make_event(actor, kind=kind, decision=decision)
    parts = [
        *((unit_id, EventPart.PREDECESSOR) for unit_id in sorted(old)),
        *((unit_id, EventPart.SUCCESSOR) for unit_id in sorted(new)),
    ]
    timeline.record(event, parts=parts)
    timeline.flush()
    names = get_unit_names({*old, *new}, on=decision.on)
    audit.record(
        actor,
        verb=f"unit.{kind}",
        target=f"unit:{names[min(old)].code}",
        unit_id=min(old),
        detail={
            "on": decision.on.isoformat(),
            "reason": decision.reason,
            "from": sorted(names[unit_id].code for unit_id in old),
            "to": sorted(names[unit_id].code for unit_id in new),
        },
    )
