"""Taking an import back: exactly what it did, or not at all."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from prongsai.audit import services as audit
from prongsai.core import clock, request_cache
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, Invalid
from prongsai.organizations.models import (
    Unit,
    UnitDomain,
    UnitEvent,
    UnitEventPart,
    UnitProfile,
    UnitRelation,
    UnitVersion,
)
from prongsai.organizations.services.imports import get_own_batch, set_domains
from prongsai.organizations.services.timeline import (
    VERSION_FIELDS,
    lock_tree,
    refuse_cycles,
    seal_version,
)
from prongsai.organizations.types.imports import ImportState

BATCH = 2000
# Rows about a new unit that an import writes itself; anything else was added by somebody later.
OWN = (UnitVersion, UnitRelation, UnitEventPart, UnitProfile, UnitDomain)

Trace = Mapping[str, Any]


@transaction.atomic
def undo_import(actor: Actor, *, code: str, reason: str) -> None:
    """Take back everything that an import did; refused if later changes build on it."""
    batch = get_own_batch(actor, code)
    if batch.state != ImportState.APPLIED:
        raise Conflict(_("ยกเลิกได้เฉพาะการนำเข้าที่มีผลอยู่"))
    if not reason.strip():
        raise Invalid(_("กรุณาระบุเหตุผลที่ยกเลิก"), field="reason")
    lock_tree()
    _refuse_later_changes(batch.trace)
    _take_back_events(batch.trace)
    _take_back_relations(batch.trace)
    _take_back_versions(batch.trace)
    _take_back_profiles(batch.trace)
    _take_back_units(batch.trace)
    _refuse_broken(batch.trace)
    batch.state = ImportState.UNDONE
    batch.undone_at = clock.now()
    batch.undo_reason = reason.strip()
    batch.save(update_fields=["state", "undone_at", "undo_reason"])
    batch.rows.filter(applied=True).update(applied=False)
    detail = {"file": batch.file_name, "reason": reason.strip()}
    audit.record(actor, verb="unit.import_undo", target=f"import:{code}", detail=detail)


def _refuse_later_changes(trace: Trace) -> None:
    _refuse_later_events(trace)
    _refuse_later_mergers(trace)
    made = trace["units_made"]
    moved_in = UnitRelation.objects.filter(parent_id__in=made).exclude(
        pk__in=trace["relations_made"]
    )
    _refuse(_("มีหน่วยงานอื่นย้ายเข้ามาอยู่ใต้หน่วยงานที่นำเข้า"), moved_in.values_list("parent_id", flat=True))
    edited = [
        profile.unit_id
        for profile in UnitProfile.objects.filter(unit_id__in=trace["websites_before"])
        if profile.revision != trace["websites_before"][str(profile.unit_id)][1]
    ]
    _refuse(_("มีการแก้ไขข้อมูลติดต่อหลังการนำเข้า"), edited)
    hosts = {**trace["domains_after"], **trace["domains_made"]}
    _refuse(_("มีการแก้ไขโดเมนหลังการนำเข้า"), _list_changed_domains(hosts))
    new_profiles = UnitProfile.objects.filter(unit_id__in=made, revision__gt=1)
    _refuse(_("มีการแก้ไขข้อมูลติดต่อหลังการนำเข้า"), new_profiles.values_list("unit_id", flat=True))
    for relation in Unit._meta.related_objects:
        if relation.related_model not in OWN:
            name = relation.field.name
            rows = relation.related_model._base_manager.filter(**{f"{name}__in": made})
            _refuse(_("มีข้อมูลอื่นผูกกับหน่วยงานที่นำเข้าแล้ว"), rows.values_list(name, flat=True))


def _refuse_later_events(trace: Trace) -> None:
    """Refuse if anything happened since to a unit that the import changed."""
    own = set(trace["events"])
    units = UnitEventPart.objects.filter(event_id__in=own).values("unit_id")
    later = UnitEventPart.objects.filter(unit_id__in=units, event_id__gt=max(own, default=0))
    _refuse(
        _("มีการเปลี่ยนแปลงโครงสร้างหลังการนำเข้า"),
        later.exclude(event_id__in=own).values_list("unit_id", flat=True),
    )


def _refuse_later_mergers(trace: Trace) -> None:
    """Refuse if what an import put under a unit has since been handed to another."""
    ids = [*trace["relations_made"], *(int(pk) for pk in trace["relations_before"])]
    handed_on = UnitRelation.objects.filter(pk__in=ids).exclude(valid_to=None)
    why = _("หน่วยงานที่เป็นต้นสังกัดถูกรวมหรือแยกหลังการนำเข้า")
    _refuse(why, handed_on.values_list("child_id", flat=True))


def _refuse_broken(trace: Trace) -> None:
    """Refuse if what is restored would stand under a unit that has ended, or under itself."""
    ids = [*trace["relations_ended"], *(int(pk) for pk in trace["relations_before"])]
    dropped = [child for child, *_rest in trace["relations_dropped"]]
    relations = UnitRelation.objects.filter(Q(pk__in=ids) | Q(child_id__in=dropped), valid_to=None)
    orphans = relations.exclude(parent__versions__valid_to=None)
    _refuse(_("ต้นสังกัดเดิมสิ้นสุดไปแล้ว"), orphans.values_list("child_id", flat=True))
    refuse_cycles(list(relations))


def _list_changed_domains(after: Mapping[str, Sequence[str]]) -> list[int]:
    now: dict[str, list[str]] = {unit_id: [] for unit_id in after}
    rows = UnitDomain.objects.filter(unit_id__in=after).values_list("unit_id", "host")
    for unit_id, host in rows:
        now[str(unit_id)].append(host)
    return [int(unit_id) for unit_id in after if sorted(now[unit_id]) != sorted(after[unit_id])]


def _refuse(why: str, unit_ids: Iterable[int]) -> None:
    ids = sorted(set(unit_ids))
    if ids:
        codes = Unit.objects.filter(pk__in=ids[:10]).order_by("code").values_list("code", flat=True)
        raise Conflict(
            _("ยกเลิกไม่ได้: %(why)s (%(count)s หน่วยงาน เช่น %(codes)s)")
            % {"why": why, "count": len(ids), "codes": ", ".join(codes)}
        )


def _take_back_events(trace: Trace) -> None:
    UnitEventPart.objects.filter(event_id__in=trace["events"]).delete()
    UnitEvent.objects.filter(pk__in=trace["events"]).delete()


def _take_back_relations(trace: Trace) -> None:
    UnitRelation.objects.filter(pk__in=trace["relations_made"]).delete()
    UnitRelation.objects.filter(pk__in=trace["relations_ended"]).update(valid_to=None)
    before = {int(pk): parent for pk, parent in trace["relations_before"].items()}
    relations = list(UnitRelation.objects.filter(pk__in=before))
    for relation in relations:
        relation.parent_id = before[relation.pk]
    UnitRelation.objects.bulk_update(relations, ["parent"], batch_size=BATCH)
    UnitRelation.objects.bulk_create(
        [
            UnitRelation(
                child_id=child, kind=kind, parent_id=parent, valid_from=date.fromisoformat(first)
            )
            for child, kind, parent, first in trace["relations_dropped"]
        ]
    )
    request_cache.forget()


def _take_back_versions(trace: Trace) -> None:
    UnitVersion.objects.filter(pk__in=trace["versions_made"]).delete()
    UnitVersion.objects.filter(pk__in=trace["versions_ended"]).update(valid_to=None)
    before = trace["versions_before"]
    versions = list(UnitVersion.objects.filter(pk__in=[int(pk) for pk in before]))
    for version in versions:
        for name, value in before[str(version.pk)].items():
            setattr(version, name, value)
        seal_version(version)
    UnitVersion.objects.bulk_update(
        versions, [*VERSION_FIELDS, "sort_key", "search_key"], batch_size=BATCH
    )


def _take_back_profiles(trace: Trace) -> None:
    before = trace["websites_before"]
    profiles = list(UnitProfile.objects.filter(unit_id__in=[int(unit_id) for unit_id in before]))
    for profile in profiles:
        profile.website = before[str(profile.unit_id)][0]
        profile.revision += 1
    UnitProfile.objects.bulk_update(profiles, ["website", "revision"], batch_size=BATCH)
    set_domains({int(unit_id): hosts for unit_id, hosts in trace["domains_before"].items()})


def _take_back_units(trace: Trace) -> None:
    made = trace["units_made"]
    UnitDomain.objects.filter(unit_id__in=made).delete()
    UnitProfile.objects.filter(unit_id__in=made).delete()
    Unit.objects.filter(pk__in=made).delete()
