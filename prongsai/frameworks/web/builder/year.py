"""What the rules ask of agencies: disclosure items of a framework, and the year of an agency."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from prongsai.core import clock
from prongsai.core.errors import NotFound
from prongsai.core.thai_dates import fiscal_year
from prongsai.frameworks.selectors.drafts import find_worths, get_view_for
from prongsai.frameworks.selectors.packs import find_framework
from prongsai.frameworks.selectors.windows import get_target, list_states
from prongsai.frameworks.types.drafts import say
from prongsai.frameworks.types.seasons import Form
from prongsai.frameworks.types.windows import EVERYBODY, Action, Target
from prongsai.frameworks.web.builder import pages
from prongsai.frameworks.web.builder.labels import CHOICES
from prongsai.frameworks.web.seasons.targets import get_own
from prongsai.organizations.types.units import UnitClass
from prongsai.permissions.rules import can
from prongsai.scoring.rounding import write_exact, write_number
from prongsai.scoring.types.framework import Evidence, Framework, Instrument, Item, Quota
from prongsai.ui.http import Request


@dataclass(frozen=True, slots=True)
class Card:
    """One disclosure item as the staff of an agency reads it."""

    code: str
    label: str
    text: str
    worth: str
    components: Sequence[str]
    conditions: Sequence[str]


@dataclass(frozen=True, slots=True)
class Part:
    """One instrument: what it weighs, whom it asks, what it contains."""

    code: str
    name: str
    weight: str
    respondents: str
    indicators: Sequence[tuple[str, int]]
    questions: int
    groups: Sequence[tuple[str, Sequence[Card]]]


@require_safe
def disclosure(request: Request, ref: str, instrument: str) -> HttpResponse:
    """The disclosure items of any framework as agencies will see them."""
    view = get_view_for(request.actor, ref)
    found = (
        [i for i in view.framework.instruments if i.code == instrument] if view.framework else []
    )
    if not found or found[0].lines:
        raise NotFound
    part = describe(found[0], view.worths)
    crumbs = pages.list_crumbs(view, _("รายการข้อมูลที่หน่วยงานจะเห็น"))
    context = {"part": part, "card": view.card, "title": say(view.card.title), "crumbs": crumbs}
    return render(request, "frameworks/builder/disclosure.html", context)


@require_safe
def year(request: Request) -> HttpResponse:
    """This year for the reader's agency: instruments, items, samples and calendar, of it alone."""
    if not can(request.actor, "framework.view"):
        raise NotFound
    now = fiscal_year(clock.today())
    own = get_own(request.actor)
    who = get_target(own.unit_id) if own and own.unit_id else own
    form = Form.AMPHOE if who and who.unit_class == UnitClass.DISTRICT else Form.GENERAL
    framework = find_framework(form=form.value, fiscal_year=now)
    states = list_states(Action.values, who=who or EVERYBODY)
    known = [state for state in states if state.window is not None]
    context: dict[str, Any] = {
        "year": now,
        "framework": framework,
        "steps": sorted(known, key=lambda state: state.window.opens if state.window else now),
        "season_url": reverse("seasons:season", args=[known[0].season_code]) if known else "",
        "crumbs": pages.list_crumbs(None, _("กติกาของปีนี้")),
    }
    if framework:
        worths = find_worths(framework)
        context |= {
            "title": say(framework.title),
            "parts": [describe(each, worths) for each in framework.instruments],
            "bands": [_describe_band(framework, n) for n in range(len(framework.levels.bands))],
            "quotas": [_describe_quota(quota, who) for quota in framework.quotas.values()],
            "doubtful": pages.list_doubtful_rules(framework),
        }
    return render(request, "frameworks/builder/year.html", context)


def describe(instrument: Instrument, worths: Mapping[str, Any]) -> Part:
    """Return an instrument as agencies read it."""
    groups: list[tuple[str, Sequence[Card]]] = []
    if not instrument.lines:
        for indicator in instrument.indicators:
            groups += [
                (f"{group.code} {say(group.name)}", _list_cards(group.items, worths))
                for group in indicator.groups
            ]
            groups.append(
                (f"{indicator.code} {say(indicator.name)}", _list_cards(indicator.items, worths))
            )
        groups.append(("", _list_cards(instrument.items, worths)))
    return Part(
        code=instrument.code,
        name=say(instrument.name),
        weight=write_exact(instrument.weight * 100),
        respondents=say(instrument.respondents) if instrument.respondents else "",
        indicators=[
            (f"{each.code} {say(each.name)}", len(each.all_items)) for each in instrument.indicators
        ],
        questions=len(instrument.lines),
        groups=[(name, cards) for name, cards in groups if cards],
    )


def _list_cards(items: Sequence[Item], worths: Mapping[str, Any]) -> list[Card]:
    return [
        Card(
            code=item.code,
            label=say(item.label),
            text=say(item.text) if item.text != item.label else "",
            worth=write_number(worths[item.code]) if item.code in worths else "",
            components=[say(c.text) for c in item.evidence.components] if item.evidence else [],
            conditions=_list_conditions(item.evidence) if item.evidence else [],
        )
        for item in items
    ]


def _list_conditions(evidence: Evidence) -> list[str]:
    found = []
    if evidence.covers:
        found.append(_("เป็นข้อมูลของ%(when)s") % {"when": CHOICES[evidence.covers]})
    if evidence.window_months:
        found.append(_("ไม่เก่ากว่า %(months)s เดือน") % {"months": evidence.window_months})
    if evidence.own_domain:
        found.append(_("อยู่บนเว็บไซต์หลักของหน่วยงาน"))
    if evidence.machine_readable:
        found.append(_("มีไฟล์ที่โปรแกรมอ่านได้"))
    return found


def _describe_band(framework: Framework, number: int) -> tuple[str, str]:
    band = framework.levels.bands[number]
    facts = {"minimum": write_exact(band.minimum)}
    text = _("คะแนนรวมตั้งแต่ %(minimum)s") % facts
    if band.gate is not None:
        gate = _("ทุกเครื่องมือตั้งแต่ %(gate)s") % {"gate": write_exact(band.gate)}
        text = f"{text} · {gate}"
    return say(band.text), text


def _describe_quota(quota: Quota, who: Target | None) -> tuple[str, str, int | None]:
    names = [f"{who.unit_class}-{who.size}", who.unit_class] if who else []
    own = next((quota.by_class[name] for name in names if name in quota.by_class), None)
    return quota.sheet, say(quota.text), own
