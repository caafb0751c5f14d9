"""Finding units, and lists of them, for somebody."""

from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import NotAllowed, NotFound
from prongsai.core.thai_text import search_key
from prongsai.organizations.models import Unit, UnitVersion
from prongsai.organizations.selectors.scopes import filter_by_reach, get_scope
from prongsai.organizations.types.units import NOT_ASSESSED, UnitFilter, UnitView
from prongsai.permissions.rules import can


def find_unit(code: str, *, on: date | None = None) -> UnitView | None:
    """Return a unit as it stands on a day: its last state after its end, its first before it."""
    day = on or clock.today()
    versions = list(
        UnitVersion.objects.filter(unit__code=code).select_related("unit").order_by("valid_from")
    )
    if not versions:
        return None
    begun = [version for version in versions if version.valid_from <= day]
    return make_view(begun[-1] if begun else versions[0], day=day)


def get_unit(code: str, *, on: date | None = None) -> UnitView:
    """Return a unit without asking who wants to know: for services and other apps."""
    unit = find_unit(code, on=on)
    if unit is None:
        raise NotFound(_("ไม่พบหน่วยงานนี้"))
    return unit


def get_unit_for(
    actor: Actor, code: str, *, verb: str = "unit.view", on: date | None = None
) -> UnitView:
    """Return a unit that ACTOR may do VERB to; one that the actor may not see is not found."""
    unit = get_unit(code, on=on)
    scope = get_scope(unit.id, on=on)
    if not can(actor, "unit.view", scope):
        raise NotFound(_("ไม่พบหน่วยงานนี้"))
    if not can(actor, verb, scope):
        raise NotAllowed(_("บัญชีของท่านไม่มีสิทธิ์ทำรายการนี้กับหน่วยงานนี้"))
    return unit


def list_units_for(
    actor: Actor, *, wanted: UnitFilter | None = None, on: date | None = None
) -> QuerySet[UnitVersion]:
    """Return the units that ACTOR may see as they stand on a day, in dictionary order.

    Rows are versions annotated with `code`; `unit_id` is the unit.
    """
    day = on or clock.today()
    rows = UnitVersion.objects.on(day).annotate(code=F("unit__code"))
    rows = rows.filter(_matches(wanted or UnitFilter(), day)).order_by("sort_key", "id")
    return filter_by_reach(rows, actor=actor, verb="unit.view", on=day)


def list_assessed_for(actor: Actor) -> QuerySet[UnitVersion]:
    """Return the assessed units that ACTOR may see today, bare and in no order: to be counted."""
    rows = UnitVersion.objects.on().exclude(unit_class__in=NOT_ASSESSED)
    return filter_by_reach(rows, actor=actor, verb="unit.view")


def list_existing() -> QuerySet[UnitVersion, Any]:
    """Return the ids of the units that exist today, for the queries of other apps."""
    return UnitVersion.objects.on().values("unit_id")


def list_unit_ids(codes: list[str]) -> dict[str, int]:
    """Return the ids of the units that exist among CODES."""
    return dict(Unit.objects.filter(code__in=codes).values_list("code", "id"))


def make_view(version: UnitVersion, *, day: date) -> UnitView:
    """Return VERSION as other rooms and apps may hold it."""
    return UnitView(
        id=version.unit_id,
        code=version.unit.code,
        name_th=version.name_th,
        name_en=version.name_en,
        unit_class=version.unit_class,
        size=version.size,
        place_code=version.place_code,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        exists=version.is_in_force(day),
    )


def _matches(wanted: UnitFilter, day: date) -> Q:
    condition = Q()
    if wanted.unit_classes:
        condition &= Q(unit_class__in=wanted.unit_classes)
    if wanted.size:
        condition &= Q(size=wanted.size)
    if wanted.place_code:
        condition &= Q(place_code__startswith=wanted.place_code)
    key = search_key(wanted.text)
    if key:
        condition &= Q(search_key__contains=key) | Q(unit__code__istartswith=wanted.text.strip())
    return condition
