"""Links follow the calendar: whoever changes it, or extends it for one agency, moves them all.

Everybody reads the days of a link from its row (the intake, the mixer, boards, kits), so they are
settled when the calendar changes and once a night, not every time they are asked for.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from prongsai.core import clock
from prongsai.core.thai_dates import fiscal_year
from prongsai.surveys.models import Channel
from prongsai.surveys.rules.days import OwnDays, Span, find_own, fit
from prongsai.surveys.selectors.windows import NEVER, get_action, list_spans
from prongsai.surveys.services.lapses import restore_codes
from prongsai.surveys.types import ChannelKind
from prongsai.tokens.services.following import follow_links

_CHUNK = 1000


@transaction.atomic
def follow_calendar(year: int | None = None) -> int:
    """Settle the days of all links of a year (at night: of this one); return how many moved."""
    year = year or fiscal_year(clock.today())
    rows = Channel.objects.filter(fiscal_year=year, revoked_at=None).order_by("id")
    channels = list(rows.select_for_update(no_key=True))
    before = {channel.pk: (channel.opens_on, channel.closes_on) for channel in channels}
    _settle(channels, _list_calendar(channels))
    moved = [each for each in channels if before[each.pk] != (each.opens_on, each.closes_on)]
    for channel in moved:
        channel.changed_at = clock.now()
    Channel.objects.bulk_update(moved, ["opens_on", "closes_on", "changed_at"], batch_size=_CHUNK)
    restore_codes(year=year)
    follow_links(
        {
            channel.code: (channel.opens_on, channel.closes_on)
            for channel in channels
            if channel.kind == ChannelKind.TOKEN
        }
    )
    return len(moved)


def adopt_days(channels: Sequence[Channel]) -> None:
    """Note which of the days asked for are a link's own, and settle them; saves nothing."""
    calendar = _list_calendar(channels)
    for channel, span in zip(channels, calendar, strict=True):
        asked = Span(channel.opens_on, channel.closes_on)
        channel.own_first_day, channel.own_last_day = find_own(asked, span)
    _settle(channels, calendar)


def _settle(channels: Sequence[Channel], calendar: Sequence[Span | None]) -> None:
    """Set the days of links; where no calendar is in force, they stay."""
    for channel, span in zip(channels, calendar, strict=True):
        if span == NEVER:
            channel.closes_on = channel.opens_on - timedelta(days=1)
        elif span is not None:
            own = OwnDays(channel.own_first_day, channel.own_last_day)
            channel.opens_on, channel.closes_on = fit(own, span)


def _list_calendar(channels: Sequence[Channel]) -> list[Span | None]:
    """Return what the calendar says to each link, in the order of the links."""
    wanted = [
        (each.fiscal_year, each.unit_id, get_action(each.instrument, each.kind))
        for each in channels
    ]
    spans = list_spans(wanted)
    return [spans[each] for each in wanted]
