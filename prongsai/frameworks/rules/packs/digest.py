"""The name of a frozen framework: the hash of what it says, not of how it is laid out."""

import hashlib
import json
import unicodedata
from decimal import Decimal
from typing import Any


def hash_document(document: Any) -> str:
    """SHA-256 over the canonical JSON of the whole document."""
    return hashlib.sha256(write_canonical(document).encode()).hexdigest()


def write_canonical(value: Any) -> str:
    """JSON with sorted keys, no spaces, composed letters and shortest exact numbers."""
    if isinstance(value, dict):
        pairs = sorted((_text(key), write_canonical(child)) for key, child in value.items())
        return "{" + ",".join(f"{key}:{child}" for key, child in pairs) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(write_canonical(child) for child in value) + "]"
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return _text(value) if isinstance(value, str) else json.dumps(value)


def _text(value: str) -> str:
    return json.dumps(unicodedata.normalize("NFC", value), ensure_ascii=False)
