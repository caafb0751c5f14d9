"""Links that somebody may advertise, and orders of many kits."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from prongsai.core import clock, jobs
from prongsai.core.actor import Actor
from prongsai.core.errors import NotFound
from prongsai.core.thai_dates import fiscal_year
from prongsai.organizations.selectors.names import get_unit_names
from prongsai.organizations.selectors.scopes import get_scope
from prongsai.organizations.selectors.units import get_unit_for
from prongsai.organizations.types.units import UnitName, UnitView
from prongsai.permissions.rules import can
from prongsai.surveys.models import KitFile, KitItem, KitOrder
from prongsai.surveys.rules.kits import has_kit, is_own_link, name_folder
from prongsai.surveys.selectors.channels import list_channels_for
from prongsai.surveys.types import ChannelCard, KitArea, KitOrderView


def list_kit_channels_for(actor: Actor, code: str) -> tuple[UnitView, list[ChannelCard]]:
    """Return an agency and those of its links of this year that ACTOR may advertise."""
    unit = get_unit_for(actor, code, verb="survey.kit")
    today = clock.today()
    cards = list_channels_for(actor, unit_id=unit.id, fiscal_year=fiscal_year(today))
    return unit, [
        card for card in cards if has_kit(card, today=today) and is_own_link(actor.acting, card)
    ]


def get_kit_channel_for(actor: Actor, code: str, channel_id: int) -> ChannelCard:
    """Return one link of an agency that ACTOR may advertise."""
    _, cards = list_kit_channels_for(actor, code)
    card = next((card for card in cards if card.id == channel_id), None)
    if card is None:
        raise NotFound
    return card


JOB = "surveys.tasks.make_kits"


def list_orders_for(actor: Actor) -> QuerySet[KitOrder]:
    """Return the orders of ACTOR that have not expired, newest first."""
    rows = KitOrder.objects.filter(asked_by=actor.user_id or 0, expires_on__gte=clock.today())
    return rows.annotate(
        done=Count("items", filter=Q(items__is_done=True)),
        failed=Count("items", filter=~Q(items__problem="")),
        size=Sum("items__size", default=0),
    ).order_by("-id")


def get_order_for(actor: Actor, order_id: int) -> KitOrderView:
    """Return an order of ACTOR's own, as long as ACTOR still has the area."""
    row = list_orders_for(actor).filter(id=order_id).first()
    if row is None or not _still_reaches(actor, row):
        raise NotFound
    return to_views([row])[0]


def to_views(rows: Iterable[Any]) -> list[KitOrderView]:
    """Return rows of `list_orders_for` with whether anybody works on them, in one query."""
    live = {waiting["order_id"] for waiting in jobs.list_waiting(JOB)}
    return [_to_view(row, is_live=row.pk in live) for row in rows]


def _to_view(row: Any, *, is_live: bool) -> KitOrderView:
    return KitOrderView(
        id=row.pk,
        instrument=row.instrument,
        fiscal_year=row.fiscal_year,
        language=row.language,
        parts=tuple(row.parts),
        total=row.total,
        done=row.done,
        failed=row.failed,
        size=row.size,
        created_at=row.created_at,
        expires_on=row.expires_on,
        is_finished=row.finished_at is not None,
        is_stopped=row.finished_at is None and not is_live,
        problem=row.problem,
    )


def list_failed(order_id: int, *, most: int) -> list[UnitName]:
    """Return the agencies whose kits could not be made, by their order."""
    rows = KitItem.objects.filter(order_id=order_id).exclude(problem="").order_by("id")
    ids = list(rows.values_list("channel__unit_id", flat=True)[:most])
    names = get_unit_names(ids)
    return [names[unit_id] for unit_id in dict.fromkeys(ids)]


def list_areas(order_id: int) -> list[KitArea]:
    """Return the provinces of an order with how many agencies are done, in dictionary order."""
    counts = (
        KitOrder.objects.filter(id=order_id)
        .values_list("items__province_id")
        .annotate(total=Count("items"), done=Count("items", filter=Q(items__is_done=True)))
    )
    rows = list(counts)
    names = get_unit_names({row[0] for row in rows if row[0] is not None})
    areas = [KitArea(names.get(unit_id), total, done) for unit_id, total, done in rows]
    return sorted(areas, key=lambda area: area.sort_key)


def list_files(order_id: int, area: UnitName | None) -> Iterator[tuple[str, bytes]]:
    """Yield the finished files of a province, read from the database one by one."""
    rows = KitFile.objects.filter(
        item__order_id=order_id, item__is_done=True, item__province_id=area.id if area else None
    )
    units = rows.values_list("item__channel__unit_id", flat=True).distinct()
    names = get_unit_names(units)
    found = rows.order_by("item_id", "id").values_list(
        "item__channel__unit_id", "item__channel__code", "name", "content"
    )
    for unit_id, code, name, content in found.iterator(chunk_size=8):
        agency = names[unit_id]
        yield f"{name_folder(agency, code)}/{name}", bytes(content)


def _still_reaches(actor: Actor, row: KitOrder) -> bool:
    if row.unit_id is None:
        return can(actor, "survey.kit_many")
    return can(actor, "survey.kit_many", get_scope(row.unit_id))
