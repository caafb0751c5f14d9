"""Paper forms: bundles, the quick entry screen, what two people keyed differently."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from prongsai.core.errors import Conflict, NotFound
from prongsai.core.numbers import find_number
from prongsai.fieldwork.selectors import paper as reading
from prongsai.fieldwork.selectors.own import list_own_rounds
from prongsai.fieldwork.selectors.rounds import get_round_for, list_progress
from prongsai.fieldwork.services import paper as writing
from prongsai.fieldwork.services.keyed_forms import list_differences
from prongsai.fieldwork.types import BundleState
from prongsai.fieldwork.web.pages import GET_OR_POST
from prongsai.fieldwork.web.paper_forms import BundleForm, PaperForm, SettleForm
from prongsai.fieldwork.web.tables import build_bundles
from prongsai.permissions.rules import can_anywhere
from prongsai.ui.forms import refusals
from prongsai.ui.http import Request
from prongsai.ui.tables import answer
from prongsai.ui.types import Crumb


@require_safe
def own(request: Request) -> HttpResponse:
    """The interviewer's desk: the app, and the paper of the rounds."""
    context = {
        "rounds": list_own_rounds(request.actor),
        "crumbs": [Crumb(_("งานภาคสนาม"))],
    }
    return render(request, "fieldwork/own.html", context)


@require_safe
def bundles(request: Request, round_id: int) -> HttpResponseBase:
    one = reading.get_round_to_key(request.actor, round_id)
    leads = _leads(request)
    table = build_bundles(
        reading.list_bundles(one),
        get_turn=lambda row: reading.get_turn(request.actor, row),
        create_url=reverse("fieldwork:bundle-create", args=[one.pk]) if leads else "",
    )
    context = {"round": one, "leads": leads, "crumbs": _crumbs(request, one)}
    return answer(request, table, "fieldwork/bundles.html", context)


@GET_OR_POST
def create(request: Request, round_id: int) -> HttpResponse:
    one = get_round_for(request.actor, round_id)
    choices = [(str(row.id), str(row.name)) for row in list_progress(one)]
    form = BundleForm(request.POST or None, agencies=choices)
    if form.is_valid():
        given = form.cleaned_data
        with refusals(form):
            made = writing.open_bundle(
                request.actor,
                round_id=round_id,
                agency_id=int(given["agency"]),
                number=given["number"],
                count=given["count"],
            )
            messages.success(request, _("เปิดชุดแล้ว ให้สองคนบันทึกคนละรอบ"))
            return redirect("fieldwork:bundle", made.pk)
    context = {
        "form": form,
        "title": _("เปิดชุดแบบกระดาษ"),
        "label": _("เปิดชุด"),
        "round": one,
        "back": reverse("fieldwork:bundles", args=[one.pk]),
        "crumbs": [*_crumbs(request, one), Crumb(_("เปิดชุด"))],
    }
    return render(request, "fieldwork/form.html", context, status=422 if form.errors else 200)


@GET_OR_POST
def show(request: Request, bundle_id: int) -> HttpResponse:
    """A bundle: where it stands; once keyed twice, the differences and the button that sends."""
    bundle = reading.get_bundle_for(request.actor, bundle_id)
    is_over = bundle.state == BundleState.SENT or bundle.agency.round.closed_on is not None
    form, lost = None, _("รอบนี้ปิดแล้ว ชุดนี้ไม่ได้ส่งคำตอบ และข้อมูลที่บันทึกถูกลบแล้ว") if is_over else ""
    if bundle.state == BundleState.COMPARE and not is_over:
        try:
            form = SettleForm(
                request.POST if request.method == "POST" else None,
                questionnaire=reading.get_form(bundle),
                differences=list_differences(bundle.pk),
            )
        except Conflict as error:  # the key is gone, and with it what was keyed
            lost = error.message
        if form and form.is_valid():
            with refusals(form):
                writing.send_bundle(request.actor, bundle_id=bundle_id, chosen=form.get_chosen())
                messages.success(request, _("ส่งคำตอบแล้ว ข้อมูลที่บันทึกของชุดนี้ถูกลบ เหลือเลขชุดและจำนวน"))
                return redirect("fieldwork:bundle", bundle_id)
    context = {
        "bundle": bundle,
        "turn": reading.get_turn(request.actor, bundle),
        "may_discard": _leads(request) and not is_over,
        "is_own_first": bundle.first_clerk_id == request.actor.user_id,
        "first_done": reading.count_keyed(bundle, 1),
        "second_done": reading.count_keyed(bundle, 2),
        "form": form,
        "lost": lost,
        "crumbs": [*_crumbs(request, bundle.agency.round), Crumb(bundle.number)],
    }
    wrong = bool(form and form.errors)
    return render(request, "fieldwork/bundle.html", context, status=422 if wrong else 200)


