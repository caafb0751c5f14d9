"""Links that are answered with blind-signed tokens."""

from datetime import date

from django.utils.translation import gettext as _

from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict
from prongsai.surveys.selectors.tokens import find_sealed_channel
from prongsai.surveys.services.channels import open_channel
from prongsai.surveys.types import ChannelKind, ChannelSpec
from prongsai.tokens.types import TokenLink


def open_token_link(actor: Actor, *, unit_id: int, fiscal_year: int, opens_on: date) -> TokenLink:
    """Open a link for tokens beside the agency's IIT link: the same form, until the same day."""
    pattern = find_sealed_channel(unit_id, fiscal_year=fiscal_year)
    if pattern is None:
        raise Conflict(_("หน่วยงานยังไม่มีลิงก์ IIT ที่เปิดอยู่ โปรดเปิดลิงก์ IIT ก่อน"))
    if not opens_on <= pattern.closes_on:
        raise Conflict(_("วันเริ่มรับคำตอบอยู่หลังวันปิดแบบวัด IIT"), field="answers_from")
    spec = ChannelSpec(
        unit_id=unit_id,
        fiscal_year=fiscal_year,
        framework=pattern.framework,
        instrument=pattern.instrument,
        part=pattern.part,
        opens_on=opens_on,
        closes_on=pattern.closes_on,
        kind=ChannelKind.TOKEN,
    )
    card = open_channel(actor, spec=spec)
    return TokenLink(card.code, card.opens_on, card.closes_on)
