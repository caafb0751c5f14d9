"""Filling an installation with the calendar of a past year, moved to another one."""

from django.db import transaction

from prongsai.audit.services import record
from prongsai.core.actor import Actor
from prongsai.frameworks.gateways import calendars
from prongsai.frameworks.models import Season
from prongsai.frameworks.rules.calendars import shift_years
from prongsai.frameworks.services.seasons import create_season, publish_season
from prongsai.frameworks.types.seasons import Form, SeasonSpec


@transaction.atomic
def load_sample(
    actor: Actor, *, fiscal_year: int, pattern: int = 2565, form: str = Form.GENERAL.value
) -> str | None:
    """Publish a season of FISCAL_YEAR after the PATTERN year, unless there is one already."""
    name_th, name_en = calendars.read_names(pattern, form=form, fiscal_year=fiscal_year)
    spec = SeasonSpec(fiscal_year, name_th, name_en, form=form)
    if Season.objects.filter(code=spec.code).exists():
        return None
    windows = shift_years(calendars.read_calendar(pattern), years=fiscal_year - pattern)
    create_season(actor, spec=spec, windows=windows)
    publish_season(actor, code=spec.code)
    detail = {"pattern": pattern}
    record(actor, verb="season.load", target=f"season:{spec.code}", detail=detail)
    return spec.code
