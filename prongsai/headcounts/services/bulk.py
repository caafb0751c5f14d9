"""Set-ups of many agencies at once: invented ones of a demo, written as the pages leave them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from prongsai.audit.services import record
from prongsai.core.actor import Actor
from prongsai.core.errors import NotFound
from prongsai.headcounts.models import Setup, SetupPart, SetupVersion
from prongsai.headcounts.selectors.quotas import (
    get_external_part,
    get_framework_name,
    list_minimums,
)
from prongsai.headcounts.types import Given, PartKind, VersionState
from prongsai.organizations.selectors.classes import get_unit_classes
from prongsai.permissions.rules import can


@dataclass(frozen=True, slots=True)
class NewVersion:
    """One version of one agency's figures, with its decision."""

    unit_id: int
    fiscal_year: int
    given: Given
    state: VersionState
    sent_at: datetime
    decision_reason: str = ""
    made_by: str = ""
    decided_by: str = ""


@transaction.atomic
def store_setups(actor: Actor, *, versions: Sequence[NewVersion]) -> int:
    """Write versions (those of one agency in their order) into a demo; return how many."""
    if not settings.DEMO or not can(actor, "headcount.edit"):
        raise NotFound
    classes = get_unit_classes({each.unit_id for each in versions})
    keys = dict.fromkeys((each.unit_id, each.fiscal_year) for each in versions)
    setups = dict(
        zip(
            keys,
            Setup.objects.bulk_create(
                [Setup(unit_id=unit_id, fiscal_year=year) for unit_id, year in keys],
                batch_size=2000,
            ),
            strict=True,
        )
    )
    rows = SetupVersion.objects.bulk_create(
        list(_make_versions(versions, setups, classes)), batch_size=2000
    )
    SetupPart.objects.bulk_create(
        [
            SetupPart(version=row, kind=PartKind.SERVICE, label=label, number=number)
            for row, each in zip(rows, versions, strict=True)
            for label, number in each.given.services
        ],
        batch_size=5000,
    )
    _point(setups, rows)
    detail = {"count": len(rows)}
    record(actor, verb="headcount.store", target="setups", detail=detail)
    return len(rows)


def _make_versions(
    versions: Sequence[NewVersion], setups: dict[Any, Setup], classes: dict[int, tuple[str, str]]
) -> Iterable[SetupVersion]:
    numbers: dict[Any, int] = {}
    kinds = {(classes[each.unit_id][0], each.fiscal_year) for each in versions}
    frameworks = {kind: get_framework_name(*kind) for kind in kinds}
    for each in versions:
        key = each.unit_id, each.fiscal_year
        numbers[key] = numbers.get(key, 0) + 1
        unit_class, size = classes[each.unit_id]
        framework = frameworks[unit_class, each.fiscal_year]
        found = list_minimums(
            framework, headcount=each.given.headcount, unit_class=unit_class, size=size
        )
        is_decided = each.state in {VersionState.CONFIRMED, VersionState.RETURNED}
        yield SetupVersion(
            setup=setups[key],
            number=numbers[key],
            state=each.state,
            framework=framework,
            headcount=each.given.headcount,
            contacts=each.given.contacts,
            iit_minimum=found["IIT"].number,
            eit_minimum=found[get_external_part(framework)].number,
            reason=each.given.reason,
            made_by_name=each.made_by,
            sent_at=each.sent_at,
            decided_by_name=each.decided_by if is_decided else "",
            decided_at=each.sent_at if is_decided else None,
            decision_reason=each.decision_reason,
        )


def _point(setups: dict[Any, Setup], rows: Iterable[SetupVersion]) -> None:
    """Let every set-up point to its newest version and to the one in force."""
    for row in rows:
        row.setup.latest = row
        if row.state == VersionState.CONFIRMED:
            row.setup.confirmed = row
    Setup.objects.bulk_update(setups.values(), ["latest", "confirmed"], batch_size=2000)
