"""How much the busiest network sends through an open link on a day: one number, and no name.

The names of networks are hashes under a key of this process that dies with the day; only the
largest count of each link leaves memory, rounded (see docs/anonymity.md).
"""

import threading
from datetime import date

from prongsai.core import clock
from prongsai.surveys.intake.limits import MOST_NETWORKS
from prongsai.surveys.rules.networks import round_network

Row = tuple[int, date, int]


class Networks:
    """Counts kept answers by link and network; what has been written is known."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._day = clock.today()
        self._counts: dict[tuple[int, bytes], int] = {}
        self._most: dict[int, int] = {}
        self._taken: dict[int, int] = {}

    def count(self, channel_id: int, network: bytes, *, today: date) -> None:
        """Count one kept answer of an open link."""
        with self._lock:
            if today > self._day or len(self._counts) > MOST_NETWORKS:
                self._forget(today)
            place = channel_id, network
            count = self._counts[place] = self._counts.get(place, 0) + 1
            self._most[channel_id] = max(count, self._most.get(channel_id, 0))

    def take(self) -> list[Row]:
        """Return the numbers that have grown since they were last taken, rounded."""
        with self._lock:
            rounded = {channel: round_network(most) for channel, most in self._most.items()}
            grown = {
                channel: most
                for channel, most in rounded.items()
                if most > self._taken.get(channel, 0)
            }
            self._taken |= grown
            return sorted((channel, self._day, most) for channel, most in grown.items())

    def _forget(self, day: date) -> None:
        self._day = day
        for kept in (self._counts, self._most, self._taken):
            kept.clear()
