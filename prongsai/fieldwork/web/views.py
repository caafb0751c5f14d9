"""Rounds for those who lead them."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Literal

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from prongsai.core.errors import NotFound
from prongsai.fieldwork.rules.rates import Rates
from prongsai.fieldwork.selectors import rounds as reading
from prongsai.fieldwork.services import rounds as writing
from prongsai.fieldwork.types import Disposition, RoundSpec
from prongsai.fieldwork.web import tables
from prongsai.fieldwork.web.forms import RoundForm
from prongsai.fieldwork.web.pages import GET_OR_POST, get_crumbs
from prongsai.frameworks.selectors.packs import get_pack, list_packs
from prongsai.organizations.selectors.units import list_units_for
from prongsai.organizations.types.units import UnitFilter, get_row_name
from prongsai.permissions.rules import can_anywhere
from prongsai.ui.forms import refusals
from prongsai.ui.http import Request
from prongsai.ui.tables import answer
from prongsai.ui.types import Bar, Crumb, Fact, Step


@require_safe
def rounds(request: Request) -> HttpResponseBase:
    _require_lead(request)
    table = tables.build_rounds(reading.list_rounds_for(request.actor))
    return answer(request, table, "fieldwork/rounds.html")


@GET_OR_POST
def create(request: Request) -> HttpResponse:
    _require_lead(request)
    wanted = UnitFilter(unit_classes=("province",))
    units = [
        (str(row.unit_id), get_row_name(row))
        for row in list_units_for(request.actor, wanted=wanted)
    ]
    form = RoundForm(request.POST or None, units=units, frameworks=_list_frameworks())
    if form.is_valid():
        given = form.cleaned_data
        spec = RoundSpec(
            *(given["name"], int(given["unit"]), given["framework"]),
            *(given["opens_on"], given["closes_on"]),
        )
        with refusals(form):
            made = writing.create_round(request.actor, spec=spec)
            messages.success(request, _("เปิดรอบแล้ว ต่อไปเพิ่มหน่วยงานและโควตา"))
            return redirect("fieldwork:agencies", made.pk)
    crumbs = [Crumb(_("งานภาคสนาม"), reverse("fieldwork:rounds")), Crumb(_("เปิดรอบ"))]
    context = {
        "form": form,
        "crumbs": crumbs,
        "title": _("เปิดรอบเก็บข้อมูลภาคสนาม"),
        "label": _("เปิดรอบ"),
    }
    return render(request, "fieldwork/form.html", context, status=422 if form.errors else 200)


@require_safe
def show(request: Request, round_id: int) -> HttpResponseBase:
    one = reading.get_round_for(request.actor, round_id)
    counts, tally, rates = reading.get_figures(one)
    progress = reading.list_progress(one)
    shares = reading.list_shares(one)
    free = reading.count_free_cases(one)
    cases = sum(counts.values())
    context = {
        "round": one,
        "steps": [] if one.closed_on else _list_steps(one, len(progress), len(shares), cases, free),
        "quota": sum(row.quota for row in progress),
        "interviews": sum(row.interviews for row in progress),
        "answers": sum(row.answers for row in progress),
        "paper": sum(row.paper for row in progress),
        "shares": tables.build_shares(shares).bind(request),
        "free": free,
        "cases": cases,
        "dispositions": [
            Bar(str(each.label), counts[each.value]) for each in Disposition if counts[each.value]
        ],
        "rates": _list_rates(rates),
        "tally": tally,
        "crumbs": [Crumb(_("งานภาคสนาม"), reverse("fieldwork:rounds")), Crumb(one.name)],
    }
    return answer(request, tables.build_progress(progress), "fieldwork/round.html", context)


def _list_steps(one: Any, agencies: int, people: int, cases: int, free: int) -> list[Step]:
    """Return what is to do before the interviewers can begin, with the first that is missing."""
    asked = [
        ("agencies", _("หน่วยงานและโควตา"), _("%(count)s แห่ง"), agencies, agencies > 0),
        ("people", _("ผู้สัมภาษณ์"), _("%(count)s คน"), people, people > 0),
        ("import", _("นำเข้ารายชื่อ"), _("%(count)s ราย"), cases, cases > 0),
        ("cases", _("มอบหมาย"), _("เหลือ %(count)s ราย"), free, cases > 0 and free == 0),
    ]
    steps: list[Step] = []
    for name, label, note, number, is_done in asked:
        is_next = not is_done and all(step.state == "done" for step in steps)
        state: Literal["done", "current", "todo"] = "current" if is_next else "todo"
        url = reverse(f"fieldwork:{name}", args=[one.pk])
        words = note % {"count": f"{number:,}"}
        steps.append(Step(label, "done" if is_done else state, url, words))
    return steps


def _list_rates(rates: Rates) -> list[Fact]:
    """Return the rates with what each is a share of."""
    rows = [
        (_("อัตราการตอบ"), "RR1", rates.response_1, _("สัมภาษณ์ครบ ต่อทุกรายที่เข้าเกณฑ์หรือยังไม่ทราบ")),
        (_("อัตราการตอบรวมบางส่วน"), "RR2", rates.response_2, _("นับรายที่ตอบบางส่วนด้วย")),
        (_("อัตราการตอบโดยประมาณ"), "RR3", rates.response_3, _("คิดรายที่ไม่ทราบตามสัดส่วนที่เข้าเกณฑ์")),
        (_("อัตราความร่วมมือ"), "COOP1", rates.cooperation, _("สัมภาษณ์ครบ ต่อรายที่พบตัว")),
        (_("อัตราการปฏิเสธ"), "REF1", rates.refusal, _("ปฏิเสธหรือยุติกลางคัน ต่อทุกราย")),
        (_("อัตราการพบตัว"), "CON1", rates.contact, _("รายที่พบตัว ต่อทุกราย")),
    ]
    return [
        Fact(f"{label} ({short})", f"{_percent(share)} · {why}")
        for label, short, share, why in rows
    ]


@GET_OR_POST
def close(request: Request, round_id: int) -> HttpResponse:
    one = reading.get_round_for(request.actor, round_id)
    if request.method == "POST":
        writing.close_round(request.actor, round_id=round_id)
        messages.success(request, _("ปิดรอบและลบหมายเลขโทรศัพท์แล้ว"))
        return redirect("fieldwork:round", round_id)
    progress = reading.list_progress(one)
    missing = sum(row.interviews - row.answers for row in progress)
    context = {"round": one, "missing": missing, "crumbs": [*get_crumbs(one), Crumb(_("ปิดรอบ"))]}
    return render(request, "fieldwork/close.html", context)


def _list_frameworks() -> list[tuple[str, str]]:
    """Return the frameworks with interviews, newest first; the first is what is offered."""
    language = get_language() or "th"
    packs = sorted((get_pack(name) for name in list_packs()), key=lambda pack: -pack.fiscal_year)
    return [
        (pack.name, pack.title.en if language == "en" else pack.title.th)
        for pack in packs
        if any(each.code == "EIT" and each.sheets for each in pack.instruments)
    ]


def _percent(share: Fraction | None) -> str:
    """Return a share in words; Decimal rounds halves up, as everywhere."""
    if share is None:
        return _("ยังคำนวณไม่ได้")
    exact = Decimal(share.numerator) * 100 / Decimal(share.denominator)
    return _("ร้อยละ %(share)s") % {"share": exact.quantize(Decimal("0.01"), ROUND_HALF_UP)}


def _require_lead(request: Request) -> None:
    if not can_anywhere(request.actor, "fieldwork.manage"):
        raise NotFound
