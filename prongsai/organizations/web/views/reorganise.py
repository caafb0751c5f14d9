"""Reorganising units, by the commission: what may be done, and a form for each."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from prongsai.core.errors import NotAllowed
from prongsai.organizations.selectors.tree import list_above, list_children
from prongsai.organizations.selectors.units import get_unit_for
from prongsai.organizations.types.units import UnitView
from prongsai.organizations.web.forms import reorganise as forms
from prongsai.permissions.rules import can
from prongsai.ui.forms import refusals
from prongsai.ui.http import Request
from prongsai.ui.types import Crumb

VERB = "unit.reorganise"


@dataclass(frozen=True, slots=True)
class Act:
    """One way to reorganise a unit, with the words of its page."""

    name: str
    title: Promise
    note: Promise
    form: type[forms.ReorganiseForm]
    icon: str
    tone: str = "primary"


ACTS = (
    Act(
        "rename",
        gettext_lazy("เปลี่ยนชื่อหน่วยงาน"),
        gettext_lazy("ใช้ชื่อใหม่ตั้งแต่วันที่กำหนด เอกสารและผลก่อนวันนั้นยังแสดงชื่อเดิม"),
        forms.RenameForm,
        "edit",
    ),
    Act(
        "reclassify",
        gettext_lazy("เปลี่ยนประเภท ขนาด หรือพื้นที่"),
        gettext_lazy("เช่น อบต. ยกฐานะเป็นเทศบาลตำบล"),
        forms.ReclassifyForm,
        "settings",
    ),
    Act(
        "move",
        gettext_lazy("ย้ายสังกัดหน่วยงาน"),
        gettext_lazy("ไปอยู่ใต้ต้นสังกัดอื่น ผลปีก่อนยังอยู่ใต้ต้นสังกัดเดิม"),
        forms.MoveForm,
        "move",
    ),
    Act(
        "merge",
        gettext_lazy("รวมกับหน่วยงานอื่น"),
        gettext_lazy("หน่วยงานเดิมสิ้นสุด รหัสเดิมนำไปยังหน่วยงานที่รับโอน"),
        forms.MergeForm,
        "merge",
        "danger",
    ),
    Act(
        "split",
        gettext_lazy("แยกหน่วยงาน"),
        gettext_lazy("ตั้งหน่วยงานใหม่จากหน่วยงานนี้ ประเภทและต้นสังกัดตามหน่วยงานเดิม"),
        forms.SplitForm,
        "split",
        "danger",
    ),
    Act(
        "dissolve",
        gettext_lazy("ยุบเลิกหน่วยงาน"),
        gettext_lazy("หน่วยงานสิ้นสุดโดยไม่มีหน่วยงานใดรับโอน ประวัติยังอยู่ครบ"),
        forms.DissolveForm,
        "delete",
        "danger",
    ),
)


CREATE = Act(
    "create",
    gettext_lazy("เพิ่มหน่วยงาน"),
    gettext_lazy("รหัสหน่วยงานใช้ตลอดไปและไม่นำไปใช้ซ้ำ"),
    forms.CreateForm,
    "add",
)


@require_safe
def list_acts(request: Request, code: str) -> HttpResponse:
    """What may be done to a unit."""
    unit = get_unit_for(request.actor, code, verb=VERB)
    context = {"unit": unit, "acts": ACTS, "crumbs": _crumbs(unit)}
    return render(request, "organizations/reorganise.html", context)


@require_http_methods(["GET", "POST"])
def act_on(request: Request, code: str, name: str) -> HttpResponse:
    """One act on one unit."""
    unit = get_unit_for(request.actor, code, verb=VERB)
    act = next((act for act in ACTS if act.name == name), None)
    if act is None:
        raise Http404
    form = act.form(request.POST or None, unit=unit, initial=_initial(unit), **_options(act, unit))
    return _answer(request, form, act, unit)


@require_http_methods(["GET", "POST"])
def create(request: Request) -> HttpResponse:
    """A new unit."""
    if not can(request.actor, VERB):
        raise NotAllowed(_("บัญชีของท่านไม่มีสิทธิ์เปลี่ยนโครงสร้างหน่วยงาน"))
    form = forms.CreateForm(request.POST or None, unit=None)
    return _answer(request, form, CREATE, None)


def _answer(
    request: Request, form: forms.ReorganiseForm, act: Act, unit: UnitView | None
) -> HttpResponse:
    if form.is_valid():
        with refusals(form):
            code = form.act(request.actor)
            messages.success(request, _("บันทึกแล้ว ดูผลได้ในประวัติของหน่วยงาน"))
            return redirect("organizations:unit", code)
    context = {"form": form, "act": act, "unit": unit, "crumbs": _crumbs(unit, str(act.title))}
    status = 422 if form.errors else 200
    return render(request, "organizations/reorganise_act.html", context, status=status)


def _initial(unit: UnitView) -> dict[str, Any]:
    names = ("name_th", "name_en", "unit_class", "size", "place_code")
    return {name: getattr(unit, name) for name in names}


def _options(act: Act, unit: UnitView) -> dict[str, Any]:
    """Return what a form must know of the unit's place in the trees."""
    if act.name == "merge":
        return {"parents": {above.kind: above.parent.code for above in list_above(unit.id)}}
    if act.name == "split":
        return {"children": [(child.code, str(child)) for child in list_children(unit.id)]}
    return {}


def _crumbs(unit: UnitView | None, last: str = "") -> list[Crumb]:
    crumbs = [Crumb(pgettext("menu", "หน่วยงาน"), reverse("organizations:list"))]
    if unit is None:
        return [*crumbs, Crumb(last)]
    crumbs.append(Crumb(str(unit), reverse("organizations:unit", args=[unit.code])))
    here = reverse("reorganise:acts", args=[unit.code]) if last else ""
    crumbs.append(Crumb(_("เปลี่ยนโครงสร้าง"), here))
    return [*crumbs, Crumb(last)] if last else crumbs
