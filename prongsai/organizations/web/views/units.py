"""Pages that show units: the list, the tree, one unit, all as of a day."""

from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from prongsai.audit.services import record
from prongsai.organizations.selectors.places import get_place_path, list_provinces
from prongsai.organizations.selectors.profiles import get_profile
from prongsai.organizations.selectors.profiles import list_divisions as select_divisions
from prongsai.organizations.selectors.scopes import get_scope
from prongsai.organizations.selectors.tree import (
    Branch,
    list_above,
    list_children_for,
    list_roots_for,
)
from prongsai.organizations.selectors.units import get_unit_for, list_units_for
from prongsai.organizations.types.units import RelationKind, UnitClass, UnitView
from prongsai.organizations.web.days import read_day, write_day
from prongsai.organizations.web.events import list_unit_events
from prongsai.organizations.web.tables import build_units
from prongsai.permissions.rules import can
from prongsai.ui.http import Request
from prongsai.ui.tables import answer
from prongsai.ui.types import Crumb, Fact, Node, Tab


@require_safe
def list_units(request: Request) -> HttpResponseBase:
    """The units of the actor's area as of a day."""
    day, problem = read_day(request)

    def on_export(file_format: str, count: int) -> None:
        detail = {"format": file_format, "rows": count, "on": day.isoformat()}
        record(request.actor, verb="unit.export", target="units", detail=detail)

    rows = list_units_for(request.actor, on=day)
    table = build_units(rows, day=day, provinces=list_provinces(), on_export=on_export)
    context = {
        "day": day,
        "day_text": request.GET.get("on", ""),
        "problem": problem,
        "may_import": can(request.actor, "unit.import"),
        "may_reorganise": can(request.actor, "unit.reorganise"),
    }
    return answer(request, table, "organizations/list.html", context)


@require_safe
def show_tree(request: Request) -> HttpResponse:
    """One of the three trees, as of a day; branches load when they are opened."""
    day, problem = read_day(request)
    asked = request.GET.get("kind", "")
    kind = asked if asked in RelationKind.values else RelationKind.GEOGRAPHY.value
    roots = list_roots_for(request.actor, kind=kind, on=day)
    on = write_day(day)
    context = {
        "day": day,
        "day_text": request.GET.get("on", ""),
        "problem": problem,
        "kind": kind,
        "nodes": _make_roots(request, roots, kind=kind, day=day),
        "tabs": [
            Tab(str(label), "?" + urlencode({"kind": value, "on": on}), value == kind)
            for value, label in RelationKind.choices
        ],
    }
    return render(request, "organizations/tree.html", context)


@require_safe
def list_below(request: Request, code: str) -> HttpResponse:
    """What lies below a unit: a fragment for the tree, a page without a script."""
    day, _problem = read_day(request)
    kind = request.GET.get("kind", RelationKind.GEOGRAPHY.value)
    branches = list_children_for(request.actor, code, kind=kind, on=day)
    nodes = [_make_node(branch, kind=kind, day=day) for branch in branches]
    if request.htmx:
        return render(request, "ui/components/tree_nodes.html", {"nodes": nodes})
    unit = get_unit_for(request.actor, code, on=day)
    context = {"unit": unit, "day": day, "nodes": nodes, "crumbs": _crumbs(unit)}
    return render(request, "organizations/below.html", context)


@require_safe
def show_unit(request: Request, code: str) -> HttpResponse:
    """One unit as of a day, with its history."""
    day, problem = read_day(request)
    actor = request.actor
    unit = get_unit_for(actor, code, on=day)
    scope = get_scope(unit.id)
    profile = get_profile(unit.id)
    context = {
        "unit": unit,
        "day": day,
        "day_text": request.GET.get("on", ""),
        "problem": problem,
        "profile": profile,
        "facts": _list_facts(unit, day),
        "divisions": select_divisions(unit.id, on=day),
        "events": list_unit_events(unit.id),
        "may_edit": can(actor, "unit.edit_profile", scope),
        "may_divide": can(actor, "division.manage", scope),
        "may_reorganise": can(actor, "unit.reorganise", scope),
        "crumbs": _crumbs(unit, last=True),
    }
    return render(request, "organizations/unit.html", context)


def _list_facts(unit: UnitView, day: date) -> list[Fact]:
    facts = [Fact(_("รหัสหน่วยงาน"), unit.code), Fact(_("ประเภท"), unit.class_label)]
    if unit.place_code:
        place = " › ".join(get_place_path(unit.place_code)) or unit.place_code
        facts.append(Fact(_("ที่ตั้ง"), place))
    for above in list_above(unit.id, on=day):
        label = str(RelationKind(above.kind).label)
        url = reverse("organizations:unit", args=[above.parent.code])
        facts.append(Fact(label, above.parent, url))
    return facts


def _make_roots(request: Request, roots: list[Branch], *, kind: str, day: date) -> list[Node]:
    """Return the top of the tree; a single root shows its children at once."""
    nodes = [_make_node(branch, kind=kind, day=day) for branch in roots]
    if len(roots) != 1:
        return nodes
    below = list_children_for(request.actor, roots[0].code, kind=kind, on=day)
    children = [_make_node(branch, kind=kind, day=day) for branch in below]
    return [replace(nodes[0], children=children, open=True)]


def _make_node(branch: Branch, *, kind: str, day: date) -> Node:
    on = write_day(day)
    url = reverse("organizations:unit", args=[branch.code]) + (f"?on={on}" if on else "")
    below = reverse("organizations:below", args=[branch.code])
    query = urlencode({"kind": kind, "on": on} if on else {"kind": kind})
    return Node(
        label=str(branch.name),
        url=url,
        note=str(UnitClass(branch.unit_class).label),
        children_url=f"{below}?{query}" if branch.has_children else "",
    )


def _crumbs(unit: UnitView, *, last: bool = False) -> list[Crumb]:
    own = "" if last else reverse("organizations:unit", args=[unit.code])
    return [
        Crumb(pgettext("menu", "หน่วยงาน"), reverse("organizations:list")),
        Crumb(str(unit), own),
    ]
