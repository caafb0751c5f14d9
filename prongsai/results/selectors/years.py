"""Reading published results, within what somebody may see."""

from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from prongsai.core.actor import Actor
from prongsai.core.request_cache import remember
from prongsai.organizations.selectors.joins import with_names
from prongsai.organizations.selectors.scopes import filter_by_reach
from prongsai.organizations.selectors.units import get_unit_for, list_existing
from prongsai.organizations.types.units import UnitView
from prongsai.results.models import YearResult
from prongsai.results.rules.years import PASS_MARK, PASSING, breaks_series, get_change, sort_levels
from prongsai.results.types import Published, Summary, YearOfUnit


def list_years_for(actor: Actor) -> list[int]:
    """Return the fiscal years with results in the actor's area, the latest first."""
    rows = filter_by_reach(YearResult.objects.all(), actor=actor, verb="unit.view")
    years: Any = rows.order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct()
    return remember(("result years", actor.role, actor.unit_id), lambda: list(years))


def list_results_for(actor: Actor, *, year: int) -> QuerySet[YearResult]:
    """Return the latest version of each result of a year, with the names of today."""
    rows: Any = with_names(_list_visible(actor).filter(fiscal_year=year))
    ordered: QuerySet[YearResult] = rows.order_by(
        F("total").desc(nulls_last=True), "name_sort", "id"
    )
    return ordered


def list_lowest_for(actor: Actor, *, year: int, most: int) -> Any:
    """Return the MOST lowest results of a year, the lowest first, with the names of today.

    Found by their keys alone: whole rows are wide.
    """
    rows = with_names(_list_visible(actor).filter(fiscal_year=year, total__isnull=False))
    lowest = rows.order_by("total", "id").values("pk")[:most]
    return with_names(YearResult.objects.filter(pk__in=lowest)).order_by("total", "id")


def get_summary_for(actor: Actor, *, year: int) -> Summary:
    """Return count, mean and levels of a year in the actor's area."""
    rows = [row for row in _count_levels(actor, year) if row["scored"]]
    counts = {row["level"]: row["scored"] for row in rows}
    scored = sum(counts.values())
    return Summary(
        fiscal_year=year,
        scored=scored,
        mean=sum((row["points"] for row in rows), Decimal()) / scored if scored else None,
        passed=sum(count for level, count in counts.items() if level in PASSING),
        levels=tuple((level, counts[level]) for level in sort_levels(counts)),
    )


def count_results_for(actor: Actor, *, year: int) -> int:
    """Return how many rows `list_results_for` has."""
    return sum(row["listed"] for row in _count_levels(actor, year))


def count_failed_for(actor: Actor) -> tuple[int, int]:
    """Return the latest year with results in the actor's area, and how many did not pass."""
    years = list_years_for(actor)
    if not years:
        return 0, 0
    return years[0], sum(row["failed"] for row in _count_levels(actor, years[0]))


def _count_levels(actor: Actor, year: int) -> list[dict[str, Any]]:
    """Count the results of the area in a year by level: one query for a whole page."""
    rows: Any = (
        _list_visible(actor)
        .filter(fiscal_year=year)
        .order_by()
        .values("level")
        .annotate(
            scored=Count("total"),
            points=Sum("total"),
            failed=Count("id", filter=Q(total__lt=PASS_MARK)),
            listed=Count("id", filter=Q(unit_id__in=list_existing())),
        )
    )
    return remember(("result levels", actor.role, actor.unit_id, year), lambda: list(rows))


def get_history_for(actor: Actor, code: str) -> tuple[UnitView, list[YearOfUnit]]:
    """Return a unit that the actor may see and its results, the earliest first."""
    unit = get_unit_for(actor, code)
    rows = list(_latest(YearResult.objects.filter(unit_id=unit.id)).order_by("fiscal_year"))
    years: list[YearOfUnit] = []
    for row in rows:
        before = years[-1] if years else None
        breaks = breaks_series(row.fiscal_year, before=before.fiscal_year if before else None)
        years.append(
            YearOfUnit(
                fiscal_year=row.fiscal_year,
                framework=row.framework,
                total=row.total,
                level=row.level,
                instruments=row.instruments,
                indicators=row.indicators,
                source=row.source,
                change=get_change(before.total, row.total) if before and not breaks else None,
                breaks_series=breaks,
            )
        )
    return unit, years


def list_published(unit_id: int) -> list[Published]:
    """Return the published results of a unit for everybody, the latest year first."""
    columns = ("fiscal_year", "framework", "total", "level", "indicators")
    rows = _latest(YearResult.objects.filter(unit_id=unit_id)).order_by("-fiscal_year")
    return [Published(*row) for row in rows.values_list(*columns)]


def _list_visible(actor: Actor) -> QuerySet[YearResult]:
    return filter_by_reach(_latest(YearResult.objects.all()), actor=actor, verb="unit.view")


def _latest(rows: QuerySet[YearResult]) -> QuerySet[YearResult]:
    newer = YearResult.objects.filter(
        unit=OuterRef("unit"),
        fiscal_year=OuterRef("fiscal_year"),
        framework=OuterRef("framework"),
        version__gt=OuterRef("version"),
    ).filter(version__gt=1)  # said aloud for the database: few results are ever replaced
    return rows.filter(~Exists(newer))
