"""What the issuer of tokens asks about the survey of an agency."""

from django.db.models import QuerySet

from prongsai.core import clock
from prongsai.core.thai_dates import fiscal_year
from prongsai.surveys.models import Channel
from prongsai.surveys.types import ChannelKind, Instrument


def find_sealed_channel(unit_id: int, *, fiscal_year: int) -> Channel | None:
    """Return the newest IIT link of sealed codes that is not over."""
    return _list_open(unit_id).filter(fiscal_year=fiscal_year).first()


def get_survey_year(unit_id: int) -> int:
    """Return the year whose IIT an agency is running, else the running fiscal year."""
    row = _list_open(unit_id).first()
    return row.fiscal_year if row else fiscal_year(clock.today())


def _list_open(unit_id: int) -> QuerySet[Channel]:
    return Channel.objects.filter(
        unit_id=unit_id,
        instrument=Instrument.IIT,
        kind=ChannelKind.LINK,
        revoked_at=None,
        closes_on__gte=clock.today(),
    ).order_by("-fiscal_year", "-id")
