"""The time, asked in one place; a training season can be told another day."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

BANGKOK = ZoneInfo("Asia/Bangkok")

_shift: ContextVar[timedelta] = ContextVar("clock_shift", default=timedelta())


def now() -> datetime:
    """Return this moment, aware, in Bangkok."""
    return timezone.now().astimezone(BANGKOK) + _shift.get()


def real_now() -> datetime:
    """Return this moment whatever the training clock says: for evidence, locks and mail."""
    return timezone.now().astimezone(BANGKOK)


def get_shift() -> timedelta:
    """Return how far the clock is moved here: nothing outside of training."""
    return _shift.get()


def today() -> date:
    return now().date()


class Today:
    """The real date, asked of the calendar once a day: for paths that need it all the time."""

    def __init__(self) -> None:
        self._known = date.min, 0.0, 0.0

    def get(self, now: float) -> date:
        """Return the date in Bangkok at NOW (seconds since 1970)."""
        day, begins, ends = self._known
        if not begins <= now < ends:
            day = datetime.fromtimestamp(now, BANGKOK).date()
            midnight = datetime(day.year, day.month, day.day, tzinfo=BANGKOK)
            begins, ends = midnight.timestamp(), (midnight + timedelta(days=1)).timestamp()
            self._known = day, begins, ends
        return day


@contextmanager
def travelled(shift: timedelta) -> Iterator[None]:
    """Move the clock for everything inside the block (this thread or task only)."""
    token = _shift.set(shift)
    try:
        yield
    finally:
        _shift.reset(token)
