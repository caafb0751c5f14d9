"""Networks as limits know them: neighbourhoods, under names that die at midnight."""

import hashlib
import ipaddress
import re
import secrets
from collections.abc import Hashable

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
    """Hashes of networks under a random key of this process, a new one every day."""

    def __init__(self) -> None:
        self._day: Hashable = None
        self._key = b""

    def renew(self, day: Hashable) -> bool:
        """Return whether DAY is another than before: then every name given so far is void."""
        if day == self._day:
            return False
        self._day, self._key = day, secrets.token_bytes(32)
        return True

    def get(self, purpose: object, address: str) -> bytes:
        """Return the name of a network for one purpose; names of two purposes are strangers."""
        text = f"{purpose} {get_network(address)}".encode()
        return hashlib.blake2b(text, key=self._key, digest_size=12).digest()
