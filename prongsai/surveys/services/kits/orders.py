"""Kits of many agencies: ordered once, made in small steps, kept for a week."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
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
from prongsai.surveys.services.kits.parts import make_parts
from prongsai.surveys.types import ChannelKind, KitPart

VERB = "survey.kit_many"
KEPT = timedelta(days=7)
# Agencies of one step: a step lasts some seconds and is what a crash can cost.
STEP = 25
# Steps of one order that run at once, on however many workers.
AT_ONCE = 2


@transaction.atomic
def order_kits(actor: Actor, *, instrument: str, parts: Sequence[KitPart], language: str) -> int:
    """Order the kits of every open link of ACTOR's area; return the order."""
    if not can_anywhere(actor, VERB) or actor.acting is None or actor.user_id is None:
        raise NotAllowed(_("บทบาทของท่านสั่งทำชุดประชาสัมพันธ์หลายหน่วยงานไม่ได้"))
    if not parts:
        raise Invalid(_("เลือกอย่างน้อยหนึ่งชิ้น"), field="parts")
    today = clock.today()
    found = filter_by_reach(Channel.objects.all(), actor=actor, verb=VERB).filter(
        fiscal_year=fiscal_year(today),
        instrument=instrument,
        kind=ChannelKind.LINK,
        revoked_at=None,
        closes_on__gte=today,
    )
    channels = list(found.order_by("unit_id", "id").values_list("id", "unit_id"))
    if not channels:
        raise Conflict(_("ยังไม่มีหน่วยงานใดในพื้นที่เปิดลิงก์ของแบบวัดนี้ เมื่อเปิดแล้วจึงสั่งทำได้"))
    order = KitOrder.objects.create(
        asked_by=actor.user_id,
        unit_id=actor.acting.unit_id,
        fiscal_year=fiscal_year(today),
        instrument=instrument,
        language=language,
        parts=[part.value for part in parts],
        total=len(channels),
        expires_on=today + KEPT,
    )
    areas = get_areas({unit_id for _, unit_id in channels})
    items = [
        KitItem(order=order, channel_id=channel_id, province_id=areas[unit_id][0])
        for channel_id, unit_id in channels
    ]
    KitItem.objects.bulk_create(items, batch_size=1000)
    for _step in range(AT_ONCE):
        jobs.after_commit("surveys.tasks.make_kits", order_id=order.pk)
    record(
        actor,
        verb="survey.order_kits",
        target=f"kit_order:{order.pk}",
        unit_id=actor.acting.unit_id,
        detail={"count": len(channels), "instrument": instrument, "parts": order.parts},
    )
    return order.pk


@transaction.atomic
def make_step(order_id: int) -> int:
    """Make the next kits of an order and queue the step after; return how many were made.

    Steps may run at once and be repeated: each takes what no other is making and is not done.
    """
    order = KitOrder.objects.filter(id=order_id).first()
    if order is None:
        return 0
    items = list(
        KitItem.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
        .select_related("channel")
        .filter(order=order, is_done=False)
        .order_by("id")[:STEP]
    )
    if items:
        _make(order, items)
        jobs.after_commit("surveys.tasks.make_kits", order_id=order_id)
    elif not KitItem.objects.filter(order=order, is_done=False).exists():
        KitOrder.objects.filter(id=order_id, finished_at=None).update(finished_at=clock.now())
    return len(items)


@transaction.atomic
def clear_expired() -> int:
    """Forget orders past their week, with all files; return how many."""
    gone = KitOrder.objects.filter(expires_on__lt=clock.today())
    KitFile.objects.filter(item__order__in=gone).delete()
    KitItem.objects.filter(order__in=gone).delete()
    return gone.delete()[0]


def _make(order: KitOrder, items: Sequence[KitItem]) -> None:
    cards = to_cards([item.channel for item in items])
    by_channel = {item.channel_id: item for item in items}
    parts = [KitPart(name) for name in order.parts]
    files = [
        KitFile(item=by_channel[card.id], name=part.value, content=content)
        for card, part, content in make_parts(cards, parts, language=order.language)
    ]
    KitFile.objects.bulk_create(files, batch_size=50)
    KitItem.objects.filter(id__in=[item.pk for item in items]).update(is_done=True)
