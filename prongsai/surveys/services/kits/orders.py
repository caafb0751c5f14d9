"""Kits of many agencies: ordered once, made in small steps, kept for a few days."""

import logging
from collections.abc import Sequence
from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from prongsai.audit.services import record
from prongsai.core import clock, jobs
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, Invalid, NotAllowed
from prongsai.core.thai_dates import fiscal_year
from prongsai.organizations.selectors.areas import get_areas
from prongsai.organizations.selectors.scopes import filter_by_reach
from prongsai.permissions.rules import can_anywhere
from prongsai.surveys.models import Channel, KitFile, KitItem, KitOrder
from prongsai.surveys.selectors.channels import to_cards
from prongsai.surveys.selectors.kits import get_order_for
from prongsai.surveys.services.kits.parts import make_parts
from prongsai.surveys.types import ChannelCard, ChannelKind, KitOrderView, KitPart

logger = logging.getLogger(__name__)
File = tuple[ChannelCard, KitPart, bytes]
VERB = "survey.kit_many"
_LOCK = 0x114
# From a Friday to a Monday; a national order of every part takes 3.5 GB.
KEPT = timedelta(days=3)
MOST_ORDERS = 4
# Agencies of one step: a step lasts some seconds and is what a crash can cost.
STEP = 25
# Steps of one order that run at once, on however many workers.
AT_ONCE = 2


@transaction.atomic
def order_kits(actor: Actor, *, instrument: str, parts: Sequence[KitPart], language: str) -> int:
    """Order the kits of every open link of ACTOR's area; return the order.

    The same asked for again while it is being made is the same order: a button pressed twice.
    """
    if not can_anywhere(actor, VERB) or actor.acting is None or actor.user_id is None:
        raise NotAllowed(_("บทบาทของท่านสั่งทำชุดประชาสัมพันธ์หลายหน่วยงานไม่ได้"))
    if not parts:
        raise Invalid(_("เลือกอย่างน้อยหนึ่งชิ้น"), field="parts")
    today, unit_id = clock.today(), actor.acting.unit_id
    _wait_for_others(actor.user_id)
    wish = {
        "unit_id": unit_id,
        "fiscal_year": fiscal_year(today),
        "instrument": instrument,
        "language": language,
        "parts": [part.value for part in parts],
    }
    own = KitOrder.objects.filter(asked_by=actor.user_id, expires_on__gte=today)
    same = own.filter(**wish, finished_at=None).first()
    if same:
        return same.pk
    if own.count() >= MOST_ORDERS:
        raise Conflict(_("มีคำสั่งอยู่ครบ 4 รายการแล้ว ลบคำสั่งที่ดาวน์โหลดแล้วก่อน จึงสั่งเพิ่มได้"))
    channels = _list_channels(actor, instrument, today)
    if not channels:
        raise Conflict(_("ยังไม่มีหน่วยงานใดในพื้นที่เปิดลิงก์ของแบบวัดนี้ เมื่อเปิดแล้วจึงสั่งทำได้"))
    order = KitOrder.objects.create(
        **wish, asked_by=actor.user_id, total=len(channels), expires_on=today + KEPT
    )
    areas = get_areas({owner for _, owner in channels})
    items = [
        KitItem(order=order, channel_id=channel_id, province_id=areas[owner][0])
        for channel_id, owner in channels
    ]
    KitItem.objects.bulk_create(items, batch_size=1000)
    _queue(order.pk)
    detail = {"count": len(channels), "instrument": instrument, "parts": order.parts}
    target = f"kit_order:{order.pk}"
    record(actor, verb="survey.order_kits", target=target, unit_id=unit_id, detail=detail)
    return order.pk


def make_step(order_id: int) -> int:
    """Make the next kits of an order and queue the step after; return how many were made.

    Steps may run at once and be repeated: each takes what no other is making and is not done.
    A step that breaks off leaves nothing but its reason.
    """
    try:
        return _make_step(order_id)
    except Exception as error:
        KitOrder.objects.filter(id=order_id).update(problem=type(error).__name__[:60])
        raise


