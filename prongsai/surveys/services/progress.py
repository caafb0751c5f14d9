"""Keeping the progress of all agencies, as boards show it: only what changed is written."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from prongsai.core import clock
from prongsai.core.actor import SYSTEM
from prongsai.core.thai_dates import fiscal_year
from prongsai.organizations.selectors.areas import get_areas
from prongsai.organizations.selectors.units import list_units_for
from prongsai.organizations.types.units import NOT_ASSESSED
from prongsai.surveys.models import Progress, ProgressRun
from prongsai.surveys.selectors.measures import Key, measure
from prongsai.surveys.types import Instrument, ProgressState, Tally

NOTHING = {name: Tally(name, ProgressState.NO_CHANNEL) for name in (Instrument.IIT, Instrument.EIT)}
PARTS = ("state", "answered", "minimum", "likely")
FIELDS = [
    "province_id",
    "district_id",
    *(f"{name.lower()}_{part}" for name in NOTHING for part in PARTS),
    "closes_on",
]
_LOCK = 0x112


@transaction.atomic
def refresh_progress(*, unit_ids: Iterable[int] | None = None) -> int:
    """Count this year's answers of all agencies, or of some; return how many rows changed."""
    year = fiscal_year(clock.today())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    units: Any = list_units_for(SYSTEM).exclude(unit_class__in=NOT_ASSESSED)
    if unit_ids is not None:
        units = units.filter(unit_id__in=list(unit_ids))
    ids = list(units.order_by().values_list("unit_id", flat=True))
    tallies, areas = measure(year=year, unit_ids=ids), get_areas(ids)
    rows = Progress.objects.filter(fiscal_year=year)
    known = {row[0]: row[1:] for row in rows.values_list("unit_id", *FIELDS)}
    wanted = {unit_id: _describe(unit_id, tallies, areas[unit_id]) for unit_id in ids}
    changed = [unit_id for unit_id in ids if known.get(unit_id) != wanted[unit_id]]
    Progress.objects.bulk_create(
        [
            Progress(unit_id=each, fiscal_year=year, **dict(zip(FIELDS, wanted[each], strict=True)))
            for each in changed
        ],
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["fiscal_year", "unit"],
        update_fields=[name.removesuffix("_id") for name in FIELDS],
    )
    if unit_ids is None:
        rows.exclude(unit_id__in=ids).delete()
        ProgressRun.objects.update_or_create(fiscal_year=year, defaults={"counted_at": clock.now()})
    return len(changed)


def _describe(
    unit_id: int, tallies: dict[Key, Tally], area: tuple[int | None, int | None]
) -> tuple[Any, ...]:
    """Return the values of FIELDS for one agency."""
    found = [tallies.get((unit_id, name), NOTHING[name]) for name in NOTHING]
    values: list[Any] = [*area]
    for tally in found:
        likely = tally.forecast.likely if tally.forecast else None
        values += [tally.state.value, tally.answered, tally.minimum, likely]
    ends = [tally.closes_on for tally in found if tally.closes_on]
    return (*values, max(ends, default=None))
