"""Beginning a draft, taking files, asking to freeze it, throwing it away."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from prongsai.core.errors import NotFound
from prongsai.frameworks.gateways import packs as shipped
from prongsai.frameworks.gateways.sheets import read_book_bytes
from prongsai.frameworks.rules.packs.check import check_framework, check_shape
from prongsai.frameworks.rules.packs.template import start_document
from prongsai.frameworks.rules.packs.xlsform import read_xlsform
from prongsai.frameworks.selectors import drafts as selectors
from prongsai.frameworks.services import drafts as services
from prongsai.frameworks.services.freezing import propose_freeze
from prongsai.frameworks.types.drafts import FrameworkView, say
from prongsai.frameworks.types.packs import BadFramework, Fault, Parsed
from prongsai.frameworks.web.builder import pages
from prongsai.frameworks.web.builder.forms import BlankForm, UploadForm, YearForm
from prongsai.permissions.rules import can
from prongsai.ui.forms import refusals
from prongsai.ui.http import Request

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
MOST_FAULTS = 50


@GET_OR_POST
def create(request: Request) -> HttpResponse:
    """A draft from nothing."""
    _check_editor(request)
    form = BlankForm(request.POST or None)
    if form.is_valid():
        document = start_document(**form.cleaned_data)
        with refusals(form):
            return _begin(request, services.create_draft(request.actor, document=document))
    return _show(request, "create", {"form": form, "crumbs": _crumbs(_("เริ่มจากว่าง"))}, form)


@GET_OR_POST
def take_file(request: Request) -> HttpResponse:
    """A draft from a file of our own format."""
    _check_editor(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    faults: list[Fault] = []
    if form.is_valid():
        try:
            parsed = shipped.read_framework_bytes(form.cleaned_data["file"].read())
            faults = _list_shape_faults(parsed)
        except BadFramework as error:
            faults = error.faults
        if not faults:
            with refusals(form):
                return _begin(
                    request, services.create_draft(request.actor, document=parsed.document)
                )
    context = {"form": form, "found": _tell(faults), "crumbs": _crumbs(_("นำเข้าไฟล์"))}
    return _show(request, "take_file", context, form, wrong=bool(faults))


@GET_OR_POST
def clone(request: Request, ref: str) -> HttpResponse:
    """A draft of another year from a frozen framework."""
    _check_editor(request)
    view = selectors.get_view_for(request.actor, ref)
    if view.draft:
        raise NotFound
    form = YearForm(request.POST or None, initial={"year": view.card.fiscal_year + 1})
    if form.is_valid():
        with refusals(form):
            year = form.cleaned_data["year"]
            return _begin(request, services.clone_framework(request.actor, ref=ref, year=year))
    context = {"form": form, "title": say(view.card.title), "card": view.card}
    context["crumbs"] = pages.list_crumbs(view, _("คัดลอกเป็นปีอื่น"))
    return _show(request, "clone", context, form)


@GET_OR_POST
def take_wording(request: Request, ref: str, instrument: str) -> HttpResponse:
    """The wording of a survey from an XLSForm."""
    view = get_open(request, ref)
    form = UploadForm(request.POST or None, request.FILES or None)
    faults: list[Fault] = []
    if form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            document = _read_wording(view, instrument, sent.read(), sent.name)
        except BadFramework as error:
            faults = error.faults
        else:
            version = view.draft.version if view.draft else 0
            with refusals(form):
                services.replace_document(
                    request.actor, ref=ref, version=version, document=document
                )
                messages.success(request, _("รับถ้อยคำจากไฟล์แล้ว"))
                return redirect("frameworks:part", ref, instrument)
    context = {"form": form, "found": _tell(faults), "instrument": instrument, "card": view.card}
    context["crumbs"] = pages.list_crumbs(view, _("รับถ้อยคำจากไฟล์"))
    return _show(request, "take_wording", context, form, wrong=bool(faults))


@GET_OR_POST
def discard(request: Request, ref: str) -> HttpResponse:
    view = get_open(request, ref)
    if request.method == "POST":
        services.discard_draft(request.actor, ref=ref)
        messages.success(request, _("ทิ้งฉบับร่างแล้ว"))
        return redirect("frameworks:list")
    context = {
        "known": True,
        "title": _("ทิ้งฉบับร่าง %(name)s") % {"name": view.card.name},
        "text": _("ฉบับร่างนี้และการแก้ไขทั้งหมดจะหายไป กู้คืนไม่ได้ หากยังไม่แน่ใจให้ส่งออกเป็นไฟล์ไว้ก่อน"),
        "confirm": _("ทิ้งฉบับร่าง"),
        "back": reverse("frameworks:framework", args=[ref]),
        "crumbs": pages.list_crumbs(view, _("ทิ้งฉบับร่าง")),
    }
    return render(request, "ui/confirm.html", context)


@require_POST
def propose(request: Request, ref: str) -> HttpResponse:
    asked = propose_freeze(request.actor, ref=ref)
    messages.success(request, _("ส่งคำขอตรึงแล้ว มีผลเมื่อมีผู้อื่นอนุมัติ"))
    return redirect("approvals:request", asked.id)


def get_open(request: Request, ref: str) -> FrameworkView:
    """Return a draft that may be edited; what cannot is not found."""
    _check_editor(request)
    view = selectors.get_view_for(request.actor, ref)
    if view.draft is None or selectors.get_frozen_name(request.actor, ref):
        raise NotFound
    return view


def _read_wording(
    view: FrameworkView, instrument: str, content: bytes, name: str
) -> dict[str, Any]:
    document = read_xlsform(view.document, instrument, read_book_bytes(content, name=name))
    faults = _list_shape_faults(Parsed(document))
    if faults:
        raise BadFramework(faults)
    return document


def _list_shape_faults(parsed: Parsed) -> list[Fault]:
    """Return what keeps a file from becoming a draft; other faults are mended in the browser."""
    schema = shipped.get_schema()
    return check_framework(parsed, schema) if any(check_shape(parsed.document, schema)) else []


def _tell(faults: list[Fault]) -> list[dict[str, Any]]:
    return [
        {"path": fault.path, "line": fault.line, "text": say(fault.text)}
        for fault in faults[:MOST_FAULTS]
    ]


def _begin(request: Request, ref: str) -> HttpResponse:
    messages.success(request, _("เริ่มฉบับร่างแล้ว แก้ทีละข้อ แล้วขอตรึงเมื่อพร้อม"))
    return redirect("frameworks:framework", ref)


def _show(
    request: Request, name: str, context: dict[str, Any], form: Form, *, wrong: bool = False
) -> HttpResponse:
    status = 422 if wrong or form.errors else 200
    return render(request, f"frameworks/builder/{name}.html", context, status=status)


def _crumbs(label: str) -> Any:
    return pages.list_crumbs(None, label)


def _check_editor(request: Request) -> None:
    if not can(request.actor, "framework.edit"):
        raise NotFound
