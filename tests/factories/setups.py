"""Confirmed set-ups, and counts as the ledger keeps them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import connection

from prongsai.core import clock
from prongsai.core.actor import SYSTEM
from prongsai.headcounts.selectors.setups import get_setup_for
from prongsai.headcounts.services.setups import confirm_setup, submit_setup
from prongsai.headcounts.types import Given


def make_setup(code: str, headcount: int = 120, **fields: Any) -> None:
    """Put figures of this year in force for an agency."""
    given = Given(headcount=headcount, services=(("บริการ", 900),), is_sure=True, **fields)
    submit_setup(SYSTEM, code=code, given=given)
    number = get_setup_for(SYSTEM, code).versions[0].number
    confirm_setup(SYSTEM, code=code, number=number)


def put_counts(channel_id: int, counts: Mapping[int, int]) -> None:
    """Write what the ledger knows of a channel: answers by how many days ago they came."""
    with connection.cursor() as cursor:
        for ago, answers in counts.items():
            day = clock.today() - timedelta(days=ago)
            cursor.execute(
                "INSERT INTO ledger.counts (channel_id, day, answers) VALUES (%s, %s, %s)",
                [channel_id, day, answers],
            )
