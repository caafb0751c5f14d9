"""The pace, what it leads to, and what that is called."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.surveys.rules.pace import blur, find_day, forecast, judge
from prongsai.surveys.types import ProgressState

TODAY = date(2027, 3, 20)
SPAN = (date(2027, 3, 1), date(2027, 4, 30))


def stand(answered, minimum, daily, *, left=10, today=TODAY, span=SPAN):
    ahead = forecast(daily, answered=answered, days_left=left)
    return judge(answered=answered, minimum=minimum, span=span, today=today, ahead=ahead)


def test_a_steady_pace_goes_on():
    ahead = forecast([4] * 7, answered=28, days_left=10)

    assert (ahead.rate, ahead.likely) == (4, 68)
    assert ahead.low < 68 < ahead.high


def test_an_unsteady_pace_is_less_certain():
    steady = forecast([4] * 7, answered=28, days_left=10)
    unsteady = forecast([0, 14, 0, 0, 14, 0, 0], answered=28, days_left=10)

    assert unsteady.rate == steady.rate
    assert unsteady.high - unsteady.low > steady.high - steady.low


def test_only_the_last_week_counts_and_two_days_are_too_few():
    assert forecast([50] * 20 + [1] * 7, answered=1007, days_left=3).rate == 1
    assert forecast([5, 5], answered=10, days_left=3) is None


@given(
    st.lists(st.integers(0, 500), min_size=3, max_size=12),
    st.integers(0, 1000),
    st.integers(0, 90),
    st.integers(0, 2000),
)
def test_a_forecast_never_unanswers_and_never_exceeds_the_people(daily, answered, left, most):
    ahead = forecast(daily, answered=answered, days_left=left, most=most)

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
    ahead = forecast([4] * 7, answered=20, days_left=10)

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
def test_what_is_told_of_a_forecast_comes_in_steps(daily, answered, days_left, most):
    ahead = forecast(daily, answered=answered, days_left=days_left, most=most)
    shown = answered - answered % 10

    told = blur(ahead, answered=shown, days_left=days_left, step=10, most=most)

    assert told.low % 10 == told.likely % 10 == 0
    assert told.high % 10 == 0 or told.high == most
    assert shown <= told.low <= told.likely <= told.high
    assert abs(told.likely - ahead.likely) <= 5 or told.likely == shown
    assert told.rate * days_left == pytest.approx(told.likely - shown)
