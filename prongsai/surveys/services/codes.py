"""Sealed single-use codes: kept only as keyed hashes, cancelled when unused."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from prongsai.audit.services import record
from prongsai.core import clock
from prongsai.core.actor import SYSTEM, Actor
from prongsai.core.errors import Conflict, Invalid
from prongsai.surveys.models import DatabaseRole, SlipBatch, acting_as
from prongsai.surveys.rules.codes import get_pseudonyms, new_secret
from prongsai.surveys.selectors.channels import get_channel_for
from prongsai.surveys.selectors.codes import count_codes, lock_codes
from prongsai.surveys.types import ChannelCard, Instrument

MOST_AT_ONCE = 20_000


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
        _require_room(channel, count, known)
    is_over = channel.is_revoked or channel.closes_on < clock.today()
    if channel.instrument != Instrument.IIT or is_over:
        raise Conflict(_("ออกรหัสได้เฉพาะลิงก์ IIT ที่ยังใช้อยู่"))
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
    with acting_as(DatabaseRole.ISSUER) as cursor:
        cursor.execute(
            "DELETE FROM ledger.codes c WHERE channel_id = %s"
            " AND NOT EXISTS (SELECT FROM ledger.spends s WHERE s.hash = c.hash)"
            " AND NOT EXISTS (SELECT FROM ledger.spent s WHERE s.hash = c.hash)",
            [channel_id],
        )
        cancelled: int = cursor.rowcount
    today = clock.today()
    SlipBatch.objects.filter(channel_id=channel_id, cancelled_on=None).update(cancelled_on=today)
    record(
        actor,
        verb="survey.cancel_codes",
        target=f"channel:{channel.code}",
        unit_id=channel.unit_id,
        detail={"count": cancelled},
    )
    return cancelled


def cancel_after_closing() -> int:
    """Cancel what is unused of every channel that has closed or was revoked; runs every night."""
    today = clock.today()
    open_batches = SlipBatch.objects.filter(cancelled_on=None)
    rows = open_batches.select_related("channel").order_by("channel_id")
    ended = {
        batch.channel_id
        for batch in rows
        if batch.channel.closes_on < today or batch.channel.revoked_at is not None
    }
    return sum(cancel_unused_codes(SYSTEM, channel_id=channel_id) for channel_id in sorted(ended))
