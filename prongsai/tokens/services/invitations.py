"""Letters with a personal link: sent by the system, never shown to the admin."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.core import clock
from prongsai.notifications.services import send_mail_later
from prongsai.notifications.types import Recipient, Words
from prongsai.organizations.selectors.names import get_unit_names
from prongsai.tokens.models import Member, Round
from prongsai.tokens.selectors.rounds import list_issued_ids, write_link

EVENT = "tokens.invite"


def invite_into_open_rounds(members: Sequence[Member]) -> None:
    """Write to people who join while a round is open or announced."""
    if not members:
        return
    first = members[0]
    rounds = Round.objects.filter(
        unit_id=first.unit_id, fiscal_year=first.fiscal_year, closes_on__gte=clock.today()
    )
    if rounds.exists():
        invite_members(members)


def invite_members(members: Sequence[Member]) -> int:
    """Write to everybody here who has no token yet; return to how many."""
    issued = list_issued_ids([member.pk for member in members])
    waiting = [member for member in members if member.pk not in issued]
    names = get_unit_names({member.unit_id for member in waiting})
    for member in waiting:
        agency = str(names[member.unit_id])
        send_mail_later(
            [Recipient(None, member.email, "")],
            event=EVENT,
            words=lambda agency=agency: _write(agency),  # type: ignore[misc]
            url=reverse("tokens:person", args=[write_link(member.pk)]),
        )
    return len(waiting)


def _write(agency: str) -> Words:
    body = _(
        "ลิงก์นี้เป็นของท่านคนเดียว ใช้ขอโทเคนตอบแบบวัด IIT ของ %(agency)s ได้หนึ่งครั้ง โปรดอย่าส่งต่อ\n\n"
        "โทเคนไม่บอกว่าเป็นของใคร ระบบที่ออกโทเคนรู้เพียงว่าท่านรับไปแล้ว "
        "แต่ไม่รู้ว่าโทเคนใดเป็นของท่าน จึงสืบจากคำตอบกลับมาหาท่านไม่ได้\n\n"
        "ไม่มีใครมีสิทธิบอกว่าท่านต้องตอบอย่างไร"
    )
    return Words(_("ขอโทเคนตอบแบบวัด IIT"), body % {"agency": agency}, _("ขอโทเคนของฉัน"))
