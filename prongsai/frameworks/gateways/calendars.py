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
    content: dict[str, Any] = json.loads((FOLDER / f"{fiscal_year}.json").read_text("utf-8"))
    return [
        Window(
            action=row["action"],
            opens=get_midnight(date.fromisoformat(row["first"])),
            closes=get_midnight(date.fromisoformat(row["last"]) + timedelta(days=1)),
            name_th=row.get("name_th", ""),
            name_en=row.get("name_en", ""),
        )
        for row in content["windows"]
    ]
