"""Pages of the limits: which are in force, which were, and proposing others."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.approvals.selectors import list_pending_about
from prongsai.core.errors import Conflict, NotFound
from prongsai.integrity.rules.limits import list_changes
from prongsai.integrity.selectors import thresholds as selectors
from prongsai.integrity.selectors.limits import (
    describe_effect,
    get_label,
    list_effects,
    list_limits,
    write_number,
)
from prongsai.integrity.services import thresholds as services
from prongsai.integrity.types import VersionState
from prongsai.integrity.web.forms import ThresholdsForm
from prongsai.permissions.rules import can
from prongsai.ui.forms import refusals
from prongsai.ui.http import Request
from prongsai.ui.types import Badge, Change, Crumb, Tone

_TONES: dict[str, Tone] = {
    VersionState.TRYING: "info",
    VersionState.TRIED: "info",
    VersionState.FAILED: "bad",
    VersionState.IN_FORCE: "ok",
}


@require_safe
def list_versions(request: Request) -> HttpResponse:
    """The limits in force in plain words, and every version before them."""
    selectors.require_view(request.actor)
    may_propose = can(request.actor, "integrity.thresholds")
    drafts = selectors.list_drafts_for(request.actor)[:10] if may_propose else []
    now = selectors.get_thresholds()
    context = {
        "now": now,
        "limits": list_limits(now.numbers),
        "versions": selectors.list_thresholds(),
        "drafts": [(row, _make_badge(row)) for row in drafts],
        "may_propose": may_propose,
        "crumbs": _crumbs(),
    }
    return render(request, "integrity/thresholds.html", context)


@require_safe
def show_version(request: Request, version: int) -> HttpResponse:
    """One version that was ever in force, as the reports that name it were made with."""
    selectors.require_view(request.actor)
    found = selectors.find_thresholds(version)
    if found is None:
        raise NotFound
    title = _("ฉบับที่ %(version)s") % {"version": version}
    context = {
        "version": found,
        "limits": list_limits(found.numbers),
        "is_now": found.hash == selectors.get_thresholds().hash,
        "made": selectors.find_row(version),
        "crumbs": _crumbs(title),
    }
    return render(request, "integrity/thresholds_version.html", context)


@require_http_methods(["GET", "POST"])
def propose(request: Request) -> HttpResponse:
    """Other limits, to be tried on the latest answers."""
    if not can(request.actor, "integrity.thresholds"):
        raise NotFound
    now, start = selectors.get_thresholds(), selectors.get_start()
    form = ThresholdsForm(request.POST or None, numbers=start.numbers)
    if form.is_valid():
        with refusals(form):
            row = services.propose_thresholds(
                request.actor, numbers=form.get_numbers(), reason=form.cleaned_data["reason"]
            )
            return redirect("integrity:thresholds-draft", row.pk)
    context = {
        "form": form,
        "start": start,
        "is_newer": start.hash != now.hash,
        "crumbs": _crumbs(_("เสนอเกณฑ์ใหม่")),
    }
    status = 422 if form.errors else 200
    return render(request, "integrity/thresholds_propose.html", context, status=status)


@require_safe
def show_draft(request: Request, draft_id: int) -> HttpResponse:
    """What was proposed, what it did on the trial, and asking for the second person."""
    row = selectors.get_draft_for(request.actor, draft_id)
    now = selectors.get_thresholds()
    pending = list_pending_about(services.get_subject(row)).first()
    before = selectors.find_by_hash(row.follows)
    is_open = row.state == VersionState.TRIED and pending is None
    context = {
        "row": row,
        "badge": _make_badge(row),
        "changes": [
            Change(get_label(limit), write_number(limit, old), write_number(limit, new))
            for limit, old, new in list_changes(before.numbers, row.numbers)
        ]
        if before
        else [],
        "effect": describe_effect(row.effect),
        "effects": list_effects(row.effect) if row.effect else [],
        "pending": pending,
        "may_ask": is_open and row.follows == now.hash,
        "is_late": is_open and row.follows != now.hash,
        "crumbs": _crumbs(_("ฉบับร่าง")),
    }
    return render(request, "integrity/thresholds_draft.html", context)


@require_POST
def ask(request: Request, draft_id: int) -> HttpResponse:
    """Ask a second person to put a draft in force."""
    try:
        services.request_thresholds(request.actor, draft_id=draft_id)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("ส่งขออนุมัติแล้ว จะมีผลเมื่อผู้มีสิทธิอีกคนอนุมัติ"))
    return redirect("integrity:thresholds-draft", draft_id)


def _make_badge(row: Any) -> Badge:
    return Badge(_TONES[row.state], str(VersionState(row.state).label))


def _crumbs(*last: str) -> list[Crumb]:
    first = [
        Crumb(_("ความน่าเชื่อถือของคำตอบ"), reverse("integrity:list")),
        Crumb(_("เกณฑ์ของรายงาน"), reverse("integrity:thresholds") if last else ""),
    ]
    return [*first, *(Crumb(each) for each in last)]
