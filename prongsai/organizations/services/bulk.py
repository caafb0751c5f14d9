"""Creating many units at once: the demo, the importer and the creation of a single unit."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _

from prongsai.audit import services as audit
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, Invalid
from prongsai.organizations.models import Unit, UnitDomain, UnitProfile
from prongsai.organizations.rules.hosts import parse_host, parse_website
from prongsai.organizations.rules.specs import list_faults
from prongsai.organizations.services.timeline import (
    VERSION_FIELDS,
    Timeline,
    lock_tree,
    make_event,
)
from prongsai.organizations.types.units import Decision, EventKind, EventPart, UnitSpec

BATCH = 2000


@transaction.atomic
def create_units(
    actor: Actor, *, specs: Sequence[UnitSpec], on: date | None = None, reason: str = ""
) -> dict[str, int]:
    """Create thousands of units with their relations in seconds; return the ids by code.

    Parents are named by code and may stand in SPECS too, in any order. A relation begins when both
    of its units exist. All or nothing; one audit line for all.
    """
    lock_tree()
    day = on or clock.today()
    timeline = Timeline()
    ids = add_units(timeline, specs=specs, on=day)
    for spec in specs:
        decision = Decision(spec.valid_from or day, reason)
        event = make_event(actor, kind=EventKind.CREATE, decision=decision)
        timeline.record(event, parts=[(ids[spec.code], EventPart.SUBJECT)])
    timeline.flush()
    audit.record(
        actor,
        verb="unit.create_many",
        target=f"units:{len(ids)}",
        detail={"count": len(ids), "first_codes": sorted(ids)[:20], "reason": reason},
    )
    return ids


def add_units(timeline: Timeline, *, specs: Sequence[UnitSpec], on: date) -> dict[str, int]:
    """Write units, profiles and hosts, and put names and relations on TIMELINE."""
    _refuse_faults(specs)
    _refuse_known(specs)
    units = Unit.objects.bulk_create([Unit(code=spec.code) for spec in specs], batch_size=BATCH)
    ids = {unit.code: unit.pk for unit in units}
    lives = {spec.code: _Life(ids[spec.code], spec.valid_from or on) for spec in specs}
    lives |= _get_lives({code for spec in specs for code in spec.parents.values()} - ids.keys())
    for spec in specs:
        life = lives[spec.code]
        fields = {name: getattr(spec, name) for name in VERSION_FIELDS}
        timeline.begin_version(life.unit_id, on=life.begins, fields=fields)
        for kind, code in spec.parents.items():
            above = lives[code]
            begins = max(life.begins, above.begins)
            timeline.link(life.unit_id, kind=kind, parent_id=above.unit_id, on=begins)
    _add_profiles(specs, ids=ids)
    return ids


@dataclass(frozen=True, slots=True)
class _Life:
    unit_id: int
    begins: date


def _get_lives(codes: set[str]) -> dict[str, _Life]:
    rows = (
        Unit.objects.filter(code__in=codes, versions__isnull=False)
        .annotate(begins=Min("versions__valid_from"))
        .annotate(living=Count("versions", filter=Q(versions__valid_to__isnull=True)))
    )
    lives = {row.code: _Life(row.pk, row.begins) for row in rows if row.living}
    if missing := codes - lives.keys():
        raise Conflict(
            _("ไม่พบหน่วยงานต้นสังกัดที่ยังดำรงอยู่: %(codes)s") % {"codes": ", ".join(sorted(missing)[:20])}
        )
    return lives


def _refuse_faults(specs: Sequence[UnitSpec]) -> None:
    for spec in specs:
        for fault in list_faults(spec):
            raise Invalid(f"{spec.code}: {fault.text}", field=fault.column)


def _refuse_known(specs: Sequence[UnitSpec]) -> None:
    codes = Counter(spec.code for spec in specs)
    twice = [code for code, count in codes.items() if count > 1]
    known = Unit.objects.filter(code__in=codes).values_list("code", flat=True)
    if taken := sorted({*twice, *known}):
        raise Conflict(
            _("รหัสหน่วยงานซ้ำ: %(codes)s") % {"codes": ", ".join(taken[:20])}, field="code"
        )


def _add_profiles(specs: Sequence[UnitSpec], *, ids: Mapping[str, int]) -> None:
    UnitProfile.objects.bulk_create(
        [
            UnitProfile(
                unit_id=ids[spec.code],
                website=parse_website(spec.website) if spec.website else "",
            )
            for spec in specs
        ],
        batch_size=BATCH,
    )
    UnitDomain.objects.bulk_create(
        [
            UnitDomain(unit_id=ids[spec.code], host=host)
            for spec in specs
            for host in sorted({parse_host(host) for host in spec.domains})
        ],
        batch_size=BATCH,
    )
