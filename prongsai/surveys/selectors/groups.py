"""Which group of answers a channel belongs to."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Max

from prongsai.surveys.models import Channel
from prongsai.surveys.types import Group

COLUMNS = ("unit_id", "fiscal_year", "framework", "part")


def get_groups(channel_ids: Iterable[int]) -> dict[int, Group]:
    """Return the group of each channel; a group closes with the last of its channels."""
    rows = list(Channel.objects.filter(id__in=set(channel_ids)))
    ends = _get_ends({row.unit_id for row in rows})
    return {
        row.id: Group(
            unit_id=row.unit_id,
            fiscal_year=row.fiscal_year,
            framework=row.framework,
            part=row.part,
            closes_on=ends[row.unit_id, row.fiscal_year, row.framework, row.part],
        )
        for row in rows
    }


def _get_ends(unit_ids: Iterable[int]) -> dict[tuple[int, int, str, str], date]:
    rows = (
        Channel.objects.filter(unit_id__in=unit_ids)
        .values_list(*COLUMNS)
        .annotate(ends=Max("closes_on"))
        .order_by()
    )
    return {(unit_id, year, name, kind): ends for unit_id, year, name, kind, ends in rows}
