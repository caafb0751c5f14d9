"""Networks as limits know them: neighbourhoods, under names that die at midnight."""

import hashlib
import ipaddress
import re
import secrets

UNKNOWN = "unknown"
_IPV4 = re.compile(r"([0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3})\.[0-9]{1,3}")


def get_network(address: str) -> str:
    """Return the neighbourhood of an address: /24 of IPv4, /56 of IPv6; never the whole."""
    if found := _IPV4.fullmatch(address):
        return f"{found[1]}.0/24"
    try:
        ip = ipaddress.IPv6Address(address.partition("%")[0])
    except ValueError:
        return UNKNOWN
    if ip.ipv4_mapped:
        return get_network(str(ip.ipv4_mapped))
    return str(ipaddress.ip_network((ip, 56), strict=False))


class DayNames:
    """Hashes of networks under a random key of this process, a new one every day.

    With its key a name dies: nobody can tell whose it was, nor lay it beside that of another day.
    """

    def __init__(self) -> None:
        self._day = 0
        self._keyed = _draw_key()

    def get(self, address: str, *, day: int) -> bytes:
        """Return the name of a network on DAY, any number that grows from day to day."""
        if day > self._day:
            self._keyed, self._day = _draw_key(), day
        name = self._keyed.copy()
        name.update(get_network(address).encode())
        return name.digest()


def _draw_key() -> "hashlib.blake2b":
    return hashlib.blake2b(key=secrets.token_bytes(32), digest_size=12)
