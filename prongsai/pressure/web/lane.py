"""The slow lane for browsers without scripts: a queue in memory, forgotten at midnight."""

import hashlib
import ipaddress
import secrets
import threading

LEAST, STEP, MOST = 15, 5, 3600
DAY = 86_400
MOST_NETWORKS = 10_000


class Lane:
    """Who asks often from one network waits longer; a network is known by a hash only."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._day = -1
        self._salt = b""
        self._places: dict[bytes, float] = {}

    def get_place(self, address: str, *, now: float) -> int:
        """Return from when on the next place of this network may be used."""
        with self._lock:
            day = int(now // DAY)
            if day != self._day or len(self._places) > MOST_NETWORKS:
                self._day, self._salt, self._places = day, secrets.token_bytes(32), {}
            name = hashlib.blake2b(get_network(address).encode(), key=self._salt).digest()
            free = max(self._places.get(name, 0.0) + STEP, now + LEAST)
            self._places[name] = min(free, now + MOST)
            return int(self._places[name])


def get_network(address: str) -> str:
    """Return the network of an address: its first three bytes, or a /56 of the newer kind."""
    if ":" not in address:
        return address.rpartition(".")[0]
    try:
        return str(ipaddress.ip_network((address.partition("%")[0], 56), strict=False))
    except ValueError:
        return "unknown"


LANE = Lane()
