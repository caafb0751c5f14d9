"""Links to the surveys: opened, rotated and revoked."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from prongsai.audit.services import record
from prongsai.core import clock
from prongsai.core.actor import SYSTEM, Actor
from prongsai.core.errors import Conflict, Invalid, NotFound
from prongsai.organizations.selectors.scopes import get_scope
from prongsai.permissions.rules import can
from prongsai.surveys.models import Channel
from prongsai.surveys.rules.codes import new_channel_code
from prongsai.surveys.selectors.channels import get_channel_for
from prongsai.surveys.selectors.codes import lock_codes
from prongsai.surveys.selectors.windows import find_last_day
from prongsai.surveys.services.codes import cancel_unused_codes
from prongsai.surveys.services.following import adopt_days
from prongsai.surveys.services.lapses import restore_codes
from prongsai.surveys.types import ChannelCard, ChannelKind, ChannelSpec, Instrument
from prongsai.tokens.services.following import follow_links
from prongsai.ui import dates

_CHUNK = 1000


@transaction.atomic
def open_channel(actor: Actor, *, spec: ChannelSpec) -> ChannelCard:
    """Make a new link for an agency; its code has never been used before."""
    if not can(actor, "survey.manage", get_scope(spec.unit_id)):
        raise NotFound
    channel = _create([spec])[0]
    record(
        actor,
        verb="survey.open_channel",
        target=f"channel:{channel.code}",
        unit_id=spec.unit_id,
        detail={"instrument": spec.instrument, "kind": spec.kind, "label": spec.label},
    )
    return get_channel_for(SYSTEM, channel.id)


@transaction.atomic
def open_channels(actor: Actor, *, specs: Sequence[ChannelSpec]) -> list[int]:
    """Make the links of many agencies at once, for whoever may manage all of them."""
    if not can(actor, "survey.manage"):
        raise NotFound
    channels: list[Channel] = []
    for start in range(0, len(specs), _CHUNK):
        channels += _create(specs[start : start + _CHUNK])
    record(actor, verb="survey.open_channels", target="channels", detail={"count": len(channels)})
    return [channel.id for channel in channels]


@transaction.atomic
def revoke_channel(actor: Actor, *, channel_id: int, reason: str) -> None:
    """Stop a link at once; answers given through it stay counted, unspent codes are worthless."""
    channel = _lock(actor, channel_id)
    if channel.instrument == Instrument.IIT:
        cancel_unused_codes(actor, channel_id=channel_id)
    channel.revoked_at = channel.changed_at = clock.now()
    channel.save(update_fields=["revoked_at", "changed_at"])
    record(
        actor,
        verb="survey.revoke_channel",
        target=f"channel:{channel.code}",
        unit_id=channel.unit_id,
        detail={"reason": reason},
    )


@transaction.atomic
def rotate_channel(actor: Actor, *, channel_id: int, reason: str) -> ChannelCard:
    """Stop a link and open one in its place with a new code."""
    old = _lock(actor, channel_id)
    revoke_channel(actor, channel_id=channel_id, reason=reason)
    spec = ChannelSpec(
        unit_id=old.unit_id,
        fiscal_year=old.fiscal_year,
        framework=old.framework,
        instrument=old.instrument,
        part=old.part,
        opens_on=old.opens_on,
        closes_on=old.closes_on,
        kind=old.kind,
        label=old.label,
        division_id=old.division_id,
    )
    return open_channel(actor, spec=spec)


@transaction.atomic
def move_last_day(actor: Actor, *, channel_id: int, closes_on: date, reason: str) -> None:
    """Let a link end earlier or later; not before today, not after the calendar."""
    card = get_channel_for(actor, channel_id, verb="survey.manage")
    lock_codes(card.unit_id, year=card.fiscal_year)
    channel = _lock(actor, channel_id)
    if closes_on < max(clock.today(), channel.opens_on):
        raise Invalid(_("วันสุดท้ายต้องไม่ก่อนวันนี้และไม่ก่อนวันเปิด"), field="closes_on")
    latest = find_last_day(channel.unit_id, channel.instrument, year=channel.fiscal_year)
    if latest and closes_on > max(latest, channel.closes_on):
        words = _("ปฏิทินปิดวันที่ %(day)s เลือกวันไม่หลังจากนั้น") % {"day": dates.get_long(latest)}
        raise Invalid(words, field="closes_on")
    before, channel.changed_at = channel.closes_on, clock.now()
    channel.closes_on = closes_on
    channel.own_last_day = None if latest and closes_on >= latest else closes_on
    channel.save(update_fields=["closes_on", "own_last_day", "changed_at"])
    restore_codes(year=channel.fiscal_year, unit_ids=[channel.unit_id])
    if closes_on > before and channel.kind == ChannelKind.LINK:
        _prolong_tokens(channel, before)
    record(
        actor,
        verb="survey.move_channel",
        target=f"channel:{channel.code}",
        unit_id=channel.unit_id,
        detail={"from": before.isoformat(), "to": closes_on.isoformat(), "reason": reason},
    )


def _prolong_tokens(channel: Channel, before: date) -> None:
    """Move links of tokens that would end no earlier than this one did: until the same day."""
    rows = Channel.objects.filter(
        unit_id=channel.unit_id,
        fiscal_year=channel.fiscal_year,
        instrument=channel.instrument,
        kind=ChannelKind.TOKEN,
        closes_on__gte=before,
        closes_on__lt=channel.closes_on,
        revoked_at=None,
    )
    links = list(rows.order_by("id"))
    for link in links:
        link.closes_on, link.own_last_day = channel.closes_on, channel.own_last_day
        link.changed_at = channel.changed_at
    Channel.objects.bulk_update(links, ["closes_on", "own_last_day", "changed_at"])
    follow_links({link.code: (link.opens_on, link.closes_on) for link in links})


def _lock(actor: Actor, channel_id: int) -> Channel:
    get_channel_for(actor, channel_id, verb="survey.manage")
    channel = Channel.objects.select_for_update(no_key=True).get(id=channel_id)
    if channel.revoked_at is not None:
        raise Conflict(_("ลิงก์นี้ถูกยกเลิกไปแล้ว"))
    return channel


def _create(specs: Sequence[ChannelSpec]) -> list[Channel]:
    """Insert channels; a code that is taken by chance is drawn again."""
    codes = _draw_codes(len(specs))
    channels = [
        Channel(
            code=code,
            unit_id=spec.unit_id,
            fiscal_year=spec.fiscal_year,
            framework=spec.framework,
            instrument=spec.instrument,
            part=spec.part,
            kind=spec.kind,
            label=spec.label,
            division_id=spec.division_id,
            opens_on=spec.opens_on,
            closes_on=spec.closes_on,
        )
        for code, spec in zip(codes, specs, strict=True)
    ]
    adopt_days(channels)
    return Channel.objects.bulk_create(channels)


def _draw_codes(count: int) -> list[str]:
    codes: set[str] = set()
    while len(codes) < count:
        codes |= {new_channel_code() for _ in range(count - len(codes))}
        codes -= set(Channel.objects.filter(code__in=codes).values_list("code", flat=True))
    return sorted(codes)
