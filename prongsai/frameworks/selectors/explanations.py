"""A proposed change of a calendar in plain words, made from its payload alone."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prongsai.approvals.types import Explanation, Line
from prongsai.frameworks.rules.calendars import diff_calendars
from prongsai.frameworks.rules.proposals import read_change
from prongsai.frameworks.rules.windows import choose
from prongsai.frameworks.types.proposals import Change, Payload
from prongsai.frameworks.types.seasons import WindowChange
from prongsai.frameworks.types.windows import Target, Window
from prongsai.organizations.types.units import Size, UnitClass
from prongsai.ui import dates


def describe_version(payload: Payload) -> Explanation:
    """Return what a proposed version would change."""
    change = read_change(payload)
    facts = {"year": dates.get_be_year(change.fiscal_year), "number": change.base + 1}
    lines = [_as_line(one, change) for one in diff_calendars(change.before, change.after)]
    return Explanation(
        _("แก้ไขปฏิทินปีงบประมาณ %(year)s เป็นฉบับที่ %(number)s") % facts,
        (*lines, Line(_("เหตุผล"), change.reason)),
        url=reverse("seasons:season", args=[change.season]),
    )


def get_target_name(target: Target, units: Mapping[str, list[str]] | None = None) -> str:
    """Return whom a window is for: a class, its size, a unit; nothing for everybody."""
    if target.unit_id is not None:
        thai, english, *_rest = (units or {}).get(str(target.unit_id), [str(target.unit_id), ""])
        return (english if (get_language() or "").startswith("en") else "") or thai
    if not target.unit_class:
        return ""
    known = target.unit_class in UnitClass.values
    name = str(UnitClass(target.unit_class).label) if known else target.unit_class
    if not target.size:
        return name
    facts = {"name": name, "size": Size(target.size).label}
    return _("%(name)s ขนาด%(size)s") % facts


def get_change_label(change: WindowChange, units: Mapping[str, list[str]]) -> str:
    who = get_target_name(change.window.target, units)
    return f"{change.window.label} · {who}" if who else change.window.label


def _as_line(one: WindowChange, change: Change) -> Line:
    label = get_change_label(one, change.units)
    before = one.before or _find_before(one.window, change)
    words = before.text if before else _("ไม่มี")
    if one.after is None:
        return Line(label, _("นำออก"), before=words)
    text = one.after.text
    if before:
        days = (one.after.last_day - before.last_day).days
        if days > 0:
            text = _("%(text)s (เพิ่ม %(days)s วัน)") % {"text": text, "days": days}
        elif days < 0:
            text = _("%(text)s (ลด %(days)s วัน)") % {"text": text, "days": -days}
    return Line(label, text, before=words)


def _find_before(window: Window, change: Change) -> Window | None:
    """Return what counted for the target of a new window until now."""
    who = window.target
    if who.unit_id is not None:
        _thai, _english, unit_class, size = change.units[str(who.unit_id)]
        who = Target(unit_class, size, who.unit_id)
    counting = choose(change.before, action=window.action, who=who)
    return counting[-1] if counting else None
