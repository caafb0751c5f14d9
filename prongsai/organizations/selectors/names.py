"""What units are called on a day."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F, Q

from prongsai.core import clock
from prongsai.organizations.models import UnitVersion
from prongsai.organizations.types.units import UnitName


def get_unit_names(unit_ids: Iterable[int], *, on: date | None = None) -> dict[int, UnitName]:
    """Return the name of each unit on a day, in one query.

    A unit that has ended keeps its last name; one that is only planned goes by its first.
    """
    day = on or clock.today()
    rows = (
        UnitVersion.objects.filter(unit_id__in=set(unit_ids))
        .annotate(code=F("unit__code"), begun=Q(valid_from__lte=day))
        .order_by("unit_id", "-begun", "valid_from")
        .values_list("unit_id", "code", "name_th", "name_en", "begun", "valid_from")
    )
    names: dict[int, UnitName] = {}
    for unit_id, code, name_th, name_en, begun, _ in rows:
        if begun or unit_id not in names:
            names[unit_id] = UnitName(unit_id, code, name_th, name_en)
    return names


def get_unit_name(unit_id: int, *, on: date | None = None) -> UnitName:
    """Return the name of one unit that is known to exist."""
    return get_unit_names([unit_id], on=on)[unit_id]


def find_unit_by_name(text: str, *, on: date | None = None) -> UnitName | None:
    """Return the only unit that is called so, in either language, or has this code."""
    day, words = on or clock.today(), text.strip()
    rows = (
        UnitVersion.objects.on(day)
        .filter(Q(name_th=words) | Q(name_en__iexact=words) | Q(unit__code=words.upper()))
        .values_list("unit_id", "unit__code", "name_th", "name_en")[:2]
    )
    found = [UnitName(*row) for row in rows] if words else []
    return found[0] if len(found) == 1 else None
