"""What the pages of one framework share: head, tabs, crumbs, faults."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.frameworks.rules.packs.edit import walk_nodes
from prongsai.frameworks.types.drafts import FrameworkView, Standing, say
from prongsai.frameworks.web.builder.labels import KINDS, get_basis
from prongsai.frameworks.web.builder.nodes import assign_faults, get_url
from prongsai.permissions.rules import can
from prongsai.scoring.types.framework import Basis, Framework, Text
from prongsai.ui.http import Request
from prongsai.ui.types import Badge, Crumb, Tab

PARTS = {
    "rules": ("rules", "sources"),
    "levels": ("levels.bands", "levels.also", "adjustments"),
    "samples": ("quotas", "attributes", "calendar"),
    "scales": ("scales",),
}


@dataclass(frozen=True, slots=True)
class FaultLine:
    """One fault with the page on which it is mended."""

    where: str
    text: str
    url: str


def get_context(request: Request, view: FrameworkView, current: str = "") -> dict[str, Any]:
    """Return what every page of a framework shows around its content."""
    return {
        "view": view,
        "card": view.card,
        "title": say(view.card.title),
        "badge": get_badge(view.card.standing),
        "tabs": list_tabs(view, current),
        "faults": list_faults(view) if view.draft else [],
        "may_edit": can(request.actor, "framework.edit"),
        "crumbs": list_crumbs(view if current else None, "" if current else say(view.card.title)),
    }


def get_badge(standing: Standing) -> Badge:
    return {
        Standing.SHIPPED: Badge("ok", str(Standing.SHIPPED.label), "lock"),
        Standing.FROZEN: Badge("ok", str(Standing.FROZEN.label), "lock"),
        Standing.DRAFT: Badge("info", str(Standing.DRAFT.label), "edit"),
        Standing.ASKED: Badge("info", str(Standing.ASKED.label), "pending"),
        Standing.RETURNED: Badge("warn", str(Standing.RETURNED.label), "undo"),
    }[standing]


def list_tabs(view: FrameworkView, current: str) -> list[Tab]:
    ref = view.card.ref

    def tab(label: str, part: str) -> Tab:
        return Tab(label, reverse("frameworks:part", args=[ref, part]), part == current)

    instruments = [tab(i["code"], i["code"]) for i in view.document["instruments"]]
    return [
        Tab(_("ภาพรวม"), reverse("frameworks:framework", args=[ref]), current == ""),
        *instruments,
        tab(_("กติกา"), "rules"),
        tab(_("ระดับ"), "levels"),
        tab(_("ตัวอย่างและปฏิทิน"), "samples"),
        tab(_("มาตรคำตอบ"), "scales"),
    ]


def list_crumbs(view: FrameworkView | None, label: str) -> list[Crumb]:
    """Return the path to a page below the list, or below a framework where one is given."""
    crumbs = [Crumb(_("กรอบการประเมิน"), reverse("frameworks:list"))]
    if view:
        url = reverse("frameworks:framework", args=[view.card.ref])
        crumbs.append(Crumb(say(view.card.title), url))
    return [*crumbs, Crumb(label)] if label else crumbs


def list_faults(view: FrameworkView) -> list[FaultLine]:
    """Return every fault of a draft in the order of its nodes."""
    assigned = assign_faults(view)
    document: Any = view.document
    return [
        FaultLine(
            " ".join([str(KINDS[spot.kind.name]), _get_code(document, spot.path)]).strip(),
            say(text),
            get_url("node", view.card.ref, spot.path),
        )
        for spot in (walk_nodes(document) if assigned else ())
        for text in assigned.get(spot.path, ())
    ]


def list_doubtful(view: FrameworkView) -> list[dict[str, Any]]:
    """Return the rules that nobody has confirmed, for the notice above a framework."""
    return [
        {"text": say(Text(rule["th"], rule["en"])), "basis": get_basis(rule["basis"])}
        for rule in view.document["rules"].values()
        if Basis(rule["basis"]).provisional
    ]


def list_doubtful_rules(framework: Framework) -> list[dict[str, Any]]:
    """Return the same of a framework that is in force."""
    return [
        {"text": say(rule.text), "basis": get_basis(rule.basis.value)}
        for rule in framework.rules.values()
        if rule.basis.provisional
    ]


def get_part(view: FrameworkView, path: tuple[str | int, ...]) -> str:
    """Return on which tab a node is shown."""
    if path[:1] == ("instruments",) and len(path) > 1 and isinstance(path[1], int):
        instruments = view.document["instruments"]
        return str(instruments[path[1]]["code"]) if path[1] < len(instruments) else ""
    for part, ways in PARTS.items():
        if any(tuple(way.split(".")) == path[: len(way.split("."))] for way in ways):
            return part
    return ""


def _get_code(document: Any, path: tuple[str | int, ...]) -> str:
    node = document
    for step in path:
        node = node[step]
    return str(node.get("code") or node.get("step") or (path[-1] if path else ""))
