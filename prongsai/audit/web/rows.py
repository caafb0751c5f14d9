"""Lines of the trail as people read them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prongsai.audit.types.trail import Line
from prongsai.audit.types.verbs import get_verb_label
from prongsai.core.clock import BANGKOK
from prongsai.core.thai_dates import format_thai_time
from prongsai.core.wiring import wired
from prongsai.permissions.roles import ROLE_NAMES, Role
from prongsai.ui import dates

# Columns of the export: names that a program can rely on in every language.
HEADINGS = (
    *("number", "entry", "at", "user_id", "user_name", "role", "unit_id"),
    *("verb", "verb_label", "target", "detail", "hash"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A line with its words; UNIT is None where the act belongs to no unit."""

    line: Line
    day: str
    time: str
    who: str
    role: str
    unit: str
    unit_code: str
    verb: str
    facts: list[tuple[str, str]]


def get_rows(lines: Sequence[Line]) -> list[Row]:
    """Return the lines with the names of their units, in one query."""
    names = wired("unit_names")({line.unit_id for line in lines if line.unit_id is not None})
    return [_get_row(line, names.get(line.unit_id)) for line in lines]


def get_values(line: Line) -> list[Any]:
    moment = line.at.astimezone(BANGKOK).isoformat()
    detail = json.dumps(line.detail, ensure_ascii=False, sort_keys=True)
    who = [line.user_id or "", line.user_name, line.role, line.unit_id or ""]
    what = [line.verb, get_verb_label(line.verb), line.target, detail, line.hash]
    return [line.number, line.id, moment, *who, *what]


def _get_row(line: Line, unit: Any) -> Row:
    return Row(
        line=line,
        day=dates.get_short(line.at),
        time=format_thai_time(line.at, language=dates.get_page_language(), seconds=True),
        who=_("ระบบ") if line.role == "system" else line.user_name or _("ไม่ทราบผู้ใช้"),
        role=_get_role_name(line.role),
        unit=unit.name_th if unit else "",
        unit_code=unit.code if unit else "",
        verb=get_verb_label(line.verb),
        facts=[(name, _to_text(value)) for name, value in sorted(line.detail.items())],
    )


def _get_role_name(role: str) -> str:
    if role not in set(Role):
        return ""
    thai, english = ROLE_NAMES[Role(role)]
    return english if (get_language() or "").startswith("en") else thai


def _to_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
