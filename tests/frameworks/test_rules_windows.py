"""Half-open windows in Bangkok's time: the more exact target counts alone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from prongsai.core.clock import BANGKOK
from prongsai.frameworks.rules.windows import choose, list_targets, stand, was_late
from prongsai.frameworks.types.windows import (
    EVERYBODY,
    Standing,
    Target,
    Window,
    WindowState,
    get_midnight,
)

MARCH = get_midnight(date(2026, 3, 1))
MAY = get_midnight(date(2026, 5, 1))
ENTRY = Window("oit_entry", MARCH, MAY)
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("at", "standing"),
    [
        (MARCH - MOMENT, Standing.UPCOMING),
        (MARCH, Standing.OPEN),
        (MAY - MOMENT, Standing.OPEN),
        (MAY, Standing.CLOSED),
        # The same edges told in another zone: 1 March begins at 17:00 UTC the day before.
        (datetime(2026, 2, 28, 16, 59, 59, 999_999, tzinfo=UTC), Standing.UPCOMING),
        (datetime(2026, 2, 28, 17, 0, tzinfo=UTC), Standing.OPEN),
        (datetime(2026, 4, 30, 16, 59, 59, tzinfo=UTC), Standing.OPEN),
        (datetime(2026, 4, 30, 17, 0, tzinfo=UTC), Standing.CLOSED),
    ],
)
def test_stand_is_open_from_opening_until_just_before_closing(at, standing):
    assert stand([ENTRY], at=at) == (standing, ENTRY)


def test_stand_between_two_windows_names_the_next():
    again = Window("oit_entry", MAY + timedelta(days=9), MAY + timedelta(days=12))

    assert stand([ENTRY, again], at=MAY) == (Standing.BETWEEN, again)
    assert stand([ENTRY, again], at=again.opens) == (Standing.OPEN, again)
    assert stand([ENTRY, again], at=again.closes) == (Standing.CLOSED, again)


def test_stand_without_a_window_is_absent():
    assert stand([], at=MARCH) == (Standing.ABSENT, None)


def test_bangkok_has_no_daylight_saving():
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(366)]

    assert {get_midnight(day).utcoffset() for day in days} == {timedelta(hours=7)}


def test_last_day_of_a_window_that_closes_at_midnight_is_the_day_before():
    until_noon = Window("iit", MARCH, MAY + timedelta(hours=12))

    assert (ENTRY.last_day, ENTRY.days) == (date(2026, 4, 30), 61)
    assert until_noon.last_day == date(2026, 5, 1)


SMALL = Target("tambon_body", "S")
UNIT = Target(unit_id=7)


@pytest.mark.parametrize(
    ("who", "exact"),
    [
        (Target(), EVERYBODY),
        (Target("city", "L", 5), EVERYBODY),
        (Target("tambon_body", "M", 5), Target("tambon_body")),
        (Target("tambon_body", "S", 5), SMALL),
        (Target("tambon_body", "S", 7), UNIT),
        (Target("city", "L", 7), UNIT),
    ],
)
def test_choose_takes_only_the_most_exact_target(who, exact):
    targets = [EVERYBODY, Target("tambon_body"), SMALL, UNIT]
    windows = [Window("oit_entry", MARCH, MAY, target) for target in targets]
    windows.append(Window("iit", MARCH, MAY, UNIT))

    assert [w.target for w in choose(windows, action="oit_entry", who=who)] == [exact]


def test_list_targets_goes_from_everybody_to_one_unit():
    windows = [Window("iit", MARCH, MAY, target) for target in (UNIT, SMALL, EVERYBODY)]

    assert list_targets(windows) == [EVERYBODY, SMALL, UNIT]


def test_was_late_counts_from_the_last_closing():
    again = Window("oit_entry", MAY + timedelta(days=9), MAY + timedelta(days=12))

    assert not was_late([ENTRY], moment=MAY - MOMENT)
    assert was_late([ENTRY], moment=MAY)
    assert not was_late([ENTRY, again], moment=MAY)
    assert not was_late([], moment=MAY)


@pytest.mark.parametrize(
    ("language", "at", "reason"),
    [
        ("th", MARCH, "เปิดอยู่ ถึงสิ้นวันที่ 30 เมษายน 2569"),
        ("th", MARCH - MOMENT, "ยังไม่เปิด จะเปิดวันที่ 1 มีนาคม 2569"),
        ("th", MAY, "ปิดแล้วเมื่อสิ้นวันที่ 30 เมษายน 2569"),
        ("en", MARCH, "Open until the end of 30 April 2026 (B.E. 2569)"),
        ("en", MARCH - MOMENT, "Not open yet; opens on 1 March 2026 (B.E. 2569)"),
    ],
)
def test_state_gives_its_reason_in_words(language, at, reason):
    standing, window = stand([ENTRY], at=at)
    state = WindowState("oit_entry", standing, at, 2569, window=window)

    with translation.override(language):
        assert state.reason == reason
    assert bool(state) == state.is_open == (at == MARCH)


def test_window_tells_times_only_where_it_has_any():
    partly = Window("iit", MARCH, datetime(2026, 4, 30, 16, 30, tzinfo=BANGKOK))

    assert ENTRY.text == "1 มีนาคม – 30 เมษายน 2569"
    assert partly.text == "วันที่ 1 มีนาคม 2569 ถึงวันที่ 30 เมษายน 2569 เวลา 16.30 น."
