"""Rounds for those who lead them."""

from fractions import Fraction

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.errors import NotFound
from prongsai.fieldwork.selectors import rounds as reading
from prongsai.fieldwork.services import cases as lists
from prongsai.fieldwork.services import rounds as writing
from prongsai.fieldwork.types import Disposition, RoundSpec
from prongsai.fieldwork.web import tables
from prongsai.fieldwork.web.forms import AgenciesForm, CallListForm, PeopleForm, RoundForm
from prongsai.frameworks.gateways.packs import get_pack, list_packs
from prongsai.organizations.selectors.units import list_units_for
from prongsai.organizations.types.units import UnitFilter
from prongsai.permissions.rules import can_anywhere
from prongsai.ui.forms import refusals
from prongsai.ui.http import Request
from prongsai.ui.tables import answer
from prongsai.ui.types import Bar, Crumb

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
DEFAULT_FRAMEWORK = "nacc-general-2569"


@require_safe
def rounds(request: Request) -> HttpResponseBase:
    _require_lead(request)
    table = tables.build_rounds(reading.list_rounds_for(request.actor))
    return answer(request, table, "fieldwork/rounds.html")


@GET_OR_POST
def create(request: Request) -> HttpResponse:
    _require_lead(request)
    wanted = UnitFilter(unit_classes=("province",))
    english = get_language() == "en"
    units = [
        (str(row.unit_id), row.name_en if english and row.name_en else row.name_th)
        for row in list_units_for(request.actor, wanted=wanted)
    ]
    form = RoundForm(
        request.POST or None,
        units=units,
        frameworks=_list_frameworks(),
        initial={"framework": DEFAULT_FRAMEWORK},
    )
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
def show(request: Request, round_id: int) -> HttpResponse:
    one = reading.get_round_for(request.actor, round_id)
    counts, tally, rates = reading.get_figures(one)
    progress = reading.list_progress(one)
    context = {
        "round": one,
        "progress": progress,
        "quota": sum(row.quota for row in progress),
        "interviews": sum(row.interviews for row in progress),
        "answers": sum(row.answers for row in progress),
        "paper": sum(row.paper for row in progress),
        "members": reading.list_members(one),
        "free": reading.count_free_cases(one),
        "cases": sum(counts.values()),
        "dispositions": [
            Bar(str(each.label), counts[each.value]) for each in Disposition if counts[each.value]
        ],
        "rates": [
            (
                _("อัตราการตอบ") + " (RR1)",
                _percent(rates.response_1),
                _("สัมภาษณ์ครบ ต่อทุกรายที่เข้าเกณฑ์หรือยังไม่ทราบ"),
            ),
            (
                _("อัตราการตอบรวมบางส่วน") + " (RR2)",
                _percent(rates.response_2),
                _("นับรายที่ตอบบางส่วนด้วย"),
            ),
            (
                _("อัตราการตอบโดยประมาณ") + " (RR3)",
                _percent(rates.response_3),
                _("คิดรายที่ไม่ทราบตามสัดส่วนที่เข้าเกณฑ์"),
            ),
            (
                _("อัตราความร่วมมือ") + " (COOP1)",
                _percent(rates.cooperation),
                _("สัมภาษณ์ครบ ต่อรายที่พบตัว"),
            ),
            (_("อัตราการปฏิเสธ") + " (REF1)", _percent(rates.refusal), _("ปฏิเสธหรือยุติกลางคัน ต่อทุกราย")),
            (_("อัตราการพบตัว") + " (CON1)", _percent(rates.contact), _("รายที่พบตัว ต่อทุกราย")),
        ],
        "tally": tally,
        "crumbs": [Crumb(_("งานภาคสนาม"), reverse("fieldwork:rounds")), Crumb(one.name)],
    }
    return render(request, "fieldwork/round.html", context)


@GET_OR_POST
def agencies(request: Request, round_id: int) -> HttpResponse:
    one = reading.get_round_for(request.actor, round_id)
    form = AgenciesForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            quotas = form.cleaned_data["agencies"]
            writing.add_agencies(request.actor, round_id=round_id, quotas=quotas)
            messages.success(request, _("บันทึกหน่วยงานและโควตาแล้ว"))
            return redirect("fieldwork:round", round_id)
    return _show_form(request, one, form, title=_("หน่วยงานและโควตา"))


