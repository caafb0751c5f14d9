"""The pace, what it leads to, and what that is called."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.suppression import coarsen
from prongsai.surveys.rules.pace import blur, find_day, forecast, in_steps, judge
from prongsai.surveys.types import ProgressState

TODAY = date(2027, 3, 20)
SPAN = (date(2027, 3, 1), date(2027, 4, 30))


def foretell(daily, *, answered, days_left, days_open=20, step=1, most=None):
    return forecast(
        in_steps(daily, total=answered, step=step),
        answered=coarsen(answered, threshold=step),
        days_left=days_left,
        days_open=days_open,
        step=step,
        most=most,
    )


def stand(answered, minimum, daily, *, left=10, today=TODAY, span=SPAN):
    ahead = foretell(daily, answered=answered, days_left=left)
    return judge(answered=answered, minimum=minimum, span=span, today=today, ahead=ahead)


def test_a_steady_pace_goes_on():
    ahead = foretell([4] * 7, answered=28, days_left=10)

    assert (ahead.rate, ahead.likely) == (4, 68)
    assert ahead.low < 68 < ahead.high


def test_an_unsteady_pace_is_less_certain():
    steady = foretell([4] * 7, answered=28, days_left=10)
    unsteady = foretell([0, 14, 0, 0, 14, 0, 0], answered=28, days_left=10)

    assert unsteady.rate == steady.rate
    assert unsteady.high - unsteady.low > steady.high - steady.low


def test_only_the_last_week_counts_and_two_days_are_too_few():
    assert foretell([50] * 20 + [1] * 7, answered=1007, days_left=3).rate == 1
    assert foretell([5, 5], answered=10, days_left=3) is None


@given(
    st.lists(st.integers(0, 500), min_size=3, max_size=12),
    st.integers(0, 1000),
    st.integers(0, 90),
    st.integers(0, 2000),
)
def test_a_forecast_never_unanswers_and_never_exceeds_the_people(daily, answered, left, most):
    ahead = foretell(daily, answered=answered, days_left=left, most=most)

    assert answered <= ahead.low <= ahead.likely <= ahead.high
    assert ahead.high <= max(most, answered)


@pytest.mark.parametrize(
    ("answered", "minimum", "daily", "state"),
    [
        (30, 30, [0, 0, 0], ProgressState.REACHED),
        (28, 30, [4] * 7, ProgressState.ON_TRACK),
        (10, 30, [2] * 7, ProgressState.AT_RISK),
        (5, 300, [1] * 7, ProgressState.BEHIND),
        (0, 30, [0] * 7, ProgressState.BEHIND),
        (5, 30, [5], ProgressState.EARLY),
        (5, None, [5] * 7, ProgressState.NO_MINIMUM),
    ],
)
def test_states_follow_from_the_forecast(answered, minimum, daily, state):
    assert stand(answered, minimum, daily) is state


def test_states_follow_from_the_calendar():
    day = timedelta(days=1)
    assert stand(0, 30, [], today=SPAN[0] - day) is ProgressState.UPCOMING
    assert stand(29, 30, [4] * 7, today=SPAN[1] + day) is ProgressState.SHORT
    assert stand(30, 30, [4] * 7, today=SPAN[1] + day) is ProgressState.REACHED
    assert stand(0, 30, [], span=None) is ProgressState.NO_CHANNEL


def test_the_day_of_reaching_the_minimum_is_told_only_if_it_comes_in_time():
    ahead = foretell([4] * 7, answered=20, days_left=10)

    early = find_day(ahead, answered=20, minimum=30, today=TODAY, last=TODAY + timedelta(days=10))
    late = find_day(ahead, answered=20, minimum=90, today=TODAY, last=TODAY + timedelta(days=10))

    assert early == TODAY + timedelta(days=3)
    assert late is None


@given(
    st.lists(st.integers(0, 9), min_size=3, max_size=7),
    st.integers(0, 60),
    st.integers(1, 40),
    st.integers(60, 90),
)
def test_what_is_told_of_a_forecast_comes_in_steps(daily, before, days_left, most):
    answered = before + sum(daily)
    ahead = foretell(daily, answered=answered, days_left=days_left, step=10, most=most)
    shown = answered - answered % 10

    told = blur(ahead, answered=shown, days_left=days_left, step=10, most=most)

    assert told.low % 10 == told.likely % 10 == 0
    assert told.high % 10 == 0 or told.high in {most, told.likely}
    assert shown <= told.low <= told.likely <= told.high
    assert abs(told.likely - ahead.likely) <= 5 or told.likely == shown
    assert told.rate * days_left == pytest.approx(told.likely - shown)


@given(st.lists(st.integers(0, 30), min_size=3, max_size=12), st.integers(0, 300))
def test_days_in_steps_are_what_the_shown_sums_grew(daily, before):
    """Whoever watched the board every night knows them, and nothing is foretold from more."""
    grown = in_steps(daily, total=before + sum(daily), step=10)

    assert all(number % 10 == 0 for number in grown)
    assert sum(grown) == (before + sum(daily)) // 10 * 10 - before // 10 * 10


def test_one_answer_more_between_two_steps_changes_no_forecast():
    """Sixty days at a pace of a seventh of an answer more would be nine answers more."""
    daily = [3, 3, 3, 3, 3, 3, 3]

    one = foretell(daily, answered=61, days_left=60, step=10)
    more = foretell([*daily[:6], 4], answered=62, days_left=60, step=10)

    assert one == more


@pytest.mark.parametrize("rate", [0.4, 2, 5, 12, 40])
def test_eight_times_in_ten_the_truth_lies_within(rate):
    draw, kept = Random(rate), 0  # noqa: S311 - no secret
    for _season in range(200):
        days = [sum(draw.random() < rate / 100 for _ in range(100)) for _ in range(60)]
        answered = sum(days[:30])
        ahead = foretell(days[23:30], answered=answered, days_left=30, days_open=30, step=10)
        kept += ahead.low <= sum(days) <= ahead.high

    assert kept >= 150
