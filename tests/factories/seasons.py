"""Makers of seasons."""

from datetime import date, timedelta
from typing import Any

from prongsai.core.actor import SYSTEM
from prongsai.frameworks.services.seasons import create_season, publish_season
from prongsai.frameworks.types.seasons import SeasonSpec
from prongsai.frameworks.types.windows import Target, Window, get_midnight


def make_window(action: str, first: date, last: date, **target: Any) -> Window:
    """Return a window of whole days; LAST is the last day of it."""
    closes = get_midnight(last + timedelta(days=1))
    return Window(action, get_midnight(first), closes, Target(**target))


def make_calendar(year: int = 2569) -> list[Window]:
    """Return a whole calendar without any finding, in the manner of 2565."""
    spans = {
        "register": ((1, 1), (2, 28)),
        "iit": ((3, 1), (4, 30)),
        "eit": ((3, 1), (4, 30)),
        "eit_field": ((3, 1), (4, 30)),
        "oit_entry": ((3, 1), (4, 30)),
        "oit_approval": ((3, 1), (4, 30)),
        "assessment": ((5, 1), (5, 31)),
        "objection": ((6, 1), (6, 15)),
        "confirmation": ((6, 16), (6, 30)),
        "publication": ((7, 1), (9, 30)),
    }
    return [
        make_window(action, date(year - 543, *first), date(year - 543, *last))
        for action, (first, last) in spans.items()
    ]


def make_season(year: int = 2569, *, publish: bool = True, **fields: Any) -> str:
    """Create a season (published where not told otherwise) and return its code."""
    windows = fields.pop("windows", None)
    fields.setdefault("name_th", f"ปฏิทิน {year}")
    spec = SeasonSpec(year, **fields)
    calendar = make_calendar(year) if windows is None else windows
    code = create_season(SYSTEM, spec=spec, windows=calendar)
    if publish:
        publish_season(SYSTEM, code=code)
    return code
