"""The trail for auditors; an agency sees its own unit."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from prongsai.audit import services
from prongsai.audit.selectors import chain, lines
from prongsai.audit.types.trail import Line, Search
from prongsai.audit.web.forms import SearchForm
from prongsai.audit.web.rows import HEADINGS, get_rows, get_values
from prongsai.core.errors import Invalid, NotFound
from prongsai.permissions.rules import can_anywhere
from prongsai.ui.exports import guard
from prongsai.ui.http import Request
from prongsai.ui.paging import change_query
from prongsai.ui.types import Crumb


@require_safe
def trail(request: Request) -> HttpResponse:
    form, search, names = _read_search(request)
    cursor = request.GET.get("at", "")
    found = lines.search_lines(request.actor, search, cursor=cursor)
    if form.is_bound and search.is_narrow and not cursor:
        services.record_search(request.actor, search=search)
    context = {
        "form": form,
        "search": search,
        "names": [(name, change_query(request, person=name, at="")) for name in names],
        "rows": get_rows(found.lines),
        "newer": change_query(request, at=found.newer) if found.newer else "",
        "older": change_query(request, at=found.older) if found.older else "",
        "head": chain.get_head() if lines.can_read_all(request.actor) else None,
        "query": request.GET.urlencode(),
    }
    return render(request, "audit/trail.html", context)


@require_safe
def entry(request: Request, entry_id: int) -> HttpResponse:
    line = lines.get_line_for(request.actor, entry_id)
    context = {
        "line": line,
        "row": get_rows([line])[0],
        "crumbs": [Crumb(_("บันทึกการใช้งาน"), reverse("audit:trail")), Crumb(str(entry_id))],
    }
    return render(request, "audit/entry.html", context)


@require_POST
def export(request: Request) -> StreamingHttpResponse:
    _form, search, _names = _read_search(request)
    found = services.export_lines(request.actor, search=search)
    response = StreamingHttpResponse(_write_csv(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response


def _read_search(request: Request) -> tuple[SearchForm, Search, list[str]]:
    """Return the form, the search with a whole name in it, and the names to choose from."""
    if not can_anywhere(request.actor, "audit.view"):
        raise NotFound
    form = SearchForm(request.GET or None, with_units=lines.can_read_all(request.actor))
    if not form.is_bound or not form.is_valid():
        if form.errors and request.method == "POST":
            raise Invalid(_("เงื่อนไขการค้นใช้ไม่ได้ กลับไปแก้แล้วลองใหม่"))
        return form, Search(), []
    search = form.get_search()
    if not search.person:
        return form, search, []
    names = lines.list_names(request.actor, search.person)
    if search.person in names:
        return form, search, []
    if len(names) == 1:
        return form, replace(search, person=names[0]), []
    return form, search, names


class _Echo:
    """A file that returns what is written instead of keeping it."""

    def write(self, value: str) -> str:
        return value


def _write_csv(found: Iterator[Line]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    # The mark at the start makes spreadsheets read Thai as UTF-8.
    yield "\ufeff" + writer.writerow(HEADINGS)
    for line in found:
        values: list[Any] = get_values(line)
        yield writer.writerow([guard(value) for value in values])
