"""Reading calendars: the list, one season, its versions, its file."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from prongsai.approvals.selectors import list_pending_about
from prongsai.core import clock
from prongsai.frameworks.rules.calendars import check_calendar, diff_calendars
from prongsai.frameworks.rules.files import Entry, Feed, number_entries, write_calendar
from prongsai.frameworks.selectors import seasons
from prongsai.frameworks.selectors.explanations import get_target_name
from prongsai.frameworks.selectors.packs import find_name
from prongsai.frameworks.services.versions import can_extend
from prongsai.frameworks.types.seasons import SeasonView, WindowChange
from prongsai.frameworks.types.windows import EVERYBODY, Target, Window
from prongsai.frameworks.web.seasons import targets
from prongsai.frameworks.web.seasons.rows import get_next, get_open, get_picture, get_rows
from prongsai.organizations.selectors.names import get_unit_names
from prongsai.permissions.rules import can
from prongsai.ui.http import Request
from prongsai.ui.types import Change, Crumb


@require_safe
def season_list(request: Request) -> HttpResponse:
    who = targets.get_own(request.actor) or EVERYBODY
    found = []
    for one in seasons.list_seasons_for(request.actor):
        rows = get_rows(one.windows, who=who)
        found.append({"season": one, "open": get_open(rows), "next": get_next(rows)})
    context = {"found": found, "may_edit": can(request.actor, "season.edit")}
    return render(request, "frameworks/seasons/list.html", context)


@require_safe
def season(request: Request, code: str) -> HttpResponse:
    shown = seasons.get_season_for(request.actor, code)
    own = targets.get_own(request.actor)
    chosen = request.GET.get("who", targets.OWN if own else "")
    who = targets.read_target(chosen, request.actor)
    may_edit = can(request.actor, "season.edit")
    rows = get_rows(shown.windows, who=who)
    context = {
        "season": shown,
        "chosen": chosen,
        "choices": targets.get_choices(request.actor),
        "rows": rows,
        "open": get_open(rows),
        "next": get_next(rows),
        "picture": get_picture(shown.windows),
        "exceptions": _list_exceptions(shown, own if not may_edit else None),
        "may_edit": may_edit,
        "may_extend": shown.is_published and can_extend(request.actor, own or EVERYBODY),
        "findings": [] if shown.is_published else _check(shown),
        "pending": list_pending_about(f"season:{code}").count() if may_edit else 0,
        "file_url": _get_file_url(shown, who),
        "rules": find_name(form=shown.form, fiscal_year=shown.fiscal_year),
        "crumbs": [Crumb(_("ปฏิทิน"), reverse("seasons:list")), Crumb(shown.name)],
    }
    return render(request, "frameworks/seasons/season.html", context)


@require_safe
def versions(request: Request, code: str) -> HttpResponse:
    shown = seasons.get_season_for(request.actor, code)
    found = seasons.list_versions(shown.id)
    units = _get_units([window for version in found for window in version.windows])
    history: list[dict[str, Any]] = []
    for version, before in zip(found, [*found[1:], None], strict=True):
        changes = diff_calendars(before.windows, version.windows) if before else []
        lines = [_as_change(change, units) for change in changes]
        whole = [(window, get_target_name(window.target, units)) for window in version.windows]
        history.append({"version": version, "changes": lines, "whole": whole})
    context = {
        "season": shown,
        "history": history,
        "crumbs": [
            Crumb(_("ปฏิทิน"), reverse("seasons:list")),
            Crumb(shown.name, reverse("seasons:season", args=[code])),
            Crumb(_("ฉบับต่าง ๆ")),
        ],
    }
    return render(request, "frameworks/seasons/versions.html", context)


@login_not_required
@require_safe
def file(request: Request, code: str) -> HttpResponse:
    """A published calendar for calendar programs, which cannot sign in."""
    shown = seasons.find_public_season(code)
    if shown is None:
        raise Http404
    who = targets.read_target(request.GET.get("who", ""), request.actor)
    response = HttpResponse(
        write_calendar(_get_feed(shown), _get_entries(shown, who)),
        content_type="text/calendar; charset=utf-8",
    )
    response["Content-Disposition"] = f'inline; filename="{shown.code}.ics"'
    return response


def _get_feed(shown: SeasonView) -> Feed:
    return Feed(
        name=shown.name,
        host=urlsplit(settings.SITE_URL).hostname or "localhost",
        url=settings.SITE_URL + reverse("seasons:season", args=[shown.code]),
        season=shown.code,
        sequence=shown.version - 1,
        stamp=shown.published_at or clock.now(),
    )


def _get_entries(shown: SeasonView, who: Target) -> list[Entry]:
    """What counts for somebody; a step that older versions had and this one lost is cancelled."""
    old = [window for version in seasons.list_versions(shown.id) for window in version.windows]
    now = [window for row in get_rows(shown.windows, who=who) for window in row.windows]
    known = {window.action for window in now}
    gone = [w for w in old if w.action not in known and w.target.unit_id is None]
    return [
        Entry(window, window.label, window.text, number, cancelled)
        for window, number, cancelled in number_entries(now, gone)
    ]


def _get_file_url(shown: SeasonView, who: Target) -> str:
    if not shown.is_published:
        return ""
    query = f"?who={targets.write_target(who)}" if who.unit_class else ""
    return settings.SITE_URL + reverse("seasons:file", args=[shown.code]) + query


def _check(shown: SeasonView) -> list[Any]:
    return check_calendar(shown.windows, fiscal_year=shown.fiscal_year)


def _list_exceptions(shown: SeasonView, own: Target | None) -> list[tuple[Window, str]]:
    """Classes and units with windows of their own; an agency sees of units only itself."""
    windows = [
        window
        for window in shown.windows
        if window.target.rank and (own is None or window.target.unit_id in {None, own.unit_id})
    ]
    units = _get_units(windows)
    return [(window, get_target_name(window.target, units)) for window in windows]


def _get_units(windows: list[Window]) -> dict[str, list[str]]:
    ids = {window.target.unit_id for window in windows if window.target.unit_id is not None}
    names = get_unit_names(ids) if ids else {}
    return {str(unit): [name.name_th, name.name_en] for unit, name in names.items()}


def _as_change(change: WindowChange, units: dict[str, list[str]]) -> Change:
    who = get_target_name(change.window.target, units)
    return Change(
        label=f"{change.window.label} · {who}" if who else change.window.label,
        before=change.before.text if change.before else None,
        after=change.after.text if change.after else None,
    )
