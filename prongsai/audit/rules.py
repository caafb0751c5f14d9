"""How an entry is chained to the one before it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64


def get_entry_hash(fields: Mapping[str, Any], *, previous_hash: str) -> str:
    """Return the hash that seals an entry's content and everything before it."""
    content = {**fields, "at": _moment(fields["at"]), "previous_hash": previous_hash}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
