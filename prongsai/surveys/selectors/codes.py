"""How many sealed codes an agency has, and what was given when: for whoever hands them out."""

from django.conf import settings
from django.db.models import Sum

from prongsai.core.suppression import show_growing
from prongsai.headcounts.selectors.setups import find_confirmed
from prongsai.surveys.models import Channel, DatabaseRole, SlipBatch, acting_as
from prongsai.surveys.types import CodeBatch, CodeCounts, Instrument

# An agency that gives out codes more often than this sees its latest.
MOST_BATCHES = 100

# A code that is cancelled is gone from both tables: its place may be given to another. One that is
# put aside keeps its place, or every link that closes would tell how many of its codes were spent.
COUNT = """
SELECT count(*) + (
    SELECT count(*) FROM ledger.lapsed WHERE channel_id = ANY(%(ids)s)
), count(*) FILTER (
    WHERE EXISTS (SELECT FROM ledger.spends s WHERE s.hash = c.hash)
), count(*) FILTER (
    WHERE EXISTS (SELECT FROM ledger.spent s WHERE s.hash = c.hash)
) FROM ledger.codes c WHERE channel_id = ANY(%(ids)s)
"""


def count_codes(unit_id: int, *, year: int) -> CodeCounts:
    """Return the codes of all IIT links of an agency together, against its confirmed headcount."""
    rows = Channel.objects.filter(unit_id=unit_id, fiscal_year=year, instrument=Instrument.IIT)
    channels = list(rows.values_list("id", flat=True))
    with acting_as(DatabaseRole.ISSUER) as cursor:
        cursor.execute(COUNT, {"ids": channels})
        issued, new, settled = cursor.fetchone()
    batches = SlipBatch.objects.filter(channel_id__in=channels)
    confirmed = find_confirmed(unit_id, year=year)
    return CodeCounts(
        issued=issued,
        given=batches.aggregate(all=Sum("count", default=0))["all"],
        spent=show_growing(new + settled, settled=settled, threshold=settings.SURVEYS_LEAST_GROUP),
        headcount=confirmed.headcount if confirmed else None,
    )


def list_batches(unit_id: int, *, year: int) -> list[CodeBatch]:
    """Return what was given out of all links of an agency, the latest first."""
    rows = SlipBatch.objects.filter(channel__unit_id=unit_id, channel__fiscal_year=year)
    found = rows.order_by("-id").values_list(
        *("channel__code", "channel__label", "count", "form"),
        *("made_on", "lapsed_on", "cancelled_on"),
    )
    return [CodeBatch(*row) for row in found[:MOST_BATCHES]]


def lock_codes(unit_id: int, *, year: int) -> list[int]:
    """Let only one person at a time issue or move codes of an agency; return its IIT links."""
    rows = Channel.objects.filter(unit_id=unit_id, fiscal_year=year, instrument=Instrument.IIT)
    locked = rows.order_by("id").select_for_update(no_key=True)
    return list(locked.values_list("id", flat=True))
