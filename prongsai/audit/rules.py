"""How an act is written down so that it reads back the same, and how the chain is made."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

GENESIS = "0" * 64
# What PostgreSQL stores and Python reads back as the same whole number without any doubt.
MOST_INTEGER = 2**63


def clean_text(text: str, *, most: int | None = None) -> str:
    """Return TEXT as the database can hold it: no NUL, no half characters, not too long."""
    whole = text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "\ufffd")
    return whole if most is None or len(whole) <= most else whole[: most - 1] + "…"


def clean_detail(value: Any) -> Any:
    """Return VALUE as JSON that comes back from the database exactly as it went in.

    Fractions, big numbers and moments become text, for the database would write them another way.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Mapping):
        return {clean_text(str(key)): clean_detail(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [clean_detail(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted((clean_detail(item) for item in value), key=repr)
    return _clean_scalar(value)


def _clean_scalar(value: Any) -> Any:
    if isinstance(value, Enum):
        return clean_detail(value.value)
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, int):
        return int(value) if abs(value) < MOST_INTEGER else str(value)
    if isinstance(value, datetime):
        return format_moment(value)
    if isinstance(value, float | Decimal | date | UUID):
        return str(value)
    raise TypeError(f"an audit detail cannot hold a {type(value).__name__}")


def format_moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def get_digest(fields: Mapping[str, Any]) -> str:
    """Return the hash of an entry's content alone."""
    content = {**fields, "at": format_moment(fields["at"])}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def get_seal(number: int, *, previous_hash: str, digest: str) -> str:
    """Return the hash that seals an entry at its place, as the database computes it at commit."""
    return hashlib.sha256(f"{number}\n{previous_hash}\n{digest}".encode()).hexdigest()
