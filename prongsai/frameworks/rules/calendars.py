"""Whether a calendar makes sense, what changed between two, and how it is written as JSON."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from prongsai.core.clock import BANGKOK
from prongsai.core.thai_dates import fiscal_year_bounds
from prongsai.frameworks.rules.windows import choose, list_targets
from prongsai.frameworks.types.seasons import Finding, Severity, WindowChange
from prongsai.frameworks.types.windows import Action, Target, Window, get_midnight

# The later must not open before the earlier opens; what lies between them is explained.
FOLLOWS = (
    (Action.REGISTER, Action.IIT),
    (Action.REGISTER, Action.EIT),
    (Action.REGISTER, Action.EIT_FIELD),
    (Action.REGISTER, Action.OIT_ENTRY),
    (Action.OIT_APPROVAL, Action.ASSESSMENT),
    (Action.ASSESSMENT, Action.OBJECTION),
    (Action.OBJECTION, Action.CONFIRMATION),
    (Action.CONFIRMATION, Action.PUBLICATION),
)
# The later runs beside the earlier and must not end before it.
ACCOMPANIES = ((Action.OIT_ENTRY, Action.OIT_APPROVAL),)
# May end after the fiscal year: some years' results came in October.
MAY_END_LATER = frozenset({Action.PUBLICATION.value})

Key = tuple[str, str, str, int, int]
Days = tuple[date, date]


def check_calendar(windows: Sequence[Window], *, fiscal_year: int) -> list[Finding]:
    """Return everything wrong or remarkable, errors first; the same thing is said once."""
    findings = [
        *([] if windows else [Finding(Severity.ERROR, "empty")]),
        *(found for window in windows for found in _check_window(window, fiscal_year)),
        *_check_doubles(windows),
    ]
    if not any(finding.severity is Severity.ERROR for finding in findings):
        seen: dict[tuple[Any, ...], Finding] = {}
        for target in list_targets(windows):
            for found in _check_order(windows, target):
                seen.setdefault((found.code, found.window, str(found.facts)), found)
        findings += seen.values()
        findings += _check_missing(windows)
    return sorted(findings, key=lambda finding: finding.severity is not Severity.ERROR)


def has_errors(findings: Iterable[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def diff_calendars(old: Iterable[Window], new: Iterable[Window]) -> list[WindowChange]:
    """Return what differs, in the order of the new calendar; what only the old had comes last."""
    before, after = _by_key(old), _by_key(new)
    changes = [
        WindowChange(before.get(key), window)
        for key, window in after.items()
        if before.get(key) != window
    ]
    return changes + [
        WindowChange(window, None) for key, window in before.items() if key not in after
    ]


def sort_windows(windows: Iterable[Window]) -> list[Window]:
    """Return windows as people read them: by the calendar, exceptions after what they except."""
    return sorted(
        windows,
        key=lambda w: (w.target.rank, w.opens, w.closes, _place(w.action), w.action, _order(w)),
    )


def shift_years(windows: Iterable[Window], *, years: int) -> list[Window]:
    """Return last year's general calendar moved by whole years; exceptions of units stay behind."""
    return [
        Window(
            window.action,
            _shift(window.opens, years),
            _shift(window.closes, years),
            window.target,
            window.name_th,
            window.name_en,
        )
        for window in windows
        if window.target.unit_id is None
    ]


def widen(windows: Iterable[Window], *, actions: Container[str], span: Days) -> list[Window]:
    """Return a calendar whose windows of ACTIONS cover SPAN, first and last day."""
    opens, closes = get_midnight(span[0]), get_midnight(_next(span[1]))
    return [
        replace(window, opens=min(window.opens, opens), closes=max(window.closes, closes))
        if window.action in actions
        else window
        for window in windows
    ]


def to_json(window: Window) -> dict[str, Any]:
    target = window.target
    return {
        "action": window.action,
        "opens": window.opens.astimezone(BANGKOK).isoformat(),
        "closes": window.closes.astimezone(BANGKOK).isoformat(),
        "class": target.unit_class,
        "size": target.size,
        "unit": target.unit_id,
        "name_th": window.name_th,
        "name_en": window.name_en,
    }


