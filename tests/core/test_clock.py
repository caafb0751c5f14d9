"""The time is asked in one place and can be moved for a training season."""

from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
import time_machine

from prongsai.core import clock

LATE = datetime(2025, 2, 6, 20, 0, tzinfo=UTC)


@time_machine.travel(LATE, tick=False)
def test_now_is_bangkok():
    assert clock.now() == LATE
    assert clock.now().utcoffset() == timedelta(hours=7)
    assert clock.today() == date(2025, 2, 7)


@time_machine.travel(LATE, tick=False)
def test_travelled_moves_the_clock_but_not_the_real_one():
    with clock.travelled(timedelta(days=30)):
        assert clock.today() == date(2025, 3, 9)
        assert clock.real_now() == LATE

    assert clock.today() == date(2025, 2, 7)


@time_machine.travel(LATE, tick=False)
def test_travelled_ends_with_the_block_whatever_happens():
    with pytest.raises(RuntimeError), clock.travelled(timedelta(days=30)):
        raise RuntimeError

    assert clock.now() == LATE


@time_machine.travel(LATE, tick=False)
def test_travelled_moves_nobody_else():
    seen = []
    with clock.travelled(timedelta(days=30)):
        thread = Thread(target=lambda: seen.append(clock.today()))
        thread.start()
        thread.join(60)

    assert seen == [date(2025, 2, 7)]
