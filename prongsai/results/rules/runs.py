"""The names of what a run rests on."""

import hashlib
import json
from typing import Any

from prongsai.scoring.rounding import write_exact
from prongsai.scoring.types.given import Given


def name_class(unit_class: str, size: str) -> str:
    """The class of an agency as quotas name it."""
    return f"{unit_class}-{size}" if size else unit_class


class InputHash:
    """SHA-256 over everything that was scored, one line of JSON per agency, in their order."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()

    def add(self, given: Given) -> None:
        told: dict[str, Any] = {
            "code": given.code,
            "class": given.agency_class,
            "headcount": given.headcount,
            "sheets": {
                sheet: [counts.respondents, counts.lines]
                for sheet, counts in sorted(given.sheets.items())
            },
            "items": {item: write_exact(mark) for item, mark in sorted(given.items.items())},
        }
        self._digest.update(json.dumps(told, sort_keys=True).encode() + b"\n")

    @property
    def hexdigest(self) -> str:
        return self._digest.hexdigest()
