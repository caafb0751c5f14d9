"""Call lists for those who lead a round: brought in, handed out, opened again."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from prongsai.core.numbers import find_number, list_numbers
from prongsai.fieldwork.selectors import rounds as reading
from prongsai.fieldwork.services import cases as lists
from prongsai.fieldwork.web import tables
from prongsai.fieldwork.web.forms import CallListForm, ReopenForm
from prongsai.fieldwork.web.pages import GET_OR_POST, get_crumbs, show_form
from prongsai.ui.forms import refusals
from prongsai.ui.http import Request
from prongsai.ui.tables import answer
from prongsai.ui.types import Crumb


@require_safe
def cases(request: Request, round_id: int) -> HttpResponseBase:
    one = reading.get_round_for(request.actor, round_id)
    table = tables.build_cases(
        reading.list_cases_for(request.actor, one),
        shares=reading.list_shares(one),
        round_id=one.pk,
        query=request.GET.urlencode(),
        is_open=one.closed_on is None,
    )
    crumbs = [*get_crumbs(one), Crumb(_("รายชื่อสัมภาษณ์"))]
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
    return show_form(request, one, form, title=_("นำเข้ารายชื่อ"), label=_("นำเข้า"), report=report)


@require_POST
def assign(request: Request, round_id: int) -> HttpResponse:
    """Hand out the chosen cases to one person; where none is asked for, all free ones to all."""
    reading.get_round_for(request.actor, round_id)
    if "person" not in request.POST:
        count = lists.assign_evenly(request.actor, round_id=round_id)
        back = reverse("fieldwork:round", args=[round_id])
    else:
        count = lists.assign_cases(
            request.actor,
            round_id=round_id,
            case_ids=list_numbers(request.POST.getlist("selected")),
            person_id=find_number(request.POST["person"]) or 0,
        )
        back = _get_list_url(request, round_id)
    messages.success(request, _("มอบหมายแล้ว %(count)s ราย") % {"count": count})
    return redirect(back)


@require_POST
def reopen(request: Request, round_id: int) -> HttpResponse:
    """Ask why the chosen cases are tried once more, and open them."""
    one = reading.get_round_for(request.actor, round_id)
    ids = list_numbers(request.POST.getlist("selected"))
    chosen = list(reading.list_reopenable(one, ids))
    back = _get_list_url(request, round_id)
    if not chosen:
        messages.info(request, _("ไม่มีรายที่เปิดใหม่ได้: เลือกรายที่ปิดไปโดยไม่มีการสัมภาษณ์"))
        return redirect(back)
    form = ReopenForm(request.POST if "reason" in request.POST else None)
    if form.is_valid():
        with refusals(form):
            count = lists.reopen_cases(
                request.actor,
                round_id=round_id,
                case_ids=ids,
                reason=form.cleaned_data["reason"],
            )
            words = _("เปิดให้ติดต่อใหม่แล้ว %(count)s ราย ผู้สัมภาษณ์จะเห็นเมื่อรับรายชื่อครั้งถัดไป")
            messages.success(request, words % {"count": count})
            return redirect(back)
    return show_form(
        request,
        one,
        form,
        title=_("เปิดรายที่ปิดแล้วให้ติดต่อใหม่"),
        label=_("เปิดให้ติดต่อใหม่"),
        template="fieldwork/reopen.html",
        chosen=chosen,
        others=len(ids) - len(chosen),
        back=back,
    )


def _get_list_url(request: Request, round_id: int) -> str:
    """Return the call list, narrowed as the reader left it."""
    return f"{reverse('fieldwork:cases', args=[round_id])}?{request.GET.urlencode()}"
