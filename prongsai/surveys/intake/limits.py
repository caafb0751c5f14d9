"""How much one network may do: counted for minutes, in memory, under a name that dies at midnight.

Nothing here is ever written down. A network is known by a hash with a random key of this process
(`core/networks.py`), so the counters of two days, or of two processes, cannot be laid side by side.
"""

import threading

# In ten minutes, per network and process: what people behind one address need, with room to spare.
WINDOW = 600
SOLVED = 3000
WRONG_CODES = 60
# Without JavaScript: everybody waits at least so long, and longer the more of a network wait.
LANE_LEAST = 15
LANE_STEP = 1
LANE_MOST = 3600
MOST_NETWORKS = 100_000


class Limits:
    """Counters per purpose; each purpose knows nothing of the others."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[tuple[str, bytes], tuple[float, int]] = {}
        self._lanes: dict[bytes, float] = {}

    def is_flooded(
        self, purpose: str, network: bytes, *, now: float, most: int, add: int = 1
    ) -> bool:
        """Count ADD events of PURPOSE; return whether this window already had MOST."""
        with self._lock:
            start, count = self._counts.get((purpose, network), (now, 0))
            if now - start > WINDOW:
                start, count = now, 0
            if len(self._counts) > MOST_NETWORKS:
                self._counts.clear()
            self._counts[purpose, network] = start, count + add
            return count >= most

    def get_place(self, network: bytes, *, now: float) -> int:
        """Return when the next place in the slow lane of this network may be used."""
        with self._lock:
            next_free = max(self._lanes.get(network, 0.0) + LANE_STEP, now + LANE_LEAST)
            if len(self._lanes) > MOST_NETWORKS:
                self._lanes.clear()
            self._lanes[network] = min(next_free, now + LANE_MOST)
            return int(self._lanes[network])
