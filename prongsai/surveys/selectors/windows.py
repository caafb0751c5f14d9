"""When the calendar lets an agency hand out a survey."""

from collections.abc import Iterable
from datetime import date, timedelta

from prongsai.core.request_cache import remembering
from prongsai.frameworks.selectors.windows import Book, get_target, is_open, list_targets
from prongsai.frameworks.types.windows import Action, Standing, WindowState
from prongsai.surveys.rules.days import Span
from prongsai.surveys.types import ChannelKind, Instrument

ACTIONS = {Instrument.IIT: Action.IIT, Instrument.EIT: Action.EIT}
# A calendar that does not name a survey keeps it closed: no day at all.
NEVER = Span(date.max, date.min + timedelta(days=1))
Wanted = tuple[int, int, Action]


def get_window(unit_id: int, instrument: str, *, year: int) -> WindowState:
    """Return how the window of a survey stands for an agency."""
    action = ACTIONS[Instrument(instrument)]
    return is_open(action, who=get_target(unit_id), book=Book(fiscal_year=year))


def find_last_day(unit_id: int, instrument: str, *, year: int) -> date | None:
    """Return the last day that the calendar allows; None where it says nothing."""
    window = get_window(unit_id, instrument, year=year).window
    return window.last_day if window else None


def get_action(instrument: str, kind: str) -> Action:
    """Return the window that a link belongs to: interviewers have their own."""
    if kind == ChannelKind.INTERVIEW:
        return Action.EIT_FIELD
    return ACTIONS[Instrument(instrument)]


def list_spans(wanted: Iterable[Wanted]) -> dict[Wanted, Span | None]:
    """Return the days of (fiscal year, unit, action); None where no calendar is in force.

    Of several windows it is the one that is open, or else the next, or else the last. Reads the
    calendar as it is now, whatever this request has read of it before.
    """
    wanted = set(wanted)
    targets = list_targets(sorted({unit_id for _, unit_id, _ in wanted}))
    with remembering():
        return {
            (year, unit_id, action): _get_span(
                is_open(action, who=targets[unit_id], book=Book(fiscal_year=year))
            )
            for year, unit_id, action in wanted
        }


def _get_span(state: WindowState) -> Span | None:
    if state.standing is Standing.NO_SEASON:
        return None
    return Span(state.window.first_day, state.window.last_day) if state.window else NEVER
