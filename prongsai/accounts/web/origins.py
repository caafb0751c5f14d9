"""Where a request comes from, and which browsers are known to an account."""

from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from prongsai.accounts.rules.devices import get_device
from prongsai.accounts.types import Origin
from prongsai.core import ids
from prongsai.core.networks import get_network

COOKIE = "prongsai_device"
_SALT = "accounts.device"
_YEAR = 365 * 24 * 60 * 60
# A shared computer knows a few people, not a phone book.
_MOST_ACCOUNTS = 5


def get_origin(request: HttpRequest, *, account: str = "") -> Origin:
    """Return the origin; with ACCOUNT, an e-mail address, also whether this browser knows it."""
    browser, system = get_device(request.headers.get("User-Agent", ""))
    name, accounts = _read(request)
    known = bool(account) and _hash(account) in accounts
    network = get_network(get_client_ip(request) or "")
    return Origin(network, browser, system, name if known else "")


def remember_device(request: HttpRequest, response: HttpResponseBase, *, account: str) -> None:
    """Let this browser be known as one that has signed in to ACCOUNT."""
    name, accounts = _read(request)
    hashed = _hash(account)
    newest = [hashed, *(one for one in accounts if one != hashed)][:_MOST_ACCOUNTS]
    response.set_cookie(
        COOKIE,
        signing.dumps([name or ids.new_code(20), newest], salt=_SALT),
        max_age=_YEAR,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        content: Any = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_YEAR)
    except signing.BadSignature:
        return "", []
    name, accounts = content
    return name, accounts


def _hash(account: str) -> str:
    return ids.keyed_hash(f"device {account.lower()}", key=settings.SECRET_KEY)[:16]