@GET_OR_POST
def discard(request: Request, bundle_id: int) -> HttpResponse:
    bundle = reading.get_bundle_for(request.actor, bundle_id)
    one = get_round_for(request.actor, bundle.agency.round_id)
    if request.method == "POST":
        writing.discard_bundle(request.actor, bundle_id=bundle_id)
        messages.success(request, _("ยกเลิกชุดแล้ว เปิดชุดใหม่เพื่อบันทึกจากกระดาษอีกครั้งได้"))
        return redirect("fieldwork:bundles", one.pk)
    title = _("ยกเลิกชุด %(number)s") % {"number": bundle.number}
    context = {
        "title": title,
        "text": _(
            "ข้อมูลที่บันทึกของชุดนี้ (รอบแรก %(first)s ใบ รอบที่สอง %(second)s ใบ) จะถูกลบ "
            "กระดาษยังใช้บันทึกใหม่ได้ ใช้เมื่อจำนวนแบบผิด หรือผู้บันทึกทำต่อไม่ได้"
        )
        % {"first": reading.count_keyed(bundle, 1), "second": reading.count_keyed(bundle, 2)},
        "confirm": _("ยกเลิกชุดนี้"),
        "back": reverse("fieldwork:bundle", args=[bundle_id]),
        "back_label": _("กลับไปที่ชุดนี้"),
        "crumbs": [*_crumbs(request, one), Crumb(title)],
    }
    return render(request, "ui/confirm.html", context)


@GET_OR_POST
def key(request: Request, bundle_id: int) -> HttpResponse:
    """The entry screen: one form of paper at a time, digits and Enter."""
    bundle = reading.get_bundle_for(request.actor, bundle_id)
    turn = reading.get_turn(request.actor, bundle)
    if turn is None:
        messages.info(request, _("ชุดนี้ไม่รอการบันทึกจากท่าน รอบที่สองต้องเป็นคนละคนกับรอบแรก"))
        return redirect("fieldwork:bundle", bundle_id)
    place = find_number(request.POST.get("place", ""))
    if place is None:
        place = reading.get_next_place(bundle, turn)
    form = PaperForm(request.POST or None, questionnaire=reading.get_form(bundle))
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            bundle = writing.key_form(
                request.actor, bundle_id=bundle_id, place=place, body=form.get_body()
            )
            if reading.get_turn(request.actor, bundle) == turn:
                return redirect("fieldwork:bundle-key", bundle_id)
            messages.success(request, _("บันทึกครบทั้งชุดแล้ว"))
            return redirect("fieldwork:bundle", bundle_id)
    context = {
        "bundle": bundle,
        "turn": turn,
        "place": place,
        "form": form,
        "crumbs": [
            *_crumbs(request, bundle.agency.round),
            Crumb(bundle.number, reverse("fieldwork:bundle", args=[bundle_id])),
            Crumb(_("บันทึกแบบ")),
        ],
    }
    return render(request, "fieldwork/key.html", context, status=422 if form.errors else 200)


def _leads(request: Request) -> bool:
    return can_anywhere(request.actor, "fieldwork.manage")


def _crumbs(request: Request, one: object) -> list[Crumb]:
    round_id = getattr(one, "pk", 0)
    paper = Crumb(_("แบบกระดาษ"), reverse("fieldwork:bundles", args=[round_id]))
    if _leads(request):
        top = Crumb(_("งานภาคสนาม"), reverse("fieldwork:rounds"))
        return [top, Crumb(str(one), reverse("fieldwork:round", args=[round_id])), paper]
    if not can_anywhere(request.actor, "fieldwork.interview"):
        raise NotFound
    return [Crumb(_("งานภาคสนาม"), reverse("fieldwork:own")), paper]
