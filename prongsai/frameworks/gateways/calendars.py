"""Calendars of past years that come with the product."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from prongsai.frameworks.types.windows import Window, get_midnight

FOLDER = Path(__file__).parent.parent / "calendars"


def list_years() -> list[int]:
    return sorted(int(file.stem) for file in FOLDER.glob("*.json"))


def read_calendar(fiscal_year: int) -> list[Window]:
    """Return the calendar of one of these years; both days of a window belong to it."""
    return [
        Window(
            action=row["action"],
            opens=get_midnight(date.fromisoformat(row["first"])),
            closes=get_midnight(date.fromisoformat(row["last"]) + timedelta(days=1)),
            name_th=row.get("name_th", ""),
            name_en=row.get("name_en", ""),
        )
        for row in _read(fiscal_year)["windows"]
    ]


def read_names(pattern: int, *, form: str, fiscal_year: int) -> tuple[str, str]:
    """Return the Thai and the English name of a calendar after PATTERN in another year."""
    thai, english = _read(pattern)["names"][form]
    return thai.format(year=fiscal_year), english.format(year=fiscal_year)


def _read(fiscal_year: int) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((FOLDER / f"{fiscal_year}.json").read_text("utf-8"))
    return content
