"""What other apps ask: is this open for this agency now, and was that late?"""

from datetime import date, datetime, timedelta

import pytest
import time_machine

from prongsai.core import clock, request_cache
from prongsai.core.clock import BANGKOK
from prongsai.core.errors import Conflict
from prongsai.frameworks.selectors.windows import (
    Book,
    get_target,
    is_late,
    is_open,
    list_states,
    require_open,
)
from prongsai.frameworks.types.windows import Standing, Target, get_midnight
from prongsai.organizations.types.units import UnitClass
from tests.factories.organizations import make_unit
from tests.factories.seasons import make_calendar, make_season, make_window

pytestmark = pytest.mark.django_db
WHO = Target("tambon_body", "S")
APRIL_30 = date(2026, 4, 30)
MOMENT = timedelta(microseconds=1)


def test_open_until_the_end_of_the_last_day():
    make_season()
    end = get_midnight(APRIL_30 + timedelta(days=1))

    assert is_open("oit_entry", who=WHO, at=end - MOMENT)
    closed = is_open("oit_entry", who=WHO, at=end)
    assert (closed.is_open, closed.standing, closed.closes) == (False, Standing.CLOSED, end)
    assert (closed.season_code, closed.version) == ("2569-ita-general", 1)


def test_now_is_the_default_moment():
    make_season()

    with time_machine.travel(datetime(2026, 3, 15, tzinfo=BANGKOK)):
        assert is_open("oit_entry", who=WHO)
        assert not is_open("assessment", who=WHO)
    with clock.travelled(datetime(2026, 5, 5, tzinfo=BANGKOK) - clock.real_now()):
        assert is_open("assessment", who=WHO)


@pytest.mark.parametrize(
    ("at", "year"),
    [
        (get_midnight(date(2025, 10, 1)) - MOMENT, 2568),
        (get_midnight(date(2025, 10, 1)), 2569),
        (get_midnight(date(2026, 10, 1)) - MOMENT, 2569),
        (get_midnight(date(2026, 10, 1)), 2570),
    ],
)
def test_fiscal_year_turns_at_midnight_before_1_october(at, year):
    for one in (2568, 2569, 2570):
        make_season(one)

    assert is_open("register", who=WHO, at=at).season_code == f"{year}-ita-general"


def test_draft_opens_nothing():
    make_season(publish=False)

    state = is_open("oit_entry", who=WHO, at=get_midnight(APRIL_30))
    assert state.standing is Standing.NO_SEASON
    assert "2569" in state.reason


def test_forms_and_programmes_have_calendars_of_their_own():
    make_season()
    make_season(
        form="amphoe", windows=[make_window("oit_entry", date(2026, 5, 1), date(2026, 5, 9))]
    )
    at = get_midnight(APRIL_30)

    assert is_open("oit_entry", who=WHO, at=at)
    assert not is_open("oit_entry", who=WHO, at=at, book=Book(form="amphoe"))
    missing = is_open("oit_entry", who=WHO, at=at, book=Book(programme="obec"))
    assert missing.standing is Standing.NO_SEASON
    later = is_open(
        "publication", who=WHO, at=get_midnight(date(2026, 11, 1)), book=Book(fiscal_year=2569)
    )
    assert later.standing is Standing.CLOSED


def test_class_size_and_unit_have_windows_of_their_own():
    small = make_unit("520101", unit_class=UnitClass.TAMBON_BODY, size="S")
    other = make_unit("520102", unit_class=UnitClass.TAMBON_BODY, size="S")
    town = make_unit("520103", unit_class=UnitClass.TOWN, size="M")
    may = [date(2026, 3, 1), date(2026, 5, 10)]
    make_season(
        windows=[
            *make_calendar(),
            make_window("oit_entry", *may, unit_class="tambon_body", size="S"),
            make_window("oit_approval", *may, unit_class="tambon_body", size="S"),
            make_window("oit_entry", may[0], date(2026, 5, 20), unit_id=other),
            make_window("oit_approval", may[0], date(2026, 5, 20), unit_id=other),
        ]
    )

    def last_day(unit, day):
        at = get_midnight(day)
        return is_open("oit_entry", who=get_target(unit), at=at).is_open

    assert [last_day(town, date(2026, 5, 1)), last_day(small, date(2026, 5, 1))] == [False, True]
    assert [last_day(small, date(2026, 5, 11)), last_day(other, date(2026, 5, 11))] == [False, True]


def test_require_open_says_why_not():
    make_season()

    with pytest.raises(Conflict, match="ปิดแล้วเมื่อสิ้นวันที่ 30 เมษายน 2569"):
        require_open("oit_entry", who=WHO, at=get_midnight(date(2026, 5, 2)))
    assert require_open("oit_entry", who=WHO, at=get_midnight(APRIL_30))


def test_late_is_a_flag():
    make_season()
    end = get_midnight(date(2026, 5, 1))

    assert not is_late("oit_entry", who=WHO, moment=end - MOMENT)
    assert is_late("oit_entry", who=WHO, moment=end)
    assert not is_late("oit_entry", who=WHO, moment=end, book=Book(form="amphoe"))
    assert not is_late("nothing", who=WHO, moment=end)


def test_second_question_of_a_request_costs_nothing(django_assert_num_queries):
    unit = make_unit("520101")
    make_season()
    at = get_midnight(APRIL_30)

    with request_cache.remembering():
        with django_assert_num_queries(3):
            is_open("oit_entry", who=get_target(unit), at=at)
        with django_assert_num_queries(0):
            is_open("iit", who=get_target(unit), at=at)
            list_states(["eit", "register"], who=WHO, at=at)
    with django_assert_num_queries(2):
        is_open("iit", who=WHO, at=at)


def test_publishing_forgets_what_the_request_remembers():
    with request_cache.remembering():
        at = get_midnight(APRIL_30)
        assert not is_open("iit", who=WHO, at=at)
        make_season()
        assert is_open("iit", who=WHO, at=at)
