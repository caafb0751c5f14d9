"""Who a round asks about, and who works for it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.fieldwork.selectors import rounds as reading
from prongsai.fieldwork.services.agencies import set_agencies
from prongsai.fieldwork.services.rounds import name_people
from prongsai.fieldwork.web.forms import AgenciesForm, AreaForm, PeopleForm, write_line
from prongsai.fieldwork.web.pages import GET_OR_POST, show_form
from prongsai.permissions.rules import can_anywhere
from prongsai.ui.forms import refusals
from prongsai.ui.http import Request


@GET_OR_POST
def agencies(request: Request, round_id: int) -> HttpResponse:
    """The agencies with their quotas as a list to write; a whole area is filled in at once."""
    one = reading.get_round_for(request.actor, round_id)
    fills = request.POST if "fill" in request.POST else None
    area = AreaForm(fills, units=reading.list_area_units(request.actor, one))
    if fills:
        text = fills.get("agencies", "")
        if area.is_valid():
            text, count = area.fill(text)
            words = _("ใส่เพิ่มในรายการ %(count)s แห่ง ตรวจแล้วกดบันทึก") % {"count": count}
            messages.info(request, words)
        form = AgenciesForm(initial={"agencies": text})
    else:
        now = "\n".join(write_line(row.name, row.quota) for row in reading.list_progress(one))
        form = AgenciesForm(request.POST or None, initial={"agencies": now})
    if form.is_valid():
        with refusals(form):
            quotas = form.cleaned_data["agencies"]
            left = set_agencies(request.actor, round_id=round_id, quotas=quotas)
            messages.success(request, _("บันทึกหน่วยงานและโควตาแล้ว"))
            if left:
                names = {"names": ", ".join(map(str, left))}
                messages.info(request, _("ถอนออกจากรอบ: %(names)s") % names)
            return redirect("fieldwork:round", round_id)
    return show_form(
        request,
        one,
        form,
        title=_("หน่วยงานและโควตา"),
        template="fieldwork/agencies.html",
        area=area,
    )


@GET_OR_POST
def people(request: Request, round_id: int) -> HttpResponse:
    one = reading.get_round_for(request.actor, round_id)
    choices = reading.list_choices(reading.list_candidates(one))
    now = [str(person.user_id) for person in reading.list_members(one)]
    form = PeopleForm(request.POST or None, people=choices, initial={"people": now})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            ids = [int(each) for each in form.cleaned_data["people"]]
            name_people(request.actor, round_id=round_id, person_ids=ids)
            messages.success(request, _("บันทึกผู้สัมภาษณ์ของรอบแล้ว"))
            return redirect("fieldwork:round", round_id)
    return show_form(request, one, form, title=_("ผู้สัมภาษณ์"), hint=_hint_people(request, choices))


def _hint_people(request: Request, choices: list[tuple[str, str]]) -> dict[str, str]:
    """Say where interviewers come from, with the way there for whoever may invite."""
    text = _("ผู้สัมภาษณ์ต้องมีบัญชีในบทบาทพนักงานสัมภาษณ์ของจังหวัดนี้ก่อน")
    url = reverse("accounts:invite") if can_anywhere(request.actor, "person.invite") else ""
    return {"text": text, "url": url, "tone": "info" if choices else "warn"}
