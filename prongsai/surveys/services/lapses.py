"""Sealed codes end with their link, and come back if it opens again: never one that was spent.

While a link is closed its unspent codes lie in a table of their own, where the intake never looks.
They keep their places: were these free, the room for others would tell how many had been spent.
"""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q, QuerySet

from prongsai.audit.services import record
from prongsai.core import clock
from prongsai.core.actor import SYSTEM
from prongsai.core.thai_dates import fiscal_year
from prongsai.surveys.models import Channel, DatabaseRole, SlipBatch, acting_as
from prongsai.surveys.services.codes import FORGET, UNSPENT

LAPSE = f"""
WITH ended AS ({UNSPENT} RETURNING c.hash, c.channel_id)
INSERT INTO ledger.lapsed (hash, channel_id) SELECT hash, channel_id FROM ended ORDER BY hash
"""  # noqa: S608 - our own words
RESTORE = """
WITH back AS (DELETE FROM ledger.lapsed WHERE channel_id = ANY(%s) RETURNING hash, channel_id)
INSERT INTO ledger.codes (hash, channel_id) SELECT hash, channel_id FROM back ORDER BY hash
"""


@transaction.atomic
def lapse_codes() -> int:
    """Put aside what is unspent of every link that has closed; return how many codes."""
    live = SlipBatch.objects.filter(cancelled_on=None, lapsed_on=None)
    ended = Channel.objects.filter(
        Q(closes_on__lt=clock.today()) | Q(revoked_at__isnull=False), id__in=live.values("channel")
    ).order_by("id")
    # Locked: a link that is being opened again now keeps its codes.
    ids = list(ended.select_for_update(no_key=True).values_list("id", flat=True))
    if not ids:
        return 0
    with acting_as(DatabaseRole.ISSUER) as cursor:
        cursor.execute(LAPSE, [ids])
        count: int = cursor.rowcount
    live.filter(channel_id__in=ids).update(lapsed_on=clock.today())
    # Not how many codes: beside what was given out that tells who took part.
    detail = {"links": len(ids)}
    record(SYSTEM, verb="survey.lapse_codes", target="codes", detail=detail)
    return count


@transaction.atomic
def restore_codes(*, year: int, unit_ids: Collection[int] | None = None) -> int:
    """Let unspent codes of links that are open again work as before; return how many.

    They kept their places meanwhile, so there are never more than people. The caller has locked
    the links.
    """
    rows = _list_aside().filter(
        channel__fiscal_year=year,
        channel__closes_on__gte=clock.today(),
        channel__revoked_at=None,
    )
    if unit_ids is not None:
        rows = rows.filter(channel__unit_id__in=unit_ids)
    back = sorted(set(rows.values_list("channel_id", flat=True)))
    if not back:
        return 0
    with acting_as(DatabaseRole.ISSUER) as cursor:
        cursor.execute(RESTORE, [back])
        count: int = cursor.rowcount
    _list_aside().filter(channel_id__in=back).update(lapsed_on=None)
    record(SYSTEM, verb="survey.restore_codes", target="codes", detail={"links": len(back)})
    return count


@transaction.atomic
def forget_codes() -> None:
    """Cancel for good what was put aside in earlier years: their links never open again."""
    old = _list_aside().filter(channel__fiscal_year__lt=fiscal_year(clock.today()))
    ids = sorted(set(old.values_list("channel_id", flat=True)))
    if ids:
        with acting_as(DatabaseRole.ISSUER) as cursor:
            cursor.execute(FORGET, [ids])
        old.update(cancelled_on=clock.today())


def _list_aside() -> QuerySet[SlipBatch]:
    return SlipBatch.objects.filter(cancelled_on=None, lapsed_on__isnull=False)
