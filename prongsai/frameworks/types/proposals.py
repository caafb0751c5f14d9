"""A change of a published calendar on its way to the second person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from prongsai.frameworks.types.windows import Target, Window

ACTION = "season.version"


@dataclass(frozen=True, slots=True)
class Extension:
    """One later closing for some targets; a window that has closed is opened again."""

    action: str
    closes: datetime
    targets: tuple[Target, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a payload says: the calendar before and after, why, and what units are called."""

    season: str
    season_name: str
    fiscal_year: int
    base: int
    before: tuple[Window, ...]
    after: tuple[Window, ...]
    reason: str
    # Unit id (as text, for JSON keys are text) to Thai and English name, class and size.
    units: Mapping[str, list[str]] = field(default_factory=dict)


Payload = dict[str, Any]
