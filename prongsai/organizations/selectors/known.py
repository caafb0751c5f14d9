"""What is known of the units that a table names, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Min

from prongsai.organizations.models import (
    Place,
    UnitDomain,
    UnitProfile,
    UnitRelation,
    UnitVersion,
)
from prongsai.organizations.rules.imports import Facts, list_named_codes
from prongsai.organizations.selectors.edges import list_edges_above
from prongsai.organizations.types.imports import ImportColumn, Known, TableRow, Values
from prongsai.organizations.types.units import RelationKind

C = ImportColumn


def get_facts(rows: Sequence[TableRow], *, effective_on: date) -> Facts:
    """Return everything that judging these rows needs."""
    codes = list_named_codes(rows)
    known = list_known(codes)
    ids = [unit.id for unit in known.values()]
    return Facts(
        known=known,
        above={kind: list_edges_above(ids, kind=kind) for kind in RelationKind.values},
        places=_list_places({row.values.get(C.PLACE, "") for row in rows}),
        effective_on=effective_on,
    )


def list_known(codes: Iterable[str]) -> dict[str, Known]:
    """Return what is known of each code that is taken."""
    versions = list_latest_versions(codes)
    ids = {version.unit_id for version in versions.values()}
    begins = dict(
        UnitVersion.objects.filter(unit_id__in=ids)
        .values_list("unit_id")
        .annotate(first=Min("valid_from"))
    )
    relations = list_latest_relations(ids)
    profiles = dict(UnitProfile.objects.filter(unit_id__in=ids).values_list("unit_id", "website"))
    hosts: dict[int, list[str]] = defaultdict(list)
    for unit_id, host in UnitDomain.objects.filter(unit_id__in=ids).values_list("unit_id", "host"):
        hosts[unit_id].append(host)
    return {
        code: _make_known(
            version,
            begins=begins[version.unit_id],
            relations=relations.get(version.unit_id, {}),
            website=profiles.get(version.unit_id, ""),
            domains=" ".join(sorted(hosts[version.unit_id])),
        )
        for code, version in versions.items()
    }


def list_latest_versions(codes: Iterable[str]) -> dict[str, UnitVersion]:
    """Return the last version of each unit, by code."""
    rows = UnitVersion.objects.filter(unit__code__in=set(codes)).select_related("unit")
    return {row.unit.code: row for row in rows.order_by("unit_id", "valid_from")}


def list_latest_relations(unit_ids: Iterable[int]) -> dict[int, dict[str, UnitRelation]]:
    """Return the last relation of each unit in each tree."""
    rows = UnitRelation.objects.filter(child_id__in=set(unit_ids)).select_related("parent")
    latest: dict[int, dict[str, UnitRelation]] = defaultdict(dict)
    for row in rows.order_by("child_id", "valid_from"):
        latest[row.child_id][row.kind] = row
    return latest


def _make_known(
    version: UnitVersion,
    *,
    begins: date,
    relations: dict[str, UnitRelation],
    website: str,
    domains: str,
) -> Known:
    values: Values = {
        C.NAME_TH: version.name_th,
        C.NAME_EN: version.name_en,
        C.CLASS: version.unit_class,
        C.SIZE: version.size,
        C.PLACE: version.place_code,
        C.WEBSITE: website,
        C.DOMAINS: domains,
        **{kind: r.parent.code for kind, r in relations.items() if r.valid_to is None},
    }
    days = [version.valid_from, *(r.valid_to or r.valid_from for r in relations.values())]
    return Known(
        id=version.unit_id,
        values=values,
        begins=begins,
        version_from=version.valid_from,
        latest=max(days),
        ended=version.valid_to is not None,
    )


def _list_places(codes: set[str]) -> frozenset[str] | None:
    rows = Place.objects.current()
    found = frozenset(rows.filter(code__in=codes).values_list("code", flat=True))
    return found if found or rows.exists() else None
