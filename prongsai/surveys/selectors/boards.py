"""The live board: the agencies of an area, its areas, and one agency by its links."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Sum

from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import NotAllowed, NotFound
from prongsai.core.suppression import ALL, Key, coarsen, find_withheld
from prongsai.core.thai_dates import fiscal_year
from prongsai.core.thai_text import sort_key
from prongsai.headcounts.selectors.setups import list_confirmed, list_division_counts
from prongsai.headcounts.types import Confirmed
from prongsai.organizations.selectors.joins import with_names
from prongsai.organizations.selectors.names import get_unit_names
from prongsai.organizations.selectors.scopes import filter_by_reach
from prongsai.organizations.selectors.units import get_unit_for
from prongsai.organizations.types.units import UnitClass, UnitName, UnitView
from prongsai.permissions.rules import can_anywhere
from prongsai.surveys.models import Channel, Progress, ProgressRun
from prongsai.surveys.selectors.measures import FIELD, as_row, measure_rows
from prongsai.surveys.selectors.tallies import Counted, count_channels
from prongsai.surveys.types import (
    PRESSING,
    ChannelKind,
    Instrument,
    ProgressState,
    Tally,
    Way,
    Week,
)

LONG_AGO = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class AreaRow:
    """How the agencies of one area stand; answers are those of agencies that may be shown.

    Reached and pressing are None where no agency of the area has a minimum: nobody was judged.
    """

    unit: UnitName | None  # None: agencies that lie in no such area
    agencies: int
    iit_reached: int | None
    iit_pressing: int | None
    iit_answered: int
    eit_reached: int | None
    eit_pressing: int | None
    eit_answered: int
    missing: int  # agencies that have not opened a link

    @property
    def name(self) -> str:
        return str(self.unit) if self.unit else ""

    @property
    def name_sort(self) -> str | None:
        return sort_key(self.name) if self.unit else None

    @property
    def iit_share(self) -> float:
        return (self.iit_reached or 0) * 100 / self.agencies if self.agencies else 0


@dataclass(frozen=True, slots=True)
class UnitBoard:
    """One agency: its two surveys, and by which way answers came."""

    unit: UnitView
    fiscal_year: int
    confirmed: Confirmed | None
    tallies: tuple[Tally, ...]
    ways: Mapping[str, Sequence[Way]] = field(default_factory=dict)
    weeks: Mapping[str, Sequence[Week]] = field(default_factory=dict)


def get_year() -> int:
    return fiscal_year(clock.today())


def find_counted_at(year: int) -> datetime | None:
    return ProgressRun.objects.filter(fiscal_year=year).values_list("counted_at", flat=True).first()


def list_progress_for(actor: Actor, *, year: int, area: UnitView | None = None) -> QuerySet[Any]:
    """Return the progress of every agency of the actor's area (inside AREA), with names."""
    if not can_anywhere(actor, "survey.view"):
        raise NotAllowed
    rows = filter_by_reach(
        Progress.objects.filter(fiscal_year=year), actor=actor, verb="survey.view"
    )
    if area is not None:
        rows = rows.filter(_within(area))
    return rows


def name_rows(rows: QuerySet[Any]) -> Any:
    """Add what agencies are called to rows of `list_progress_for`."""
    return with_names(rows)


def get_area_for(actor: Actor, code: str) -> UnitView | None:
    """Return the province or district of that code, which the actor may see; None for none."""
    if not code:
        return None
    unit = get_unit_for(actor, code)
    if unit.unit_class not in {UnitClass.PROVINCE, UnitClass.BANGKOK, UnitClass.DISTRICT}:
        raise NotFound
    return unit


def count_states(rows: QuerySet[Any]) -> dict[str, dict[ProgressState, int]]:
    """Return for each survey how many agencies stand where, in one query."""
    counts = {name: dict.fromkeys(ProgressState, 0) for name in Instrument.values}
    pairs = rows.order_by().values_list("iit_state", "eit_state").annotate(many=Count("id"))
    for iit, eit, many in pairs:
        counts[Instrument.IIT][ProgressState(iit)] += many
        counts[Instrument.EIT][ProgressState(eit)] += many
    return counts


def list_judged(rows: QuerySet[Any]) -> set[str]:
    """Return the surveys for which any agency has a minimum that it can be judged by."""
    found = rows.order_by().aggregate(
        **{name: Count(f"{name.lower()}_minimum") for name in Instrument.values}
    )
    return {name for name, many in found.items() if many}


def has_areas(rows: QuerySet[Any]) -> bool:
    """Return whether rows of `list_progress_for` lie in more than one district."""
    return len(rows.order_by().values("district_id").distinct()[:2]) > 1


def list_areas(rows: QuerySet[Any], *, column: str) -> list[AreaRow]:
    """Return the agencies of `list_progress_for` by province or district (COLUMN), in two queries.

    Sums leave out agencies that are too small to be shown, so that nothing can be subtracted.
    """
    key = f"{column}_id"
    grouped = (
        rows.order_by()
        .values(key)
        .annotate(
            agencies=Count("id"),
            **{
                f"{name}_{what}": Count("id", filter=Q(**{f"{name}_state__in": states}))
                for name in ("iit", "eit")
                for what, states in (
                    ("reached", [ProgressState.REACHED]),
                    ("pressing", sorted(PRESSING)),
                )
            },
            iit_judged=Count("iit_minimum"),
            eit_judged=Count("eit_minimum"),
            iit_answers=Sum("iit_answered", default=0),
            eit_answers=Sum("eit_answered", default=0),
            missing=Count(
                "id",
                filter=Q(iit_state=ProgressState.NO_CHANNEL)
                | Q(eit_state=ProgressState.NO_CHANNEL),
            ),
        )
    )
    found = list(grouped)
    names = get_unit_names(row[key] for row in found if row[key])
    return [
        AreaRow(
            unit=names.get(row[key]),
            agencies=row["agencies"],
            **{
                f"{name}_{what}": row[f"{name}_{what}"] if row[f"{name}_judged"] else None
                for name in ("iit", "eit")
                for what in ("reached", "pressing")
            },
            iit_answered=row["iit_answers"],
            eit_answered=row["eit_answers"],
            missing=row["missing"],
        )
        for row in found
    ]


