"""Names of units beside the rows of other apps, in the same query."""

from datetime import date
from typing import Any, TypeVar

from django.db.models import F, FilteredRelation, Model, Q, QuerySet

from prongsai.core import clock
from prongsai.core.thai_text import search_key
from prongsai.organizations.models import DivisionVersion, Unit, UnitVersion
from prongsai.organizations.models.periods import on_day

M = TypeVar("M", bound=Model)


def with_names(
    rows: QuerySet[M], *, field: str = "unit", on: date | None = None, keep_all: bool = False
) -> Any:
    """Annotate ROWS with the code, name and class that their unit (in FIELD) has on a day.

    Adds unit_code, name_th, name_en, unit_class, name_sort and name_search; rows without a unit
    that existed on that day fall out, or stay with empty names where KEEP_ALL says so.
    """
    path = f"{field}__versions"
    joined = rows.annotate(
        version_then=FilteredRelation(
            path, condition=on_day(on or clock.today(), prefix=f"{path}__")
        ),
        unit_code=F(f"{field}__code"),
    )
    if not keep_all:
        joined = joined.filter(version_then__isnull=False)
    return joined.annotate(
        name_th=F("version_then__name_th"),
        name_en=F("version_then__name_en"),
        unit_class=F("version_then__unit_class"),
        name_sort=F("version_then__sort_key"),
        name_search=F("version_then__search_key"),
    )


def list_divisions_in(
    units: QuerySet[UnitVersion], *, on: date | None = None
) -> QuerySet[DivisionVersion]:
    """Return the divisions that UNITS (rows of `list_units_for`) have on a day.

    Beside their own names they carry code, unit_th, unit_en, unit_class, sort_key and search_key
    of the unit.
    """
    day, path = on or clock.today(), "division__unit__versions"
    rows = DivisionVersion.objects.on(day).filter(division__unit_id__in=units.values("unit_id"))
    joined = rows.annotate(
        unit_then=FilteredRelation(path, condition=on_day(day, prefix=f"{path}__"))
    ).filter(unit_then__isnull=False)
    named: Any = joined.annotate(
        code=F("division__unit__code"),
        unit_th=F("unit_then__name_th"),
        unit_en=F("unit_then__name_en"),
        unit_class=F("unit_then__unit_class"),
        sort_key=F("unit_then__sort_key"),
        search_key=F("unit_then__search_key"),
    )
    ordered: QuerySet[DivisionVersion] = named.order_by("sort_key", "position", "division_id")
    return ordered


def list_called(text: str) -> QuerySet[Unit, Any]:
    """Return the ids of the units whose name of today or code holds TEXT, as `search_names` does.

    For wide lists: every unit is looked at once, and not once for each row about it.
    """
    named = UnitVersion.objects.on().filter(search_key__contains=search_key(text))
    called = Q(pk__in=named.values("unit_id")) | Q(code__istartswith=text.strip())
    return Unit.objects.filter(called).values("pk")


def search_names(rows: Any, text: str) -> Any:
    """Keep the rows (from `with_names`) whose unit's name or code holds TEXT, folded."""
    key = search_key(text)
    if not key:
        return rows
    return rows.filter(Q(name_search__contains=key) | Q(unit_code__istartswith=text.strip()))
