"""The tree as of a day: roots, children, and what stands above a unit."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import NotFound
from prongsai.organizations.models import UnitRelation, UnitVersion
from prongsai.organizations.models.periods import on_day
from prongsai.organizations.selectors.names import get_unit_names
from prongsai.organizations.selectors.scopes import filter_by_reach
from prongsai.organizations.selectors.units import get_unit_for
from prongsai.organizations.types.units import RelationKind, UnitName


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of the tree."""

    id: int
    code: str
    name: UnitName
    unit_class: str
    has_children: bool


@dataclass(frozen=True, slots=True)
class Above:
    """A unit that stands above another in one of the three trees."""

    kind: str
    parent: UnitName
    since: date


def list_roots_for(actor: Actor, *, kind: str, on: date | None = None) -> list[Branch]:
    """Return the top of the actor's part of one tree: units without a visible parent there.

    Units that have neither a parent nor children in this tree are left out.
    """
    day = on or clock.today()
    visible = filter_by_reach(UnitVersion.objects.on(day), actor=actor, verb="unit.view", on=day)
    parents = _relations(kind, day).filter(
        child_id=OuterRef("unit_id"), parent_id__in=visible.values("unit_id")
    )
    children = _relations(kind, day).filter(parent_id=OuterRef("unit_id"))
    tops = visible.filter(~Exists(parents)).annotate(has_children=Exists(children))
    return _list_branches(tops.filter(Q(has_children=True) | Q(unit_id=actor.unit_id)))


def list_children_for(
    actor: Actor, code: str, *, kind: str, on: date | None = None
) -> list[Branch]:
    """Return what lies directly below a unit that the actor may see."""
    if kind not in RelationKind.values:
        raise NotFound(_("ไม่มีโครงสร้างนี้"))
    day = on or clock.today()
    unit = get_unit_for(actor, code, on=day)
    below = _relations(kind, day).filter(parent_id=unit.id)
    children = _relations(kind, day).filter(parent_id=OuterRef("unit_id"))
    rows = UnitVersion.objects.on(day).filter(unit_id__in=below.values("child_id"))
    visible = filter_by_reach(rows, actor=actor, verb="unit.view", on=day)
    return _list_branches(visible.annotate(has_children=Exists(children)))


def list_children(unit_id: int, *, on: date | None = None) -> list[UnitName]:
    """Return the units directly below this one in any tree, in dictionary order."""
    day = on or clock.today()
    rows = UnitRelation.objects.on(day).filter(parent_id=unit_id)
    ids = set(rows.values_list("child_id", flat=True))
    versions = UnitVersion.objects.on(day).filter(unit_id__in=ids).order_by("sort_key", "id")
    names = get_unit_names(ids, on=day)
    return [names[child] for child in versions.values_list("unit_id", flat=True)]


def list_above(unit_id: int, *, on: date | None = None) -> list[Above]:
    """Return the direct parents of a unit on a day, one for each tree in which it stands."""
    rows = list(
        UnitRelation.objects.filter(on_day(on or clock.today()), child_id=unit_id).order_by("kind")
    )
    names = get_unit_names({row.parent_id for row in rows}, on=on)
    return [Above(row.kind, names[row.parent_id], row.valid_from) for row in rows]


def _relations(kind: str, day: date) -> QuerySet[UnitRelation]:
    return UnitRelation.objects.filter(on_day(day), kind=kind)


def _list_branches(rows: QuerySet[UnitVersion]) -> list[Branch]:
    return [
        Branch(
            id=row.unit_id,
            code=row.unit.code,
            name=UnitName(row.unit_id, row.unit.code, row.name_th, row.name_en),
            unit_class=row.unit_class,
            has_children=row.has_children,  # type: ignore[attr-defined]
        )
        for row in rows.select_related("unit").order_by("sort_key", "id")
    ]
