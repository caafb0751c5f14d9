"""Open survey links of the demo."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from prongsai.core import clock
from prongsai.core.actor import SYSTEM
from prongsai.core.thai_dates import fiscal_year
from prongsai.organizations.selectors.units import get_unit
from prongsai.surveys.selectors.channels import list_channels_for
from prongsai.surveys.selectors.questionnaires import get_part
from prongsai.surveys.services.channels import open_channel
from prongsai.surveys.services.codes import issue_codes
from prongsai.surveys.services.keys import ensure_key
from prongsai.surveys.types import ChannelCard, ChannelKind, ChannelSpec, Instrument

FRAMEWORK = "nacc-general-2569"
DAYS_OPEN = 120


@transaction.atomic
def list_demo_links(unit_code: str, *, framework: str = FRAMEWORK) -> dict[str, str]:
    """Return open links of an agency, with a sealed code that has never been used."""
    unit_id = get_unit(unit_code).id
    ensure_key()
    sealed = _get_open(unit_id, framework, Instrument.IIT, ChannelKind.LINK)
    public = _get_open(unit_id, framework, Instrument.EIT, ChannelKind.LINK)
    kiosk = _get_open(unit_id, framework, Instrument.EIT, ChannelKind.KIOSK)
    code = issue_codes(SYSTEM, channel_id=sealed.id, count=1)[0]
    site = f"{settings.SITE_URL}/s/"
    return {
        "iit_code": site + code,
        "iit_enter": site + sealed.code,
        "eit_open": site + public.code,
        "eit_kiosk": site + kiosk.code,
        "receipts": f"{settings.SITE_URL}/receipts/",
    }


def _get_open(
    unit_id: int, framework: str, instrument: Instrument, kind: ChannelKind
) -> ChannelCard:
    """Return a channel of the agency that is open today; open one where there is none."""
    today = clock.today()
    year = fiscal_year(today)
    cards = list_channels_for(SYSTEM, unit_id=unit_id, fiscal_year=year)
    for card in cards:
        is_open = card.opens_on <= today <= card.closes_on and not card.is_revoked
        if (card.instrument, card.kind, card.framework) == (
            instrument,
            kind,
            framework,
        ) and is_open:
            return card
    spec = ChannelSpec(
        unit_id=unit_id,
        fiscal_year=year,
        framework=framework,
        instrument=instrument,
        part=get_part(framework, instrument, kind=kind),
        opens_on=today,
        closes_on=max(
            (each.closes_on for each in cards), default=today + timedelta(days=DAYS_OPEN)
        ),
        kind=kind,
    )
    return open_channel(SYSTEM, spec=spec)
