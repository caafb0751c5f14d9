"""A framework document as JSON text and back: the order of its author, every number exact."""

import json
from decimal import Decimal
from typing import Any


def write_json(value: Any, *, indent: int = 0, level: int = 0) -> str:
    """JSON with one space of indent a level where INDENT says so, else without spaces."""
    if isinstance(value, dict | list):
        brackets = "{}" if isinstance(value, dict) else "[]"
        pieces = [write_json(child, indent=indent, level=level + 1) for child in _values(value)]
        if isinstance(value, dict):
            colon = ": " if indent else ":"
            pieces = [f"{_quote(k)}{colon}{p}" for k, p in zip(value, pieces, strict=True)]
        if not indent or not pieces:
            return brackets[0] + ",".join(pieces) + brackets[1]
        pad = "\n" + " " * (indent * (level + 1))
        end = "\n" + " " * (indent * level)
        return brackets[0] + pad + ("," + pad).join(pieces) + end + brackets[1]
    if isinstance(value, Decimal):
        return format(value, "f")
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _values(value: dict[str, Any] | list[Any]) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value


def _quote(key: str) -> str:
    return json.dumps(key, ensure_ascii=False)


def read_json(text: str) -> Any:
    """What `write_json` wrote."""
    return json.loads(text, parse_float=Decimal)
