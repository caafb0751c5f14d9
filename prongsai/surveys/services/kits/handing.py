"""Handing out kits: every file that leaves the house leaves an audit line."""

from collections.abc import Iterator

from django.db import transaction

from prongsai.audit.services import record
from prongsai.core.actor import Actor
from prongsai.core.errors import NotFound
from prongsai.documents.rules.archives import stream_zip
from prongsai.surveys.selectors.kits import get_kit_channel_for, get_order_for, list_areas
from prongsai.surveys.selectors.kits import list_files as select_files
from prongsai.surveys.services.kits.parts import get_folder, make_part, make_parts
from prongsai.surveys.types import ChannelCard, KitPart


@transaction.atomic
def hand_out_part(
    actor: Actor, *, code: str, channel_id: int, part: KitPart, language: str
) -> bytes:
    """Return one part of a link's kit."""
    card = get_kit_channel_for(actor, code, channel_id)
    content = make_part(card, part, language=language)
    _record(actor, card, part.value, language)
    return content


@transaction.atomic
def hand_out_kit(
    actor: Actor, *, code: str, channel_id: int, language: str
) -> tuple[str, Iterator[bytes]]:
    """Return a name and the whole kit of a link as a ZIP that is made while it is sent."""
    card = get_kit_channel_for(actor, code, channel_id)
    _record(actor, card, "zip", language)
    folder = get_folder(card)
    made = make_parts([card], KitPart, language=language)
    return folder, stream_zip((f"{folder}/{part.value}", content) for _, part, content in made)


@transaction.atomic
def hand_out_area(
    actor: Actor, *, order_id: int, province_code: str
) -> tuple[str, Iterator[bytes]]:
    """Return a name and the finished kits of a province as a ZIP, read while it is sent."""
    order = get_order_for(actor, order_id)
    area = next((each for each in list_areas(order_id) if each.code == province_code), None)
    if area is None:
        raise NotFound
    record(
        actor,
        verb="survey.download_kits",
        target=f"kit_order:{order_id}",
        unit_id=area.province.id if area.province else None,
        detail={"count": area.done, "instrument": order.instrument},
    )
    name = f"{order.instrument}-{order.fiscal_year}-{province_code}"
    return name, stream_zip(select_files(order_id, area.province))


def _record(actor: Actor, card: ChannelCard, what: str, language: str) -> None:
    record(
        actor,
        verb="survey.make_kit",
        target=f"channel:{card.code}",
        unit_id=card.unit_id,
        detail={"file": what, "language": language},
    )
