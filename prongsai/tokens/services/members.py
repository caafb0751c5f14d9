"""The list of people who may get a token: their mailboxes, added by the agency's admin."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from prongsai.audit.services import record
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, Invalid
from prongsai.tokens.models import Member, Round
from prongsai.tokens.rules.rounds import MOST_PEOPLE, read_addresses
from prongsai.tokens.selectors.rounds import list_members_for
from prongsai.tokens.services.invitations import invite_into_open_rounds

SHOWN_WRONG = 5


@transaction.atomic
def add_members(actor: Actor, *, unit_id: int, fiscal_year: int, text: str) -> int:
    """Add everybody in TEXT who is not on the list yet; with one wrong line, nobody."""
    known = list_members_for(actor, unit_id=unit_id, fiscal_year=fiscal_year)
    given = read_addresses(text)
    if given.wrong:
        shown = ", ".join(given.wrong[:SHOWN_WRONG])
        raise Invalid(
            _("ยังไม่ได้เพิ่มใคร เพราะมีบรรทัดที่ไม่ใช่อีเมล: %(lines)s") % {"lines": shown}, field="emails"
        )
    new = [
        email for email in given.emails if email not in set(known.values_list("email", flat=True))
    ]
    if known.count() + len(new) > MOST_PEOPLE:
        raise Invalid(_("รายชื่อยาวเกิน 20,000 ราย"), field="emails")
    today = clock.today()
    rows = Member.objects.bulk_create(
        [
            Member(unit_id=unit_id, fiscal_year=fiscal_year, email=email, added_on=today)
            for email in new
        ],
        batch_size=1000,
    )
    record(
        actor,
        verb="tokens.add_people",
        target=f"tokens:{fiscal_year}",
        unit_id=unit_id,
        detail={"count": len(rows)},
    )
    invite_into_open_rounds(rows)
    return len(rows)


@transaction.atomic
def remove_members(
    actor: Actor, *, unit_id: int, fiscal_year: int, member_ids: Sequence[int]
) -> int:
    """Take people off the list, as long as nobody can have a token yet.

    Later a refusal for those who have one would tell the admin who they are.
    """
    rows = list_members_for(actor, unit_id=unit_id, fiscal_year=fiscal_year)
    rows = rows.filter(pk__in=member_ids)
    if _has_round(unit_id, fiscal_year):
        raise Conflict(_("ลบรายชื่อไม่ได้หลังเปิดรอบแรกแล้ว เพราะจะทำให้รู้ว่าใครรับโทเคนไปแล้ว"))
    count, _by_model = rows.delete()
    record(
        actor,
        verb="tokens.remove_people",
        target=f"tokens:{fiscal_year}",
        unit_id=unit_id,
        detail={"count": count},
    )
    return count


def _has_round(unit_id: int, fiscal_year: int) -> bool:
    return Round.objects.filter(unit_id=unit_id, fiscal_year=fiscal_year).exists()
