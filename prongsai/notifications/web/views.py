"""Everybody's own inbox."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from prongsai.core.paging import get_page
from prongsai.notifications import selectors, services
from prongsai.ui.http import Request


@require_safe
def inbox(request: Request) -> HttpResponse:
    page = get_page(selectors.list_notices(request.actor), request.GET.get("page"), size=30)
    context = {"page": page, "unread": selectors.count_unread(request.actor)}
    return render(request, "notifications/inbox.html", context)


@require_POST
def open_notice(request: Request, notice_id: int) -> HttpResponse:
    url = services.mark_read(request.actor, notice_id=notice_id)
    return redirect(url or "inbox:inbox")


@require_POST
def read_all(request: Request) -> HttpResponse:
    services.mark_all_read(request.actor)
    return redirect("inbox:inbox")
