"""Links: for the agency that hands them out, and for the intake that answers under them."""

from collections.abc import Iterable
from datetime import datetime

from prongsai.core.actor import Actor
from prongsai.core.errors import NotFound
from prongsai.organizations.selectors.names import get_unit_names
from prongsai.organizations.selectors.scopes import filter_by_reach, get_scope
from prongsai.organizations.types.units import UnitName
from prongsai.permissions.rules import can
from prongsai.surveys.models import Channel
from prongsai.surveys.types import ChannelCard, Words


def get_channel_for(actor: Actor, channel_id: int, *, verb: str = "survey.view") -> ChannelCard:
    """Return a channel that ACTOR may do VERB to; anything else is not there."""
    channel = Channel.objects.filter(id=channel_id).first()
    if channel is None or not can(actor, verb, get_scope(channel.unit_id)):
        raise NotFound
    return to_cards([channel])[0]


def list_channels_for(actor: Actor, *, unit_id: int, fiscal_year: int) -> list[ChannelCard]:
    """Return the channels of an agency that ACTOR may see, newest last."""
    rows = filter_by_reach(Channel.objects.all(), actor=actor, verb="survey.view")
    return to_cards(rows.filter(unit_id=unit_id, fiscal_year=fiscal_year).order_by("id"))


def find_channel(code: str) -> ChannelCard | None:
    return next(iter(to_cards(Channel.objects.filter(code=code))), None)


def list_changed_channels(since: datetime | None) -> tuple[list[ChannelCard], datetime | None]:
    """Return the channels changed since then (all at first) and the newest change seen."""
    rows = Channel.objects.order_by("changed_at")
    if since is not None:
        rows = rows.filter(changed_at__gt=since)
    channels = list(rows)
    return to_cards(channels), channels[-1].changed_at if channels else since


def _to_words(name: UnitName) -> Words:
    return Words(name.name_th, name.name_en or name.name_th)


def to_cards(channels: Iterable[Channel]) -> list[ChannelCard]:
    """Return channels with the names of their agencies, in one query however many."""
    channels = list(channels)
    names = get_unit_names({channel.unit_id for channel in channels}) if channels else {}
    return [
        ChannelCard(
            id=channel.id,
            code=channel.code,
            unit_id=channel.unit_id,
            agency=_to_words(names[channel.unit_id]),
            instrument=channel.instrument,
            part=channel.part,
            framework=channel.framework,
            fiscal_year=channel.fiscal_year,
            kind=channel.kind,
            label=channel.label,
            opens_on=channel.opens_on,
            closes_on=channel.closes_on,
            is_revoked=channel.revoked_at is not None,
            division_id=channel.division_id,
        )
        for channel in channels
    ]


def list_surveyed_years() -> list[int]:
    """Return the years for which any link was ever opened, the latest first."""
    years = Channel.objects.order_by("-fiscal_year").values_list("fiscal_year", flat=True)
    return list(years.distinct())
