"""Storing published results."""

from collections.abc import Sequence

from django.db import transaction

from prongsai.audit.services import record
from prongsai.core.actor import Actor
from prongsai.results.models import YearResult
from prongsai.results.types import NewResult


@transaction.atomic
def store_results(actor: Actor, results: Sequence[NewResult], *, reason: str) -> int:
    """Store results that have been published; a version that is stored already is refused."""
    rows = [
        YearResult(
            unit_id=result.unit_id,
            fiscal_year=result.fiscal_year,
            framework=result.framework,
            total=result.total,
            level=result.level,
            instruments=result.instruments,
            indicators=result.indicators,
            source=result.source,
        )
        for result in results
    ]
    YearResult.objects.bulk_create(rows, batch_size=1000)
    years = sorted({result.fiscal_year for result in results})
    record(
        actor,
        verb="results.store",
        target="results",
        detail={"count": len(rows), "years": years, "reason": reason},
    )
    return len(rows)
