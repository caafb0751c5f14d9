"""Sealed codes end with their link, and come back if it opens again: never one that was spent.

While a link is closed its unspent codes lie in a table of their own, where the intake never looks.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max, Min, Q, QuerySet

from prongsai.audit.services import record
from prongsai.core import clock
from prongsai.core.actor import SYSTEM
from prongsai.core.thai_dates import fiscal_year
from prongsai.headcounts.selectors.setups import list_confirmed
from prongsai.surveys.models import Channel, DatabaseRole, SlipBatch, acting_as
from prongsai.surveys.services.codes import FORGET, UNSPENT
from prongsai.surveys.types import Instrument

LAPSE = f"""
WITH ended AS ({UNSPENT} RETURNING c.hash, c.channel_id)
INSERT INTO ledger.lapsed (hash, channel_id) SELECT hash, channel_id FROM ended ORDER BY hash
"""  # noqa: S608 - our own words
RESTORE = """
WITH back AS (DELETE FROM ledger.lapsed WHERE channel_id = ANY(%s) RETURNING hash, channel_id)
INSERT INTO ledger.codes (hash, channel_id) SELECT hash, channel_id FROM back ORDER BY hash
"""
COUNT_LAPSED = """
SELECT channel_id, count(*) FROM ledger.lapsed WHERE channel_id = ANY(%s) GROUP BY channel_id
"""
COUNT_LIVE = """
SELECT channel_id, count(*) FROM ledger.codes WHERE channel_id = ANY(%s) GROUP BY channel_id
"""


@dataclass(frozen=True, slots=True)
class _Lapsed:
    """A link that is open again, and since when its unspent codes are put aside."""

    channel_id: int
    unit_id: int
    since: date


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

    Where the agency gave out others meanwhile, and both together would outnumber its people, the
    old ones are cancelled for good. The caller has locked the links.
    """
    lapsed = _list_lapsed(year, unit_ids)
    if not lapsed:
        return 0
    back = _choose(lapsed, year)
    gone = sorted({each.channel_id for each in lapsed} - set(back))
    with acting_as(DatabaseRole.ISSUER) as cursor:
        cursor.execute(RESTORE, [back])
        count: int = cursor.rowcount
    _list_aside().filter(channel_id__in=back).update(lapsed_on=None)
    _forget(gone)
    detail = {"links": len(back), "cancelled": len(gone)}
    record(SYSTEM, verb="survey.restore_codes", target="codes", detail=detail)
    return count


@transaction.atomic
def forget_codes() -> None:
    """Cancel for good what was put aside in earlier years: their links never open again."""
    old = _list_aside().filter(channel__fiscal_year__lt=fiscal_year(clock.today()))
    _forget(sorted(set(old.values_list("channel_id", flat=True))))


def _list_aside() -> QuerySet[SlipBatch]:
    return SlipBatch.objects.filter(cancelled_on=None, lapsed_on__isnull=False)


def _list_lapsed(year: int, unit_ids: Collection[int] | None) -> list[_Lapsed]:
    rows = _list_aside().filter(
        channel__fiscal_year=year,
        channel__closes_on__gte=clock.today(),
        channel__revoked_at=None,
    )
    if unit_ids is not None:
        rows = rows.filter(channel__unit_id__in=unit_ids)
    found = rows.values_list("channel_id", "channel__unit_id").annotate(since=Min("lapsed_on"))
    return [_Lapsed(*row) for row in found.order_by("channel_id")]


def _choose(lapsed: Sequence[_Lapsed], year: int) -> list[int]:
    """Return the links whose codes come back: nothing was given since, or there is room."""
    units = {each.unit_id for each in lapsed}
    rows = Channel.objects.filter(unit_id__in=units, fiscal_year=year, instrument=Instrument.IIT)
    owners = dict(rows.values_list("id", "unit_id"))
    waiting, live = _count(COUNT_LAPSED, owners), Counter[int]()
    for channel_id, count in _count(COUNT_LIVE, owners).items():
        live[owners[channel_id]] += count
    given = SlipBatch.objects.filter(channel__in=owners, cancelled_on=None, lapsed_on=None)
    newest = dict(given.values_list("channel__unit_id").annotate(newest=Max("made_on")))
    people = {each.unit_id: each.headcount for each in list_confirmed(year=year, unit_ids=units)}
    back = []
    for each in lapsed:
        count, unit_id = waiting[each.channel_id], each.unit_id
        is_alone = unit_id not in newest or newest[unit_id] < each.since
        if is_alone or live[unit_id] + count <= people.get(unit_id, 0):
            back.append(each.channel_id)
            live[unit_id] += count
    return back


def _count(query: str, channel_ids: Collection[int]) -> Counter[int]:
    with acting_as(DatabaseRole.ISSUER) as cursor:
        cursor.execute(query, [list(channel_ids)])
        return Counter(dict(cursor.fetchall()))


def _forget(channel_ids: list[int]) -> None:
    if channel_ids:
        with acting_as(DatabaseRole.ISSUER) as cursor:
            cursor.execute(FORGET, [channel_ids])
        _list_aside().filter(channel_id__in=channel_ids).update(cancelled_on=clock.today())
