"""Rounds follow the survey: what is extended gives out tokens again; keys that nobody needs end."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Q

from prongsai.core import clock
from prongsai.core.thai_dates import fiscal_year
from prongsai.tokens.gateways import RoundKeys
from prongsai.tokens.models import Round

_CHUNK = 1000


def follow_links(days: Mapping[str, tuple[date, date]]) -> None:
    """Settle the days of rounds by the first and last day of their survey links, by code.

    The same key signs again, so the latecomers are a crowd with those who came before.
    """
    if days:
        _settle(days)


@transaction.atomic
def _settle(days: Mapping[str, tuple[date, date]]) -> None:
    rows = Round.objects.filter(channel_code__in=days).order_by("id")
    moved = []
    for row in rows.select_for_update(no_key=True):
        before = row.closes_on, row.answers_from, row.answers_until
        row.answers_from, row.answers_until = days[row.channel_code]
        if not row.key_destroyed:
            row.closes_on = min(row.own_last_day or row.answers_until, row.answers_until)
        if before != (row.closes_on, row.answers_from, row.answers_until):
            moved.append(row)
    Round.objects.bulk_update(
        moved, ["closes_on", "answers_from", "answers_until"], batch_size=_CHUNK
    )


def destroy_ended_keys() -> int:
    """Destroy the private keys of rounds that cannot open again; runs every night.

    That is when their own last day has passed. Those that last as long as the survey may be
    extended with it until the year is over.
    """
    keys, today = RoundKeys(), clock.today()
    ended = Round.objects.filter(
        Q(own_last_day__lt=today) | Q(fiscal_year__lt=fiscal_year(today)), key_destroyed=False
    )
    # Only what lies in this machine's folder: elsewhere nothing would be destroyed.
    here = [code for code in ended.values_list("channel_code", flat=True) if keys.find(code)]
    for code in here:
        keys.destroy(code)
    return Round.objects.filter(channel_code__in=here).update(key_destroyed=True)
