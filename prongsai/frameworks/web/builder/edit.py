"""Changing a draft, one node a page: works without a script, and says at once what is wrong."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from prongsai.core.errors import Conflict, Invalid, NotFound
from prongsai.frameworks.gateways import packs as shipped
from prongsai.frameworks.rules.packs.check import check_shape
from prongsai.frameworks.rules.packs.edit import (
    Spot,
    find_place,
    find_spot,
    read_fields,
    write_fields,
)
from prongsai.frameworks.selectors.drafts import find_faults
from prongsai.frameworks.services import drafts as services
from prongsai.frameworks.types.drafts import FrameworkView, say
from prongsai.frameworks.types.packs import Path
from prongsai.frameworks.web.builder import pages
from prongsai.frameworks.web.builder.drafts import get_open
from prongsai.frameworks.web.builder.forms import MoveForm, NodeForm, VersionForm
from prongsai.frameworks.web.builder.labels import ADDS, KINDS
from prongsai.frameworks.web.builder.nodes import Shower, get_url, read_place, write_place
from prongsai.ui.http import Request

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
MORE_ROWS = 3


@GET_OR_POST
def node(request: Request, ref: str, place: str = "") -> HttpResponse:
    """The page of one node: its fields, its faults, what may be done with it."""
    view = get_open(request, ref)
    return _edit(request, view, _find(view, place))


@GET_OR_POST
def add(request: Request, ref: str, place: str) -> HttpResponse:
    """The empty page of a new node."""
    view = get_open(request, ref)
    return _edit(request, view, _find(view, place, is_new=True))


@require_POST
def check(request: Request, ref: str, place: str = "") -> HttpResponse:
    """What the draft would be like with what is typed, without saving it."""
    view = get_open(request, ref)
    spot = _find(view, place, is_new=request.GET.get("new") == "1")
    form = _make_form(view, spot, request.POST)
    stale = request.POST.get("version") != str(_get_version(view))
    context: dict[str, Any] = {"form": form, "checked": True, "stale": stale}
    if form.is_valid() and (made := _try(view, spot, form)):
        document, path = made
        faults = find_faults(document)
        known = set(view.faults)
        context["here"] = [
            say(text)
            for place, text in faults
            if place[: len(path)] == path or (place, text) not in known
        ]
        context["count"] = len(faults)
    return render(request, "frameworks/builder/_live.html", context)


@require_POST
def move(request: Request, ref: str, place: str) -> HttpResponse:
    view = get_open(request, ref)
    spot, form = _find(view, place), MoveForm(request.POST)
    if not form.is_valid() or spot.branch is None:
        raise Invalid(_("ใช้ปุ่มเลื่อนขึ้นหรือเลื่อนลงในหน้าของรายการ"))
    version, by = form.cleaned_data["version"], form.cleaned_data["by"]
    path = services.shift_node(request.actor, ref=ref, version=version, path=spot.path, by=by)
    return redirect(get_url("node", ref, path))


@GET_OR_POST
def remove(request: Request, ref: str, place: str) -> HttpResponse:
    view = get_open(request, ref)
    spot = _find(view, place)
    if spot.branch is None:
        raise NotFound
    form = VersionForm(request.POST or None, initial={"version": _get_version(view)})
    shown = Shower(view).show(spot.path, deep=False)
    if form.is_valid():
        version = form.cleaned_data["version"]
        services.drop_node(request.actor, ref=ref, version=version, path=spot.path)
        messages.success(request, _("นำออกจากฉบับร่างแล้ว"))
        return _back(view, spot.home, spot.path)
    names = {"kind": shown.label, "code": shown.code, "title": shown.title}
    context = {
        "known": True,
        "title": _("นำ%(kind)s %(code)s ออก") % names,
        "text": _("“%(title)s” และทุกอย่างที่อยู่ข้างใต้จะหายไปจากฉบับร่างนี้") % names,
        "form": form,
        "confirm": _("นำออกจากร่าง"),
        "back": get_url("node", ref, spot.path),
        "crumbs": pages.list_crumbs(view, _("นำออกจากร่าง")),
    }
    return render(request, "ui/confirm.html", context)


def _edit(request: Request, view: FrameworkView, spot: Spot) -> HttpResponse:
    if request.method != "POST":
        return _show(request, view, spot, _make_form(view, spot))
    if request.POST.get("do") == "more":
        form = _make_form(view, spot, request.POST, rows=MORE_ROWS)
        return _show(request, view, spot, form)
    form = _make_form(view, spot, request.POST)
    if not form.is_valid() or _try(view, spot, form) is None:
        return _show(request, view, spot, form, status=422)
    try:
        path = _save(request, view, spot, form)
    except Conflict as error:
        return _show_conflict(request, view, spot, error)
    except Invalid as error:
        form.add_error(None, error.message)
        return _show(request, view, spot, form, status=422)
    messages.success(request, _("บันทึกแล้ว"))
    return _back(view, path)


def _save(request: Request, view: FrameworkView, spot: Spot, form: NodeForm) -> Path:
    ref, version = view.card.ref, form.cleaned_data["version"]
    values = form.get_values()
    if spot.is_new:
        return services.add_node(
            request.actor, ref=ref, version=version, branch=spot.holder, values=values
        )
    return services.write_node(
        request.actor, ref=ref, version=version, path=spot.path, values=values
    )


def _try(view: FrameworkView, spot: Spot, form: NodeForm) -> tuple[Any, Path] | None:
    """Return the document as it would be, or None with the faults shown at the fields."""
    document: Any = view.document
    try:
        fresh, path = write_fields(document, spot, form.get_values())
    except KeyError:
        form.add_error("own-code", _("มีรหัสนี้อยู่แล้ว"))
        return None
    faults = list(check_shape(fresh, shipped.get_schema()))
    if faults:
        form.take_faults(faults, path)
        return None
    return fresh, path


def _show_conflict(
    request: Request, view: FrameworkView, spot: Spot, error: Conflict
) -> HttpResponse:
    """Show what was typed again, beside what somebody else has saved; saving anew is possible."""
    if error.field != "version":
        form = _make_form(view, spot, request.POST)
        form.add_error("own-code" if error.field == "@key" else error.field, error.message)
        return _show(request, view, spot, form, status=409)
    if request.POST.get("was", "") != _get_was(view, spot):
        raise error
    data = request.POST.copy()
    data["version"] = str(_get_version(view))
    form = _make_form(view, spot, data)
    saved = _make_form(view, spot)
    form.add_error(None, error.message)
    return _show(request, view, spot, form, status=409, saved=saved)


def _show(
    request: Request,
    view: FrameworkView,
    spot: Spot,
    form: NodeForm,
    *,
    status: int = 200,
    saved: NodeForm | None = None,
) -> HttpResponse:
    shower = Shower(view)
    shown = None if spot.is_new else shower.show(spot.path)
    label = str(ADDS[spot.kind.name] if spot.is_new else KINDS[spot.kind.name])
    heading = label if shown is None else f"{label} {shown.code}".strip()
    where = spot.home if spot.is_new else spot.path
    context = {
        **pages.get_context(request, view, "node"),
        "crumbs": pages.list_crumbs(view, heading),
        "heading": heading,
        "form": form,
        "saved": list(saved.list_groups()) if saved else [],
        "shown": shown,
        "parent": _get_parent(shower, spot),
        "check_url": get_url("check", view.card.ref, spot.holder if spot.is_new else spot.path)
        if spot.path
        else reverse("frameworks:check-root", args=[view.card.ref]),
        "place": write_place(spot.path),
        "is_new": spot.is_new,
        "here": [] if shown is None else shown.faults,
        "count": len(view.faults),
        "back": _get_url(view, where),
    }
    return render(request, "frameworks/builder/node.html", context, status=status)


def _get_parent(shower: Shower, spot: Spot) -> Any:
    return shower.show(spot.home, deep=False) if spot.home else None


def _make_form(view: FrameworkView, spot: Spot, data: Any = None, *, rows: int = 0) -> NodeForm:
    document: Any = view.document
    initial = {"version": _get_version(view), "was": _get_was(view, spot)}
    values = read_fields(document, spot)
    return NodeForm(data, document=document, spot=spot, values=values, rows=rows, initial=initial)


def _get_was(view: FrameworkView, spot: Spot) -> str:
    """Return what tells a node from others that may come to stand in its place."""
    document: Any = view.document
    values = read_fields(document, spot)
    return str(values.get("key") or values.get("code") or values.get("@key") or "")


def _get_version(view: FrameworkView) -> int:
    return view.draft.version if view.draft else 0


def _find(view: FrameworkView, place: str, *, is_new: bool = False) -> Spot:
    document: Any = view.document
    try:
        path = read_place(document, place)
        return find_place(document, path) if is_new else find_spot(document, path)
    except LookupError:
        raise NotFound from None


def _back(view: FrameworkView, path: Path, gone: Path = ()) -> HttpResponse:
    return redirect(_get_url(view, path or gone[:1], path))


def _get_url(view: FrameworkView, path: Path, anchor: Path | None = None) -> str:
    ref = view.card.ref
    part = pages.get_part(view, path)
    target = path if anchor is None else anchor
    mark = f"#n-{write_place(target).replace('/', '-')}" if target else ""
    if part:
        return reverse("frameworks:part", args=[ref, part]) + mark
    return reverse("frameworks:framework", args=[ref])
