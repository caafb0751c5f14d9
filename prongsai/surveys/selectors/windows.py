"""When the calendar lets an agency hand out a survey."""

from datetime import date

from prongsai.frameworks.selectors.windows import Book, get_target, is_open
from prongsai.frameworks.types.windows import Action, WindowState
from prongsai.surveys.types import Instrument

ACTIONS = {Instrument.IIT: Action.IIT, Instrument.EIT: Action.EIT}


def get_window(unit_id: int, instrument: str, *, year: int) -> WindowState:
    """Return how the window of a survey stands for an agency."""
    action = ACTIONS[Instrument(instrument)]
    return is_open(action, who=get_target(unit_id), book=Book(fiscal_year=year))


def find_last_day(unit_id: int, instrument: str, *, year: int) -> date | None:
    """Return the last day that the calendar allows; None where it says nothing."""
    window = get_window(unit_id, instrument, year=year).window
    return window.last_day if window else None
