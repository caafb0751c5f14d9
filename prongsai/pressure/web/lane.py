"""The slow lane for browsers without scripts: a queue in memory, forgotten at midnight."""

import threading

from prongsai.core.networks import DayNames

LEAST, STEP, MOST = 15, 5, 3600
DAY = 86_400
MOST_NETWORKS = 10_000


class Lane:
    """Who asks often from one network waits longer; a network is known by a hash only."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._names = DayNames()
        self._places: dict[bytes, float] = {}

    def get_place(self, address: str, *, now: float) -> int:
        """Return from when on the next place of this network may be used."""
        with self._lock:
            if len(self._places) > MOST_NETWORKS:
                self._places.clear()
            name = self._names.get(address, day=int(now // DAY))
            free = max(self._places.get(name, 0.0) + STEP, now + LEAST)
            self._places[name] = min(free, now + MOST)
            return int(self._places[name])


LANE = Lane()
