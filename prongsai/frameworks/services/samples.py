"""Filling an installation with the calendar of a past year, moved to another one."""

from django.db import transaction

from prongsai.audit.services import record
from prongsai.core.actor import Actor
from prongsai.frameworks.gateways import calendars
from prongsai.frameworks.models import Season
from prongsai.frameworks.rules.calendars import Days, shift_years, widen
from prongsai.frameworks.services.seasons import create_season, publish_season
from prongsai.frameworks.types.seasons import Form, SeasonSpec
from prongsai.frameworks.types.windows import Action

SURVEYS = {Action.IIT, Action.EIT, Action.EIT_FIELD}


@transaction.atomic
def load_sample(
    actor: Actor,
    *,
    fiscal_year: int,
    pattern: int = 2565,
    form: str = Form.GENERAL.value,
    surveyed: Days | None = None,
) -> str | None:
    """Publish a season of FISCAL_YEAR after the PATTERN year, unless there is one already.

    Where SURVEYED is given, surveys are open on these days too, and registering from the first.
    """
    name_th, name_en = calendars.read_names(pattern, form=form, fiscal_year=fiscal_year)
    spec = SeasonSpec(fiscal_year, name_th, name_en, form=form)
    if Season.objects.filter(code=spec.code).exists():
        return None
    windows = shift_years(calendars.read_calendar(pattern), years=fiscal_year - pattern)
    if surveyed:
        windows = widen(windows, actions=SURVEYS, span=surveyed)
        windows = widen(windows, actions={Action.REGISTER}, span=(surveyed[0], surveyed[0]))
    create_season(actor, spec=spec, windows=windows)
    publish_season(actor, code=spec.code)
    detail = {"pattern": pattern}
    record(actor, verb="season.load", target=f"season:{spec.code}", detail=detail)
    return spec.code
