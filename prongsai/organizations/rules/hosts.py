"""Host names and website addresses: one spelling for each, and none that is not public."""

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

import idna

_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_LIKE_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)")
# Names that never belong to a public website.
_PRIVATE = frozenset({"localhost", "local", "internal", "lan", "home", "arpa", "onion"})
LONGEST_ADDRESS = 300


class HostError(ValueError):
    """A host or address that cannot be used; CODE says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def parse_host(text: str) -> str:
    """Return the host in lower case and punycode; refuse addresses, ports and private names."""
    host = text.strip().rstrip(".").lower()
    if not host:
        raise HostError("missing")
    if "@" in host:
        raise HostError("credentials")
    if "/" in host or "?" in host or "#" in host or "\\" in host:
        raise HostError("path")
    if _is_address(host):
        raise HostError("address")
    if ":" in host:
        raise HostError("port")
    return _check_labels(_to_ascii(host))


def parse_website(text: str) -> str:
    """Return a website's address in one spelling: scheme, host, path, query."""
    text = text.strip()
    if len(text) > LONGEST_ADDRESS:
        raise HostError("long")
    if any(char.isspace() or ord(char) < 32 for char in text) or "\\" in text:
        raise HostError("shape")
    parts = _split(text if "://" in text else f"https://{text}")
    if parts.scheme not in {"http", "https"}:
        raise HostError("scheme")
    if parts.username is not None or parts.password is not None:
        raise HostError("credentials")
    if parts.netloc.rpartition("]")[2].count(":"):
        raise HostError("port")
    host = parse_host(parts.hostname or "")
    return urlunsplit((parts.scheme, host, parts.path or "/", parts.query, ""))


def get_website_host(website: str) -> str:
    """Return the host of an address that `parse_website` gave."""
    return urlsplit(website).hostname or ""


def show_host(host: str) -> str:
    """Return the host as people read it: international names in their own letters."""
    try:
        return idna.decode(host)
    except idna.IDNAError:
        return host


def is_within(host: str, domain: str) -> bool:
    """Return whether HOST is DOMAIN or below it; one leading `www.` of the domain is ignored."""
    domain = domain.removeprefix("www.")
    return host == domain or host.endswith(f".{domain}")


def _split(text: str) -> SplitResult:
    try:
        return urlsplit(text)
    except ValueError as error:
        raise HostError("shape") from error


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        # Browsers also read 0x7f.1 and 2130706433 as addresses.
        return _LIKE_NUMBER.fullmatch(host.rpartition(".")[2]) is not None
    return True


def _to_ascii(host: str) -> str:
    if host.isascii() and "xn--" not in host:
        return host
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise HostError("shape") from error


def _check_labels(host: str) -> str:
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise HostError("shape")
    if len(labels) < 2:
        raise HostError("single")
    if labels[-1] in _PRIVATE or _is_address(host):
        raise HostError("private")
    return host