@GET_OR_POST
def people(request: Request, round_id: int) -> HttpResponse:
    one = reading.get_round_for(request.actor, round_id)
    choices = reading.list_choices(reading.list_candidates(one))
    now = [str(person.user_id) for person in reading.list_members(one)]
    form = PeopleForm(request.POST or None, people=choices, initial={"people": now})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            ids = [int(each) for each in form.cleaned_data["people"]]
            writing.name_people(request.actor, round_id=round_id, person_ids=ids)
            messages.success(request, _("บันทึกพนักงานของรอบแล้ว"))
            return redirect("fieldwork:round", round_id)
    return _show_form(request, one, form, title=_("พนักงานของรอบ"))


@require_safe
def cases(request: Request, round_id: int) -> HttpResponseBase:
    one = reading.get_round_for(request.actor, round_id)
    table = tables.build_cases(
        reading.list_cases_for(request.actor, one),
        people=reading.list_members(one),
        round_id=one.pk,
    )
    crumbs = [*_crumbs(one), Crumb(_("รายชื่อสัมภาษณ์"))]
    return answer(request, table, "fieldwork/cases.html", {"round": one, "crumbs": crumbs})


@GET_OR_POST
def import_list(request: Request, round_id: int) -> HttpResponse:
    """Take a call list; lines that cannot be used are listed with the reason."""
    one = reading.get_round_for(request.actor, round_id)
    form = CallListForm(request.POST or None, request.FILES or None)
    report = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        with refusals(form):
            report = lists.import_cases(
                request.actor, round_id=round_id, data=file.read(), file_name=file.name
            )
    if report and not report.faults:
        messages.success(request, _("เพิ่มรายชื่อ %(count)s รายแล้ว") % {"count": report.added})
        return redirect("fieldwork:round", round_id)
    return _show_form(request, one, form, title=_("นำเข้ารายชื่อ"), label=_("นำเข้า"), report=report)


@require_POST
def assign(request: Request, round_id: int) -> HttpResponse:
    """Hand out the chosen cases to one person, or all free ones to everybody in turn."""
    reading.get_round_for(request.actor, round_id)
    person = request.POST.get("person", "")
    if person.isdigit():
        chosen = [int(key) for key in request.POST.getlist("selected") if key.isdigit()]
        count = lists.assign_cases(
            request.actor, round_id=round_id, case_ids=chosen, person_id=int(person)
        )
    else:
        count = lists.assign_evenly(request.actor, round_id=round_id)
    messages.success(request, _("มอบหมายแล้ว %(count)s ราย") % {"count": count})
    return redirect("fieldwork:cases" if person else "fieldwork:round", round_id)


@GET_OR_POST
def close(request: Request, round_id: int) -> HttpResponse:
    one = reading.get_round_for(request.actor, round_id)
    if request.method == "POST":
        writing.close_round(request.actor, round_id=round_id)
        messages.success(request, _("ปิดรอบและลบหมายเลขโทรศัพท์แล้ว"))
        return redirect("fieldwork:round", round_id)
    progress = reading.list_progress(one)
    missing = sum(row.interviews - row.answers for row in progress)
    context = {"round": one, "missing": missing, "crumbs": [*_crumbs(one), Crumb(_("ปิดรอบ"))]}
    return render(request, "fieldwork/close.html", context)


def _show_form(
    request: Request,
    one: object,
    form: object,
    *,
    title: str,
    label: str = "",
    report: object = None,
) -> HttpResponse:
    wrong = bool(getattr(form, "errors", None))
    context = {
        "form": form,
        "title": title,
        "label": label or _("บันทึก"),
        "report": report,
        "round": one,
        "crumbs": [*_crumbs(one), Crumb(title)],
    }
    return render(request, "fieldwork/form.html", context, status=422 if wrong else 200)


def _crumbs(one: object) -> list[Crumb]:
    return [
        Crumb(_("งานภาคสนาม"), reverse("fieldwork:rounds")),
        Crumb(str(one), reverse("fieldwork:round", args=[getattr(one, "pk", 0)])),
    ]


def _list_frameworks() -> list[tuple[str, str]]:
    packs = [(name, get_pack(name)) for name in list_packs()]
    return [
        (name, name)
        for name, pack in sorted(packs, key=lambda pair: -pair[1].fiscal_year)
        if any(each.code == "EIT" and each.sheets for each in pack.instruments)
    ]


def _percent(share: Fraction | None) -> str:
    return "–" if share is None else f"{round(float(share) * 100, 2):.2f}"


def _require_lead(request: Request) -> None:
    if not can_anywhere(request.actor, "fieldwork.manage"):
        raise NotFound
