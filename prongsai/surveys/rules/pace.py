"""How fast answers come, what that leads to, and how sure one can be of it.

Nothing here is made of numbers finer than the steps that are shown: a pace times its days would
give away how many answered in a week, and a minimum that is nearly foretold who came yesterday.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate, pairwise
from math import ceil, floor, sqrt

from prongsai.surveys.types import Forecast, ProgressState

# The pace is that of the last week; with fewer whole days than three nothing is foretold.
PACE_DAYS = 7
LEAST_DAYS = 3
# A week of fewer steps tells no pace: then it is that of all days so far.
LEAST_STEPS = 5
# Eight times in ten the truth lies within: 1.28 standard deviations to either side.
SPREAD = 1.28


def in_steps(daily: Sequence[int], *, total: int, step: int) -> list[int]:
    """Return by how much the sum that is shown grew on each day, where TOTAL came by the last."""
    sums = accumulate(daily, initial=total - sum(daily))
    return [after - before for before, after in pairwise(each - each % step for each in sums)]


def forecast(
    daily: Sequence[int],
    *,
    answered: int,
    days_left: int,
    days_open: int,
    step: int,
    most: int | None = None,
) -> Forecast | None:
    """Return what DAYS_LEFT more days at the pace of DAILY (whole days, oldest first) lead to.

    DAILY and ANSWERED come in steps of STEP (`in_steps`, `suppression.coarsen`: 1 is a few). Days
    scatter at least as rare events do, and more where they did; the pace is uncertain too, the
    more the fewer days it was seen and the coarser the steps. Never more than MOST, never fewer
    than now.
    """
    week = daily[-PACE_DAYS:]
    if len(week) < LEAST_DAYS:
        return None
    rounding = step**2 / 12
    now = answered - answered % step + step / 2 if answered else 0.0
    count, rate, ends = len(week), sum(week) / len(week), 2
    scatter = sum((n - rate) ** 2 for n in week) / (count - 1) - 2 * rounding
    if sum(week) < LEAST_STEPS * step:
        count, rate, ends = days_open, now / days_open, 1
    reach = days_left / count
    variance = max(scatter, rate) * days_left * (1 + reach)
    variance += rounding * ((1 + reach) ** 2 + (ends - 1) * reach**2)
    likely, deviation = now + rate * days_left, SPREAD * sqrt(variance)

    def keep(value: float) -> int:
        whole = max(int(value), answered)
        return min(whole, max(most, answered)) if most is not None else whole

    low, high = floor(likely - deviation), ceil(likely + deviation)
    return Forecast(rate, keep(low), keep(round(likely)), keep(high))


def blur(
    ahead: Forecast, *, answered: int, days_left: int, step: int, most: int | None = None
) -> Forecast:
    """Return a forecast as it is shown beside ANSWERED: in steps, the pace made of the steps."""
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
