"""Sealed single-use codes: kept only as keyed hashes, cancelled when unused."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from prongsai.audit.services import record
from prongsai.core import clock
from prongsai.core.actor import SYSTEM, Actor
from prongsai.core.errors import Conflict, Invalid
from prongsai.organizations.selectors.units import get_unit_for
from prongsai.surveys.models import DatabaseRole, SlipBatch, acting_as
from prongsai.surveys.rules.codes import get_pseudonyms, new_secret
from prongsai.surveys.selectors.channels import get_channel_for
from prongsai.surveys.selectors.codes import count_codes, lock_codes
from prongsai.surveys.types import ChannelCard, ChannelKind, Instrument

MOST_AT_ONCE = 20_000
UNSPENT = """
DELETE FROM ledger.codes c WHERE channel_id = ANY(%s)
AND NOT EXISTS (SELECT FROM ledger.spends s WHERE s.hash = c.hash)
AND NOT EXISTS (SELECT FROM ledger.spent s WHERE s.hash = c.hash)
"""
FORGET = "DELETE FROM ledger.lapsed WHERE channel_id = ANY(%s)"


@transaction.atomic
def issue_codes(
    actor: Actor, *, channel_id: int, count: int, form: str = "", known: int | None = None
) -> list[str]:
    """Make COUNT codes and return them; this is the only time that anybody can read them.

    KNOWN is how many the person saw to be issued: whoever saw another number is asked again.
    """
    if not 0 < count <= MOST_AT_ONCE:
        raise Invalid(_("จำนวนรหัสต้องอยู่ระหว่าง 1 ถึง 20,000"), field="count")
    channel = get_channel_for(actor, channel_id, verb="survey.slips")
    if actor is not SYSTEM:
        # Locked first: a link that is being replaced now gets no codes.
        lock_codes(channel.unit_id, year=channel.fiscal_year)
        channel = get_channel_for(actor, channel_id, verb="survey.slips")
    is_over = channel.is_revoked or channel.closes_on < clock.today()
    is_sealed = channel.instrument == Instrument.IIT and channel.kind != ChannelKind.TOKEN
    if not is_sealed or is_over:
        raise Conflict(_("ออกรหัสได้เฉพาะลิงก์ IIT ที่ยังใช้อยู่"))
    if actor is not SYSTEM:
        _require_room(channel, count, known)
    secrets = [new_secret() for _ in range(count)]
    key = settings.SURVEYS_LEDGER_KEY.encode()
    marks = sorted(
        get_pseudonyms("code", secret, channel=channel.code, key=key)[0] for secret in secrets
    )
    with (
        acting_as(DatabaseRole.ISSUER) as cursor,
        cursor.copy("COPY ledger.codes (hash, channel_id) FROM STDIN") as copy,
    ):
        for mark in marks:
            copy.write_row((mark, channel_id))
    SlipBatch.objects.create(channel_id=channel_id, count=count, form=form, made_on=clock.today())
    record(
        actor,
        verb="survey.issue_codes",
        target=f"channel:{channel.code}",
        unit_id=channel.unit_id,
        detail={"count": count, "form": form},
    )
    return [channel.code + secret for secret in secrets]


def _require_room(channel: ChannelCard, count: int, known: int | None) -> None:
    """Never more codes than people: those of all links of the agency count together."""
    counts = count_codes(channel.unit_id, year=channel.fiscal_year)
    if counts.headcount is None:
        raise Conflict(_("ยังออกรหัสไม่ได้ ให้กรอกจำนวนบุคลากรและให้ผู้บริหารยืนยันก่อน"))
    if known is not None and known != counts.issued:
        raise Conflict(
            _("มีการออกหรือยกเลิกรหัสหลังจากเปิดหน้านี้ ตรวจจำนวนล่าสุดด้านบนก่อน แล้วกดอีกครั้งหากยังต้องการ")
        )
    if count > counts.room:
        words = _(
            "บุคลากรที่ยืนยันไว้มี %(headcount)s คน ออกรหัสไปแล้ว %(issued)s รหัส จึงออกได้อีก %(room)s รหัส"
            " หากแผ่นรหัสหายให้ยกเลิกรหัสที่ยังไม่ใช้ก่อน หากจำนวนคนเปลี่ยนให้ขอแก้การตั้งค่าประจำปี"
        )
        facts = {"headcount": counts.headcount, "issued": counts.issued, "room": counts.room}
        raise Invalid(words % facts, field="count")


@transaction.atomic
def cancel_unused_codes(actor: Actor, *, channel_id: int) -> int:
    """Make every code of a channel that has not been spent worthless; return how many."""
    channel = get_channel_for(actor, channel_id, verb="survey.manage")
    count = _cancel([channel_id])
    _record_cancelled(actor, f"channel:{channel.code}", channel.unit_id)
    return count


@transaction.atomic
def cancel_codes_of_agency(actor: Actor, *, code: str, year: int) -> int:
    """Make every unspent code of all links of an agency worthless; return how many."""
    unit = get_unit_for(actor, code, verb="survey.manage")
    count = _cancel(lock_codes(unit.id, year=year))
    _record_cancelled(actor, f"codes:{code}/{year}", unit.id)
    return count


def _cancel(channel_ids: list[int]) -> int:
    """Cancel for good: also what was put aside because its link has closed."""
    with acting_as(DatabaseRole.ISSUER) as cursor:
        cursor.execute(UNSPENT, [channel_ids])
        count: int = cursor.rowcount
        cursor.execute(FORGET, [channel_ids])
    batches = SlipBatch.objects.filter(channel_id__in=channel_ids, cancelled_on=None)
    batches.update(cancelled_on=clock.today())
    return count


def _record_cancelled(actor: Actor, target: str, unit_id: int) -> None:
    """Say that it was done, not how many: beside what was given out that tells who took part."""
    record(actor, verb="survey.cancel_codes", target=target, unit_id=unit_id)
