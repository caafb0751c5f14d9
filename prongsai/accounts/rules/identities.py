"""What an identity provider says about somebody, and the pseudonym under which it is kept."""

from collections.abc import Mapping
from typing import Any

from prongsai.core import ids

_CITIZEN = "pid"


def get_claim(answer: Mapping[str, Any], name: str) -> str | None:
    """Return claim NAME from the id token or else the user info; None where they contradict.

    User info about somebody else than the id token is refused, whatever it claims.
    """
    token: Mapping[str, Any] = answer.get("id_token") or {}
    info: Mapping[str, Any] = answer.get("userinfo") or {}
    if token and info and token.get("sub") != info.get("sub"):
        return None
    value = token.get(name) or info.get(name)
    return str(value) if value else None


def hash_identity(claim: str, value: str, *, issuer: str, pepper: str) -> str:
    """Return the keyed hash; a citizen's number is the same whoever vouches for it."""
    source = _CITIZEN if claim == _CITIZEN else f"{issuer} {claim}"
    return ids.keyed_hash(f"identity {source} {value}", key=pepper)


def is_citizen_id(number: str) -> bool:
    """Return whether the thirteen digits agree with their check digit."""
    if len(number) != 13 or not number.isascii() or not number.isdigit():
        return False
    total = sum(int(digit) * (13 - place) for place, digit in enumerate(number[:12]))
    return (11 - total % 11) % 10 == int(number[12])