def from_json(content: Mapping[str, Any]) -> Window:
    return Window(
        content["action"],
        datetime.fromisoformat(content["opens"]),
        datetime.fromisoformat(content["closes"]),
        Target(content["class"], content["size"], content["unit"]),
        content["name_th"],
        content["name_en"],
    )


def _check_window(window: Window, fiscal_year: int) -> Iterator[Finding]:
    first, last = fiscal_year_bounds(fiscal_year)
    if window.closes <= window.opens:
        yield Finding(Severity.ERROR, "closes_first", window)
    elif window.opens < get_midnight(first) or window.opens >= get_midnight(_next(last)):
        yield Finding(Severity.ERROR, "outside_year", window, {"first": first, "last": last})
    elif window.closes > get_midnight(_next(last)):
        late = Severity.NOTE if window.action in MAY_END_LATER else Severity.ERROR
        code = "after_year" if late is Severity.NOTE else "outside_year"
        yield Finding(late, code, window, {"first": first, "last": last})
    if window.action not in Action.values and not window.name_th:
        yield Finding(Severity.ERROR, "nameless", window)


def _check_doubles(windows: Sequence[Window]) -> Iterator[Finding]:
    ordered = sorted(windows, key=lambda w: (w.action, _order(w), w.opens))
    for one, other in pairwise(ordered):
        if (one.action, one.target) == (other.action, other.target) and other.opens < one.closes:
            yield Finding(Severity.ERROR, "twice", other)


def _check_order(windows: Sequence[Window], target: Target) -> Iterator[Finding]:
    for before, after in FOLLOWS:
        earlier = choose(windows, action=before, who=target)
        later = choose(windows, action=after, who=target)
        if earlier and later:
            yield from _check_pair(earlier, later)
    for before, after in ACCOMPANIES:
        earlier = choose(windows, action=before, who=target)
        later = choose(windows, action=after, who=target)
        if earlier and later and later[0].opens < earlier[0].opens:
            yield _order_finding(Severity.ERROR, "opens_before", later[0], earlier[0])
        if earlier and later and later[-1].closes < earlier[-1].closes:
            yield _order_finding(Severity.ERROR, "closes_before", later[-1], earlier[-1])


def _check_pair(earlier: list[Window], later: list[Window]) -> Iterator[Finding]:
    if later[0].opens < earlier[0].opens:
        yield _order_finding(Severity.ERROR, "opens_before", later[0], earlier[0])
        return
    between = later[0].opens - earlier[-1].closes
    if between < timedelta():
        until = min(earlier[-1].closes, later[-1].closes)
        days = _count_days(until - later[0].opens)
        yield _order_finding(Severity.NOTE, "overlap", later[0], earlier[-1], days=days)
    elif between >= timedelta(days=1):
        days = between.days
        yield _order_finding(Severity.NOTE, "gap", later[0], earlier[-1], days=days)


def _order_finding(
    severity: Severity, code: str, window: Window, earlier: Window, **facts: Any
) -> Finding:
    return Finding(severity, code, window, {"earlier": earlier.label, **facts})


def _check_missing(windows: Sequence[Window]) -> Iterator[Finding]:
    known = {window.action for window in windows}
    for action in Action:
        if action.value not in known:
            yield Finding(Severity.NOTE, "missing", None, {"action": str(action.label)})


def _by_key(windows: Iterable[Window]) -> dict[Key, Window]:
    keyed: dict[Key, Window] = {}
    for window in sort_windows(windows):
        target = window.target
        number = 0
        key = (window.action, target.unit_class, target.size, target.unit_id or 0, number)
        while key in keyed:
            number += 1
            key = (*key[:4], number)
        keyed[key] = window
    return keyed


def _order(window: Window) -> tuple[int, str, int, int]:
    target = window.target
    return target.rank, target.unit_class, "LMS".find(target.size), target.unit_id or 0


def _place(action: str) -> int:
    return Action.values.index(action) if action in Action.values else len(Action.values)


def _shift(moment: datetime, years: int) -> datetime:
    local = moment.astimezone(BANGKOK)
    try:
        return local.replace(year=local.year + years)
    except ValueError:  # 29 February: the next day of a year without one
        return (local + timedelta(days=1)).replace(year=local.year + years)


def _count_days(span: timedelta) -> int:
    return max(1, -(-span // timedelta(days=1)))


def _next(day: date) -> date:
    return day + timedelta(days=1)
