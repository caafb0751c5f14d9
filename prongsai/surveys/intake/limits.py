"""How much one network may do: counted for minutes, in memory, under a name that dies at midnight.

Nothing here is ever written down. A network is known by a hash with a random key of this process,
so the counters of two days, or of two processes, cannot be laid side by side.
"""

import threading

from prongsai.core.networks import DayNames

# In ten minutes, per network and process: what people behind one address need, with room to spare.
WINDOW = 600
SOLVED = 3000
WRONG_CODES = 60
# Without JavaScript: everybody waits at least so long, and longer the more of a network wait.
LANE_LEAST = 15
LANE_STEP = 1
LANE_MOST = 3600
MOST_NETWORKS = 100_000
DAY = 86_400


class Limits:
    """Counters per purpose; each purpose knows nothing of the others."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._names = DayNames()
        self._counts: dict[bytes, tuple[float, int]] = {}
        self._lanes: dict[bytes, float] = {}

    def is_flooded(
        self, purpose: str, address: str, *, now: float, most: int, add: int = 1
    ) -> bool:
        """Count ADD events of PURPOSE; return whether this window already had MOST."""
        with self._lock:
            name = self._name(purpose, address, now)
            start, count = self._counts.get(name, (now, 0))
            if now - start > WINDOW:
                start, count = now, 0
            self._counts[name] = start, count + add
            return count >= most

    def get_place(self, address: str, *, now: float) -> int:
        """Return when the next place in the slow lane of this network may be used."""
        with self._lock:
            name = self._name("lane", address, now)
            next_free = max(self._lanes.get(name, 0.0) + LANE_STEP, now + LANE_LEAST)
            self._lanes[name] = min(next_free, now + LANE_MOST)
            return int(self._lanes[name])

    def _name(self, purpose: str, address: str, now: float) -> bytes:
        full = len(self._counts) + len(self._lanes) > MOST_NETWORKS
        if self._names.renew(int(now // DAY)) or full:
            self._counts.clear()
            self._lanes.clear()
        return self._names.get(purpose, address)
