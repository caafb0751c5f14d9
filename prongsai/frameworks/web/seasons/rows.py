"""A calendar as people read it: what is open, what comes next, months as a picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from prongsai.core import clock
from prongsai.core.thai_dates import ENGLISH_MONTHS, THAI_MONTHS_SHORT
from prongsai.frameworks.rules.windows import choose, stand
from prongsai.frameworks.selectors.windows import list_actions
from prongsai.frameworks.types.windows import (
    Standing,
    Target,
    Window,
    format_closing,
    format_opening,
)
from prongsai.ui import dates
from prongsai.ui.types import Badge

WIDTH = 1000


@dataclass(frozen=True, slots=True)
class Bar:
    """A window in the picture, in thousandths of its width."""

    x: int
    width: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class Row:
    """One step of the calendar as it stands for somebody."""

    action: str
    label: str
    standing: Standing
    badge: Badge
    windows: Sequence[Window]
    # The window that counts now.
    window: Window
    bars: Sequence[Bar]

    @property
    def is_exception(self) -> bool:
        return self.window.target.rank > 0


@dataclass(frozen=True, slots=True)
class Moment:
    """Steps that close or open together."""

    when: datetime
    rows: Sequence[Row]

    @property
    def closing(self) -> str:
        return format_closing(self.when)

    @property
    def opening(self) -> str:
        return format_opening(self.when)


@dataclass(frozen=True, slots=True)
class Picture:
    months: Sequence[str]
    lines: Sequence[int]
    today: int | None


def get_rows(windows: Sequence[Window], *, who: Target) -> list[Row]:
    """Return every step that counts for WHO, in order of opening."""
    now = clock.now()
    span = _get_span(windows)
    rows = []
    for action in list_actions(windows):
        chosen = choose(windows, action=action, who=who)
        standing, window = stand(chosen, at=now)
        if window is None or span is None:
            continue
        bars = [_get_bar(one, now=now, span=span) for one in chosen]
        badge = get_badge(standing)
        rows.append(Row(action, window.label, standing, badge, chosen, window, bars))
    return sorted(rows, key=lambda row: (row.windows[0].opens, row.windows[-1].closes))


def get_badge(standing: Standing) -> Badge:
    if standing is Standing.OPEN:
        return Badge("ok", _("เปิดอยู่"), "unlock")
    if standing in {Standing.UPCOMING, Standing.BETWEEN}:
        return Badge("info", _("ยังไม่เปิด"), "clock")
    return Badge("neutral", _("ปิดแล้ว"), "lock")


def get_picture(windows: Sequence[Window]) -> Picture | None:
    """Return the months that a calendar covers, and where today lies."""
    span = _get_span(windows)
    if span is None:
        return None
    first, count = span
    names = [month[:3] for month in ENGLISH_MONTHS]
    if dates.get_page_language() == "th":
        names = list(THAI_MONTHS_SHORT)
    today = _get_place(clock.now(), span)
    return Picture(
        months=[names[(first + number) % 12] for number in range(count)],
        lines=[WIDTH * number // count for number in range(1, count)],
        today=today if 0 <= today <= WIDTH else None,
    )


def get_open(rows: Sequence[Row]) -> list[Moment]:
    """Return what is open now by the moment at which it closes, the soonest first."""
    return _group([(row.window.closes, row) for row in rows if row.standing is Standing.OPEN])


def get_next(rows: Sequence[Row]) -> list[Moment]:
    """Return the steps that open next."""
    coming = {Standing.UPCOMING, Standing.BETWEEN}
    return _group([(row.window.opens, row) for row in rows if row.standing in coming])[:1]


def _group(pairs: Sequence[tuple[datetime, Row]]) -> list[Moment]:
    moments: dict[datetime, list[Row]] = {}
    for when, row in sorted(pairs, key=lambda pair: pair[0]):
        moments.setdefault(when, []).append(row)
    return [Moment(when, rows) for when, rows in moments.items()]


def _get_span(windows: Sequence[Window]) -> tuple[int, int] | None:
    """Return the first month (counted from year 0) and how many there are."""
    if not windows:
        return None
    first = _get_month(min(window.first_day for window in windows))
    last = _get_month(max(window.last_day for window in windows))
    return first, last - first + 1


def _get_month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _get_bar(window: Window, *, now: datetime, span: tuple[int, int]) -> Bar:
    x, end = _get_place(window.opens, span), _get_place(window.closes, span)
    standing, _window = stand([window], at=now)
    return Bar(x, max(end - x, 6), standing)


def _get_place(moment: datetime, span: tuple[int, int]) -> int:
    local = moment.astimezone(clock.BANGKOK)
    first, count = span
    months = _get_month(local.date()) - first + (local.day - 1 + local.hour / 24) / 31
    return round(WIDTH * months / count)
