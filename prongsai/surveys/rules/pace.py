"""How fast answers come, what that leads to, and how sure one can be of it."""

from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil, floor, sqrt

from prongsai.surveys.types import Forecast, ProgressState

# The pace is that of the last week; with fewer whole days than three nothing is foretold.
PACE_DAYS = 7
LEAST_DAYS = 3
# Eight times in ten the truth lies within: 1.28 standard deviations to either side.
SPREAD = 1.28


def forecast(
    daily: Sequence[int], *, answered: int, days_left: int, most: int | None = None
) -> Forecast | None:
    """Return what DAYS_LEFT more days at the pace of DAILY (whole days, oldest first) lead to.

    Days scatter at least as rare events do, and more where they did; the pace itself is uncertain
    too, the more the fewer days it was seen. Never more than MOST answers, never fewer than now.
    """
    days = daily[-PACE_DAYS:]
    if len(days) < LEAST_DAYS:
        return None
    count = len(days)
    rate = sum(days) / count
    scatter = max(sum((n - rate) ** 2 for n in days) / (count - 1), rate)
    deviation = sqrt(scatter * (days_left + days_left**2 / count))
    likely = answered + rate * days_left

    def keep(value: float) -> int:
        whole = max(int(value), answered)
        return min(whole, max(most, answered)) if most is not None else whole

    low, high = floor(likely - SPREAD * deviation), ceil(likely + SPREAD * deviation)
    return Forecast(rate, keep(low), keep(round(likely)), keep(high))


def blur(
    ahead: Forecast, *, answered: int, days_left: int, step: int, most: int | None = None
) -> Forecast:
    """Return a forecast as it may be shown beside ANSWERED: in steps, the pace made of the steps.

    The pace of a week, times its days, would be the number of those who answered in it.
    """
    low = max(ahead.low - ahead.low % step, answered)
    likely = max((ahead.likely + step // 2) // step * step, low)
    high = max(-(-ahead.high // step) * step, likely)
    return Forecast(
        rate=(likely - answered) / days_left if days_left else 0,
        low=low,
        likely=likely,
        high=high if most is None else max(min(high, most), likely),
    )


def judge(
    *,
    answered: int,
    minimum: int | None,
    span: tuple[date, date] | None,
    today: date,
    ahead: Forecast | None,
) -> ProgressState:
    """Return how a survey stands; SPAN is the first and last day on which a link is open."""
    if span is None:
        return ProgressState.NO_CHANNEL
    if minimum is None:
        return ProgressState.NO_MINIMUM
    if answered >= minimum:
        return ProgressState.REACHED
    if today < span[0]:
        return ProgressState.UPCOMING
    if today > span[1]:
        return ProgressState.SHORT
    if ahead is None:
        return ProgressState.EARLY
    if ahead.low >= minimum:
        return ProgressState.ON_TRACK
    return ProgressState.AT_RISK if ahead.high >= minimum else ProgressState.BEHIND


def find_day(
    ahead: Forecast | None, *, answered: int, minimum: int | None, today: date, last: date
) -> date | None:
    """Return the day on which the minimum is likely reached, where that is before the end."""
    if ahead is None or minimum is None or answered >= minimum or not ahead.rate:
        return None
    wait = ceil((minimum - answered) / ahead.rate)
    return today + timedelta(days=wait) if wait <= (last - today).days else None
