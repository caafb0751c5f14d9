"""How each survey of agencies stands: counted now, hidden where small, with what is ahead."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.conf import settings

from prongsai.core import clock
from prongsai.core.suppression import coarsen, show_growing
from prongsai.headcounts.selectors.setups import list_confirmed
from prongsai.headcounts.types import Confirmed
from prongsai.surveys.models import Channel
from prongsai.surveys.rules.pace import PACE_DAYS, blur, find_day, forecast, in_steps, judge
from prongsai.surveys.selectors.tallies import Counted, count_channels, list_whole_days
from prongsai.surveys.types import ChannelKind, Instrument, ProgressState, Tally

# Answers that field workers bring belong to another part, with a minimum of its own.
FIELD = frozenset({ChannelKind.INTERVIEW})
Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Row:
    """What counting needs of a channel."""

    id: int
    unit_id: int
    instrument: str
    opens_on: date
    closes_on: date
    is_revoked: bool


def as_row(channel: Channel) -> Row:
    return Row(
        channel.pk,
        channel.unit_id,
        channel.instrument,
        channel.opens_on,
        channel.closes_on,
        is_revoked=channel.revoked_at is not None,
    )


def measure(*, year: int, unit_ids: Iterable[int] | None = None) -> dict[Key, Tally]:
    """Return how each (unit, instrument) with a channel or a confirmed set-up stands.

    The number of queries does not depend on how many agencies there are.
    """
    ids = None if unit_ids is None else list(unit_ids)
    rows = _list_rows(year, ids)
    since = clock.today() - timedelta(days=PACE_DAYS)
    counted = count_channels((row.id for row in rows), since=since)
    return measure_rows(rows, counted, list_confirmed(year=year, unit_ids=ids))


def measure_rows(
    rows: Iterable[Row], counted: Mapping[int, Counted], confirmed: Iterable[Confirmed]
) -> dict[Key, Tally]:
    """Return how channels stand that are read and counted already."""
    groups, figures = _group(rows), {each.unit_id: each for each in confirmed}
    keys = {*groups, *((unit_id, name) for unit_id in figures for name in Instrument.values)}
    today = clock.today()
    return {
        key: _measure_one(key[1], groups.get(key, []), counted, figures.get(key[0]), today)
        for key in keys
    }


def _list_rows(year: int, unit_ids: Sequence[int] | None) -> list[Row]:
    rows = Channel.objects.filter(fiscal_year=year).exclude(kind__in=FIELD)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    fields = ("id", "unit_id", "instrument", "opens_on", "closes_on", "revoked_at")
    return [
        Row(pk, unit_id, instrument, opens, closes, revoked is not None)
        for pk, unit_id, instrument, opens, closes, revoked in rows.values_list(*fields)
    ]


def _group(rows: Iterable[Row]) -> dict[Key, list[Row]]:
    groups: dict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.unit_id, row.instrument].append(row)
    return groups


def _measure_one(
    instrument: str,
    rows: Sequence[Row],
    counted: Mapping[int, Counted],
    confirmed: Confirmed | None,
    today: date,
) -> Tally:
    found = [counted[row.id] for row in rows if row.id in counted]
    answered, settled = sum(each.total for each in found), sum(each.settled for each in found)
    minimum, least = _get_minimum(instrument, confirmed), settings.SURVEYS_LEAST_GROUP
    span = _get_span(rows)
    if span is None:
        state = judge(answered=answered, minimum=minimum, span=None, today=today, ahead=None)
        shown = show_growing(answered, settled=settled, threshold=least)
        return Tally(instrument, state, shown, minimum)
    first, last = span
    days = list_whole_days(found, first=first, today=today, most=PACE_DAYS)
    most = confirmed.headcount if confirmed and instrument == Instrument.IIT else None
    left = max((last - today).days + 1, 0)
    ahead = forecast(
        in_steps(days, total=settled, step=least),
        answered=coarsen(settled, threshold=least),
        days_left=left,
        days_open=(today - first).days,
        step=least,
        most=most,
    )
    state = judge(answered=answered, minimum=minimum, span=span, today=today, ahead=ahead)
    # Who is told that the minimum is reached is not shown a number below it.
    known = minimum if minimum and state is ProgressState.REACHED else 0
    shown = show_growing(answered, settled=settled, threshold=least, known=known)
    tally = Tally(
        instrument=instrument,
        state=state,
        answered=shown,
        minimum=minimum,
        opens_on=first,
        closes_on=last,
    )
    if ahead is None or shown is None or not first <= today <= last:
        return tally
    told = blur(ahead, answered=shown, days_left=left, step=least, most=most)
    if tally.state is ProgressState.REACHED:
        return replace(tally, forecast=told)
    day = find_day(told, answered=shown, minimum=minimum, today=today, last=last)
    return replace(tally, forecast=told, reached_on=day)


def _get_minimum(instrument: str, confirmed: Confirmed | None) -> int | None:
    if confirmed is None:
        return None
    return confirmed.iit_minimum if instrument == Instrument.IIT else confirmed.eit_minimum


def _get_span(rows: Sequence[Row]) -> tuple[date, date] | None:
    """Return from when to when a link is open; links that were stopped count for their past."""
    alive = [row for row in rows if not row.is_revoked]
    if not alive:
        return None
    return min(row.opens_on for row in rows), max(row.closes_on for row in alive)
