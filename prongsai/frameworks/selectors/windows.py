"""The guards that other apps ask: may this be done now, and was that late?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from prongsai.core import clock
from prongsai.core.errors import Conflict
from prongsai.core.request_cache import remember
from prongsai.core.thai_dates import fiscal_year
from prongsai.frameworks.models import Season
from prongsai.frameworks.rules.windows import choose, stand, was_late
from prongsai.frameworks.selectors.seasons import load_windows
from prongsai.frameworks.types.seasons import Form
from prongsai.frameworks.types.windows import Action, Standing, Target, Window, WindowState
from prongsai.organizations.selectors.classes import get_unit_classes


@dataclass(frozen=True, slots=True)
class Book:
    """Which calendar is meant; the fiscal year is that of the moment where none is given."""

    form: str = Form.GENERAL.value
    programme: str = "ita"
    fiscal_year: int | None = None


GENERAL = Book()


@dataclass(frozen=True, slots=True)
class _Calendar:
    code: str
    version: int
    windows: tuple[Window, ...]


def is_open(
    action: str, *, who: Target, book: Book = GENERAL, at: datetime | None = None
) -> WindowState:
    """Return how the window of ACTION stands for WHO; true while it is open.

    Two queries for the first question about a calendar in a request, none for the next.
    """
    return list_states([action], who=who, book=book, at=at)[0]


def list_states(
    actions: Iterable[str], *, who: Target, book: Book = GENERAL, at: datetime | None = None
) -> list[WindowState]:
    """Return how each of several windows stands for WHO."""
    moment = at or clock.now()
    year = book.fiscal_year or fiscal_year(moment.astimezone(clock.BANGKOK).date())
    calendar = _get_calendar(year, book)
    return [_get_state(action, who=who, at=moment, year=year, book=calendar) for action in actions]


def require_open(
    action: str, *, who: Target, book: Book = GENERAL, at: datetime | None = None
) -> WindowState:
    """Raise Conflict with the reason in words unless the window of ACTION is open for WHO."""
    state = is_open(action, who=who, book=book, at=at)
    if not state:
        raise Conflict(state.reason)
    return state


def is_late(action: str, *, who: Target, moment: datetime, book: Book = GENERAL) -> bool:
    """Return whether what was done at MOMENT came after the window had closed: a flag, no state.

    The calendar as it is now decides, so that an extension also heals what was late before it.
    """
    year = book.fiscal_year or fiscal_year(moment.astimezone(clock.BANGKOK).date())
    calendar = _get_calendar(year, book)
    if calendar is None:
        return False
    return was_late(choose(calendar.windows, action=action, who=who), moment=moment)


def get_target(unit_id: int) -> Target:
    """Return a unit as the calendar knows it: class, size and unit."""
    return remember(("target", unit_id), lambda: list_targets([unit_id])[unit_id])


def list_targets(unit_ids: Sequence[int]) -> dict[int, Target]:
    """Return many units as the calendar knows them, in one query."""
    classes = get_unit_classes(unit_ids)
    return {unit_id: Target(*classes[unit_id], unit_id) for unit_id in unit_ids}


def list_actions(windows: Iterable[Window]) -> list[str]:
    """Return what a calendar names: the product's own actions in order, then its milestones."""
    named = {window.action for window in windows}
    own = [action.value for action in Action if action.value in named]
    return own + sorted(named - set(own))


def _get_state(
    action: str, *, who: Target, at: datetime, year: int, book: _Calendar | None
) -> WindowState:
    if book is None:
        return WindowState(action, Standing.NO_SEASON, at, year)
    standing, window = stand(choose(book.windows, action=action, who=who), at=at)
    return WindowState(action, standing, at, year, book.code, book.version, window)


def _get_calendar(year: int, book: Book) -> _Calendar | None:
    key = ("calendar", year, book.programme, book.form)
    return remember(key, lambda: _load_calendar(year, book))


def _load_calendar(year: int, book: Book) -> _Calendar | None:
    season = (
        Season.objects.filter(
            fiscal_year=year, programme=book.programme, form=book.form, current__isnull=False
        )
        .select_related("current")
        .first()
    )
    if season is None or season.current is None:
        return None
    windows = load_windows([season.current.pk]).get(season.current.pk, ())
    return _Calendar(season.code, season.current.number, windows)
