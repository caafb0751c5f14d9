"""Kits of all agencies of an area: ordered, watched, taken away by province."""

from math import ceil

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core import clock
from prongsai.core.errors import NotAllowed
from prongsai.core.paging import get_page
from prongsai.permissions.rules import can_anywhere
from prongsai.surveys.selectors.kits import (
    get_order_for,
    list_areas,
    list_failed,
    list_orders_for,
    to_views,
)
from prongsai.surveys.services.kits.handing import hand_out_area
from prongsai.surveys.services.kits.orders import VERB, delete_order, order_kits, retry_order
from prongsai.surveys.types import KitOrderView, KitPart
from prongsai.surveys.web.kits.forms import OrderForm
from prongsai.surveys.web.kits.views import answer_zip
from prongsai.surveys.web.kits.words import NAMES
from prongsai.ui import dates
from prongsai.ui.forms import refusals
from prongsai.ui.http import Request
from prongsai.ui.types import Crumb

PAGE_SIZE = 20
# Agencies that are named when theirs could not be made.
MOST_NAMED = 20


@require_http_methods(["GET", "POST"])
def list_orders(request: Request) -> HttpResponse:
    """The own orders, and the form for a new one."""
    if not can_anywhere(request.actor, VERB):
        raise NotAllowed(_("บทบาทของท่านสั่งทำชุดประชาสัมพันธ์หลายหน่วยงานไม่ได้"))
    form = OrderForm(request.POST or None, initial={"language": dates.get_page_language()})
    if form.is_valid():
        with refusals(form):
            order_id = order_kits(request.actor, **form.cleaned_data)
            messages.success(request, _("รับคำสั่งแล้ว กำลังทำ ออกจากหน้านี้ได้ งานเดินต่อเอง"))
            return redirect("surveys:kit-order", order_id)
    page = get_page(list_orders_for(request.actor), request.GET.get("page"), size=PAGE_SIZE)
    context = {
        "form": form,
        "page": page,
        "orders": to_views(page.rows),
        "crumbs": [_first_crumb(), Crumb(_("ชุดประชาสัมพันธ์ทั้งพื้นที่"))],
    }
    status = 422 if form.errors else 200
    return render(request, "surveys/kits/orders.html", context, status=status)


@require_safe
def show_order(request: Request, order_id: int) -> HttpResponse:
    """How far an order is; the page looks again by itself until everything is made."""
    order = get_order_for(request.actor, order_id)
    context = {
        "order": order,
        "minutes": _guess_minutes(order),
        "parts": [NAMES[KitPart(name)] for name in order.parts],
        "areas": list_areas(order_id),
        "failed": list_failed(order_id, most=MOST_NAMED) if order.failed else [],
        "crumbs": [
            _first_crumb(),
            Crumb(_("ชุดประชาสัมพันธ์ทั้งพื้นที่"), reverse("surveys:kit-orders")),
            Crumb(_("คำสั่งที่ %(number)s") % {"number": order.id}),
        ],
    }
    return render(request, "surveys/kits/order.html", context)


def _first_crumb() -> Crumb:
    return Crumb(_("ความคืบหน้าการตอบ"), reverse("board:areas"))


def _guess_minutes(order: KitOrderView) -> int:
    """Return how long an order will take at its pace so far; 0 where nothing can be said."""
    if not order.done or order.is_finished or order.is_stopped:
        return 0
    passed = clock.now() - order.created_at
    return ceil(passed.total_seconds() * order.left / order.done / 60)


@require_POST
def retry(request: Request, order_id: int) -> HttpResponse:
    """Go on with an order that stopped or that left agencies out."""
    retry_order(request.actor, order_id=order_id)
    messages.success(request, _("เริ่มทำต่อแล้ว"))
    return redirect("surveys:kit-order", order_id)


@require_POST
def delete(request: Request, order_id: int) -> HttpResponse:
    """Forget an order and its files."""
    delete_order(request.actor, order_id=order_id)
    messages.success(request, _("ลบคำสั่งและไฟล์แล้ว"))
    return redirect("surveys:kit-orders")


@require_safe
def get_area(request: Request, order_id: int, province: str) -> HttpResponseBase:
    """What is finished of one province."""
    name, content = hand_out_area(request.actor, order_id=order_id, province_code=province)
    return answer_zip(name, content)
