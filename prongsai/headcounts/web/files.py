"""Set-ups of many agencies from a table: send it, look at every row, take over all or some."""

import csv
import io
from collections import Counter

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.errors import Invalid
from prongsai.core.numbers import list_numbers
from prongsai.headcounts.selectors.files import (
    NEWEST,
    get_file_for,
    list_newest_for,
    list_standings_for,
    read_rows,
)
from prongsai.headcounts.selectors.setups import get_year
from prongsai.headcounts.services.files import check_file, take_rows
from prongsai.headcounts.types import FileColumn
from prongsai.headcounts.web.file_table import PAGE_SIZE, build_rows
from prongsai.organizations.types.imports import name_counts
from prongsai.ui.exports import guard
from prongsai.ui.forms import TableFileField, refusals
from prongsai.ui.http import Request
from prongsai.ui.tables import answer
from prongsai.ui.types import Crumb

# Agencies of one request: some seconds at most; the page asks for the next by itself.
STEP = 25


class FileForm(forms.Form):
    """A table of set-ups."""

    file = TableFileField(label=gettext_lazy("ไฟล์ตัวเลขของหน่วยงาน"))


@require_http_methods(["GET", "POST"])
def new_file(request: Request) -> HttpResponse:
    """Send a table to be compared; nothing changes yet."""
    known = list_standings_for(request.actor, year=get_year())
    form = FileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with refusals(form):
            file = form.cleaned_data["file"]
            code = check_file(request.actor, data=file.read(), file_name=file.name)
            return redirect("headcounts:file", code)
    context = {"form": form, "count": len(known), "crumbs": _crumbs(_("นำเข้าจากไฟล์"))}
    return render(request, "headcounts/file_new.html", context, status=422 if form.errors else 200)


@require_safe
def get_template(request: Request) -> HttpResponse:
    """The agencies of the area with their newest figures, to be filled in."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow([str(column.label) for column in FileColumn])
    rows = list_newest_for(request.actor, year=get_year()).values_list(*NEWEST)
    for code, name, headcount, contacts in rows:
        writer.writerow([guard(code), guard(name), headcount, contacts or ""])
    response = HttpResponse("\ufeff" + target.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="setups-{get_year()}.csv"'
    return response


@require_safe
def show_file(request: Request, code: str) -> HttpResponseBase:
    """Every row with what it would do, and what was done."""
    file = get_file_for(request.actor, code)
    rows = read_rows(file)
    waiting = sum(row.waits for row in rows)
    taken = sum(row.is_taken for row in rows)
    context = {
        "file": file,
        "counts": name_counts(Counter(row.action for row in rows)),
        "waiting": waiting,
        "taken": taken,
        "refused": sum(bool(row.refused) for row in rows),
        "is_going": "going" in request.GET and bool(waiting),
        "total": taken + waiting,
        "crumbs": _crumbs(_("นำเข้าจากไฟล์")),
    }
    table = build_rows(rows, code=code, may_choose=bool(waiting))
    return answer(request, table, "headcounts/file.html", context)


@require_POST
def take(request: Request, code: str) -> HttpResponse:
    """Send the chosen rows of a page, or the next of all, to the executives."""
    everything = "all" in request.POST
    chosen = None if everything else set(list_numbers(request.POST.getlist("selected")))
    most = STEP if everything else PAGE_SIZE
    try:
        count = take_rows(request.actor, code=code, numbers=chosen, most=most)
    except Invalid as error:
        messages.error(request, error.message)
    else:
        if not everything:
            facts = {"count": f"{count:,}"}
            messages.success(request, _("ส่งให้ผู้บริหารยืนยันแล้ว %(count)s หน่วยงาน") % facts)
    query = "?going=1" if everything else ""
    return redirect(reverse("headcounts:file", args=[code]) + query)


def _crumbs(last: str) -> list[Crumb]:
    return [Crumb(_("การตั้งค่าประจำปี"), reverse("headcounts:list")), Crumb(last)]
