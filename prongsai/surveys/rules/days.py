"""From when to when a link takes answers: what was asked for, within what the calendar allows."""

from datetime import date
from typing import NamedTuple


class Span(NamedTuple):
    """First and last day; where the last lies before the first, there is no day at all."""

    first: date
    last: date


class OwnDays(NamedTuple):
    """Days of its own that a link has; None where it follows the calendar."""

    first: date | None
    last: date | None


def find_own(asked: Span, calendar: Span | None) -> OwnDays:
    """Return which of the days asked for are a link's own.

    Who asks for the first or the last day of the calendar, or for more, follows it.
    """
    if calendar is None:
        return OwnDays(*asked)
    return OwnDays(
        asked.first if asked.first > calendar.first else None,
        asked.last if asked.last < calendar.last else None,
    )


def fit(own: OwnDays, calendar: Span) -> Span:
    """Return the days of a link within those of the calendar."""
    return Span(
        max(own.first or calendar.first, calendar.first),
        min(own.last or calendar.last, calendar.last),
    )