def count_pressing_for(actor: Actor) -> int:
    """Return how many agencies of the actor's area will not reach their minimum at this pace."""
    pressing = sorted(PRESSING)
    rows = list_progress_for(actor, year=get_year())
    return rows.filter(Q(iit_state__in=pressing) | Q(eit_state__in=pressing)).count()


def get_board_for(actor: Actor, code: str) -> UnitBoard:
    """Return the board of one agency, counted now; a division contact sees the own division."""
    unit = get_unit_for(actor, code, verb="survey.view")
    if not unit.is_assessed:
        raise NotFound
    year = get_year()
    # Interviews are a part of their own: beside these sums they would give hidden ones away.
    rows = Channel.objects.filter(unit_id=unit.id, fiscal_year=year).exclude(kind__in=FIELD)
    channels = list(rows.order_by("id"))
    counted = count_channels((channel.pk for channel in channels), since=LONG_AGO)
    confirmed = list_confirmed(year=year, unit_ids=[unit.id])
    tallies = measure_rows((as_row(channel) for channel in channels), counted, confirmed)
    return UnitBoard(
        unit=unit,
        fiscal_year=year,
        confirmed=next(iter(confirmed), None),
        tallies=tuple(
            tallies.get((unit.id, name)) or Tally(name, ProgressState.NO_CHANNEL)
            for name in Instrument.values
        ),
        ways=_keep_own(
            actor, _list_ways(channels, counted, list_division_counts(unit.id, year=year))
        ),
        weeks={name: _list_weeks(channels, counted, name) for name in Instrument.values},
    )


def _keep_own(actor: Actor, ways: dict[str, list[Way]]) -> dict[str, list[Way]]:
    """Leave a division contact the own division and what belongs to no division."""
    own = actor.acting.division_id if actor.acting else None
    if own is None:
        return ways
    return {
        name: [way for way in found if way.division_id in {None, own}]
        for name, found in ways.items()
    }


def _within(area: UnitView) -> Q:
    column = "district" if area.unit_class == UnitClass.DISTRICT else "province"
    return Q(**{f"{column}_id": area.id})


def _list_ways(
    channels: Iterable[Channel], counted: Mapping[int, Counted], headcounts: Mapping[int, int]
) -> dict[str, list[Way]]:
    """Return the ways of each survey up to yesterday; a replaced link counts with its successor.

    Links are small groups: one answer of the running day could be told by the hour it came.
    """
    sums: dict[str, dict[tuple[Any, ...], int]] = defaultdict(lambda: defaultdict(int))
    for channel in channels:
        way = (channel.kind, channel.label, channel.division_id)
        sums[channel.instrument][way] += counted[channel.pk].settled if channel.pk in counted else 0
    return {
        instrument: _hide_ways(instrument, found, headcounts) for instrument, found in sums.items()
    }


def _hide_ways(
    instrument: str, found: Mapping[tuple[Any, ...], int], headcounts: Mapping[int, int]
) -> list[Way]:
    """Withhold ways with few answers, others that would give them away, and small divisions."""
    least = settings.SURVEYS_LEAST_GROUP
    small = {
        way for way in found if way[2] is not None and 0 < headcounts.get(way[2], least) < least
    }
    shown = {way: coarsen(count, threshold=least) for way, count in found.items()}
    withheld = _find_withheld(shown, also=small)
    return [
        Way(
            instrument=instrument,
            kind=way[0],
            label=way[1] or str(ChannelKind(way[0]).label),
            answered=None if way in withheld else count,
            headcount=headcounts.get(way[2]) if way[2] is not None else None,
            division_id=way[2],
        )
        for way, count in shown.items()
    ]


def _find_withheld(shown: Mapping[Any, int], *, also: Iterable[Any] = ()) -> set[Any]:
    """Return which parts of a sum must not be shown."""
    cells: dict[Key, int] = {(part,): count for part, count in shown.items()}
    cells[ALL,] = sum(shown.values())
    least = settings.SURVEYS_LEAST_GROUP
    withheld = find_withheld(cells, threshold=least, also=[(part,) for part in also])
    return {key[0] for key in withheld}


def _list_weeks(
    channels: Iterable[Channel], counted: Mapping[int, Counted], instrument: str
) -> list[Week]:
    """Return the answers of every seven days since the first link opened, small weeks withheld."""
    own = [each for each in channels if each.instrument == instrument]
    if not own:
        return []
    first, today = min(channel.opens_on for channel in own), clock.today()
    weeks: dict[date, int] = {}
    start = first
    while start <= today:
        weeks[start] = 0
        start += timedelta(days=7)
    for channel in own:
        for day, answers in counted[channel.pk].days.items() if channel.pk in counted else ():
            if first <= day <= today:
                weeks[first + timedelta(days=(day - first).days // 7 * 7)] += answers
    least = settings.SURVEYS_LEAST_GROUP
    shown = {each: coarsen(count, threshold=least) for each, count in weeks.items()}
    withheld = _find_withheld(shown)
    return [Week(each, None if each in withheld else count) for each, count in shown.items()]