@transaction.atomic
def retry_order(actor: Actor, *, order_id: int) -> None:
    """Try again what could not be made, and go on with what nobody works on any more."""
    order = get_order_for(actor, order_id)
    if not order.is_stopped and not order.failed:
        raise Conflict(_("คำสั่งนี้ไม่มีอะไรต้องทำใหม่"))
    KitItem.objects.filter(order_id=order_id).exclude(problem="").update(problem="")
    KitOrder.objects.filter(id=order_id).update(finished_at=None, problem="")
    if order.is_stopped or order.is_finished:
        _queue(order_id)
    _record(actor, "survey.retry_kits", order)


@transaction.atomic
def delete_order(actor: Actor, *, order_id: int) -> None:
    """Forget an order with its files before its time."""
    order = get_order_for(actor, order_id)
    _delete(KitOrder.objects.filter(id=order_id))
    _record(actor, "survey.delete_kits", order)


@transaction.atomic
def _make_step(order_id: int) -> int:
    order = KitOrder.objects.filter(id=order_id).first()
    if order is None:
        return 0
    items = list(
        KitItem.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
        .select_related("channel")
        .filter(order=order, is_done=False, problem="")
        .order_by("id")[:STEP]
    )
    if items:
        _make(order, items)
        _queue(order_id, steps=1)
    elif not KitItem.objects.filter(order=order, is_done=False, problem="").exists():
        KitOrder.objects.filter(id=order_id, finished_at=None).update(finished_at=clock.now())
    return len(items)


@transaction.atomic
def clear_expired() -> int:
    """Forget orders past their days, with all files; return how many."""
    return _delete(KitOrder.objects.filter(expires_on__lt=clock.today()))


def _delete(orders: QuerySet[KitOrder]) -> int:
    """Delete orders, files first: none of them is read for it."""
    KitFile.objects.filter(item__order__in=orders).delete()
    KitItem.objects.filter(order__in=orders).delete()
    return orders.delete()[0]


def _list_channels(actor: Actor, instrument: str, today: date) -> list[tuple[int, int]]:
    """Return the links of ACTOR's area that are advertised now, each with its agency."""
    rows = filter_by_reach(Channel.objects.all(), actor=actor, verb=VERB).filter(
        fiscal_year=fiscal_year(today),
        instrument=instrument,
        kind=ChannelKind.LINK,
        revoked_at=None,
        closes_on__gte=today,
    )
    return list(rows.order_by("unit_id", "id").values_list("id", "unit_id"))


def _wait_for_others(user_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, user_id])


def _queue(order_id: int, *, steps: int = AT_ONCE) -> None:
    for _step in range(steps):
        jobs.after_commit("surveys.tasks.make_kits", order_id=order_id)


def _make(order: KitOrder, items: Sequence[KitItem]) -> None:
    """Draw the kits of some agencies; who cannot be drawn does not stop the others."""
    cards = to_cards([item.channel for item in items])
    by_channel = {item.channel_id: item for item in items}
    try:
        files = _draw(order, cards)
    except Exception:
        logger.exception("kits of order %s are drawn one by one", order.pk)
        files = [file for card in cards for file in _try(order, card, by_channel[card.id])]
    for card, _part, content in files:
        by_channel[card.id].size += len(content)
    KitFile.objects.bulk_create(
        [
            KitFile(item=by_channel[card.id], name=part.value, content=content)
            for card, part, content in files
        ],
        batch_size=50,
    )
    for item in items:
        item.is_done = not item.problem
    KitItem.objects.bulk_update(items, ["is_done", "problem", "size"])


def _draw(order: KitOrder, cards: Sequence[ChannelCard]) -> list[File]:
    parts = [KitPart(name) for name in order.parts]
    return list(make_parts(cards, parts, language=order.language))


def _try(order: KitOrder, card: ChannelCard, item: KitItem) -> list[File]:
    try:
        return _draw(order, [card])
    except Exception as error:
        logger.exception("the kit of %s cannot be drawn", card.code)
        item.problem = type(error).__name__[:60]
        return []


def _record(actor: Actor, verb: str, order: KitOrderView) -> None:
    detail = {"done": order.done, "failed": order.failed, "total": order.total}
    record(actor, verb=verb, target=f"kit_order:{order.id}", detail=detail)
