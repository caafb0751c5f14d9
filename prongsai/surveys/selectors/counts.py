"""How many have answered: by link, exact up to the last mixing, estimated for the running day."""

from collections.abc import Iterable

from prongsai.surveys.models import DatabaseRole, acting_as
from prongsai.surveys.selectors.tallies import TOTALS


def get_counts(channel_ids: Iterable[int]) -> dict[int, int]:
    """Return the number of answers of each channel; the caller decides who may see the channel."""
    ids = list(channel_ids)
    with acting_as(DatabaseRole.ISSUER) as cursor:
        cursor.execute(TOTALS, {"ids": ids})
        found = {channel_id: answers for channel_id, answers, _ in cursor.fetchall()}
    return {channel_id: found.get(channel_id, 0) for channel_id in ids}
