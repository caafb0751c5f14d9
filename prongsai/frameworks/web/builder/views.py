"""Reading frameworks: the list, one framework, how two differ, the schema."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from prongsai.core.errors import NotFound
from prongsai.frameworks.gateways import packs as shipped
from prongsai.frameworks.rules.packs.diff import diff_frameworks
from prongsai.frameworks.selectors import drafts
from prongsai.frameworks.types.drafts import PREFIX, FrameworkCard, FrameworkView, Standing, say
from prongsai.frameworks.web.builder import pages
from prongsai.frameworks.web.builder.differences import group_differences
from prongsai.frameworks.web.builder.nodes import Section, Shower
from prongsai.permissions.rules import can
from prongsai.ui import tables
from prongsai.ui.http import Request
from prongsai.ui.tables import Column, Filter, Table


@require_safe
def framework_list(request: Request) -> HttpResponseBase:
    cards = drafts.list_cards(request.actor)
    years = sorted({card.fiscal_year for card in cards}, reverse=True)
    table = Table(
        id="frameworks",
        caption=_("กรอบการประเมิน"),
        rows=cards,
        columns=_list_columns(),
        row_key=lambda card: card.ref,
        filters=[
            Filter(
                "year",
                _("ปีงบประมาณ"),
                [(str(year), str(year)) for year in years],
                lambda rows, value: [row for row in rows if str(row.fiscal_year) == value],
            )
        ],
    )
    context = {"may_edit": can(request.actor, "framework.edit")}
    return tables.answer(request, table, "frameworks/builder/list.html", context)


@require_safe
def framework(request: Request, ref: str) -> HttpResponse:
    if ref.startswith(PREFIX) and (name := drafts.get_frozen_name(request.actor, ref)):
        return redirect("frameworks:framework", name)
    view = drafts.get_view_for(request.actor, ref)
    shower = Shower(view)
    cards = drafts.list_cards(request.actor)
    context = {
        **pages.get_context(request, view),
        "bands": shower.show_branch("levels.bands").nodes,
        "instruments": shower.show_branch("instruments", deep=False),
        "doubtful": pages.list_doubtful(view),
        "others": [card for card in cards if card.ref != ref],
        "surveys": _list_surveys(view),
    }
    return render(request, "frameworks/builder/framework.html", context)


@require_safe
def part(request: Request, ref: str, part: str) -> HttpResponse:
    view = drafts.get_view_for(request.actor, ref)
    shower = Shower(view)
    places = {i["code"]: n for n, i in enumerate(view.document["instruments"])}
    if part in places:
        sections = [Section("", [shower.show(("instruments", places[part]))])]
    elif part in pages.PARTS:
        sections = [shower.show_branch(way) for way in pages.PARTS[part]]
    else:
        raise NotFound
    context = {
        **pages.get_context(request, view, part),
        "sections": sections,
        "is_survey": part in _list_surveys(view),
        "is_disclosure": view.framework and part in places and part not in _list_surveys(view),
        "part": part,
    }
    return render(request, "frameworks/builder/part.html", context)


@require_safe
def diff(request: Request) -> HttpResponse:
    cards = drafts.list_cards(request.actor)
    known = {card.ref: card for card in cards}
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    context: dict[str, Any] = {
        "choices": [(card.ref, _name(card)) for card in cards],
        "before": before,
        "after": after,
        "crumbs": pages.list_crumbs(None, _("เทียบสองกรอบ")),
    }
    if before or after:
        if before not in known or after not in known:
            raise NotFound
        old = drafts.get_view_for(request.actor, before)
        new = drafts.get_view_for(request.actor, after)
        context |= {"old": known[before], "new": known[after]}
        context |= {"old_title": say(old.card.title), "new_title": say(new.card.title)}
        if old.framework and new.framework:
            found = diff_frameworks(old.framework, new.framework)
            groups = group_differences(found, old.framework, new.framework)
            context |= {"groups": groups, "total": len(found)}
    return render(request, "frameworks/builder/diff.html", context)


@require_safe
def schema(request: Request) -> HttpResponse:
    response = JsonResponse(
        shipped.get_schema(), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    response["Content-Disposition"] = 'attachment; filename="prongsai-framework.schema.json"'
    return response


def _list_surveys(view: FrameworkView) -> list[str]:
    """Return the instruments that ask questions."""
    if view.framework is None:
        return []
    return [i.code for i in view.framework.instruments if i.lines]


def _list_columns() -> list[Column]:
    return [
        Column(
            "title",
            _("ชื่อ"),
            kind="link",
            value=lambda card: say(card.title),
            url=lambda card: reverse("frameworks:framework", args=[card.ref]),
            note=lambda card: card.name,
        ),
        Column("fiscal_year", _("ปีงบประมาณ"), value=lambda card: str(card.fiscal_year)),
        Column(
            "standing", _("สถานะ"), kind="badge", value=lambda card: pages.get_badge(card.standing)
        ),
        Column("provisional", _("กติกาที่ยังไม่ยืนยัน"), value=_count_provisional),
        Column("digest", _("ค่าแฮช"), value=lambda card: card.digest[:12]),
    ]


def _count_provisional(card: FrameworkCard) -> str:
    return _("%(count)s จาก %(total)s ข้อ") % {"count": card.provisional, "total": card.rules}


def _name(card: FrameworkCard) -> str:
    draft = (
        "" if card.standing in (Standing.SHIPPED, Standing.FROZEN) else f" · {card.standing.label}"
    )
    return f"{say(card.title)} ({card.name}){draft}"
