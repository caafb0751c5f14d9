"""Results as other apps see them."""

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class NewResult:
    """One published result of one unit, as it is stored."""

    unit_id: int
    fiscal_year: int
    framework: str
    total: Decimal | None
    level: str
    instruments: dict[str, str] = field(default_factory=dict)
    indicators: dict[str, str] = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True, slots=True)
class YearOfUnit:
    """One year in a unit's history; CHANGE is against the year before where comparable."""

    fiscal_year: int
    framework: str
    total: Decimal | None
    level: str
    instruments: dict[str, str]
    indicators: dict[str, str]
    source: str
    change: Decimal | None
    breaks_series: bool
