"""Class and size of units: what calendars and quotas are cut by."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from prongsai.core import clock
from prongsai.organizations.models import UnitVersion


def get_unit_classes(
    unit_ids: Iterable[int], *, on: date | None = None
) -> dict[int, tuple[str, str]]:
    """Return class and size of each unit on a day, in one query; ended units keep their last."""
    day = on or clock.today()
    rows = (
        UnitVersion.objects.filter(unit_id__in=set(unit_ids))
        .annotate(begun=Q(valid_from__lte=day))
        .order_by("unit_id", "begun", "valid_from")
        .values_list("unit_id", "unit_class", "size", "begun")
    )
    found: dict[int, tuple[str, str]] = {}
    for unit_id, unit_class, size, begun in rows:
        if begun or unit_id not in found:
            found[unit_id] = (unit_class, size)
    return found
