"""The calendar moves links: what is extended stays open, what is shortened closes."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection

from prongsai.approvals.services.requests import approve
from prongsai.core.actor import SYSTEM
from prongsai.core.clock import BANGKOK
from prongsai.frameworks.selectors.seasons import get_season_for
from prongsai.frameworks.services.versions import propose_extension, propose_version
from prongsai.frameworks.types.proposals import Extension
from prongsai.frameworks.types.windows import Target, get_midnight
from prongsai.surveys.models import Channel
from prongsai.surveys.services.channels import move_last_day
from prongsai.surveys.services.codes import issue_codes
from prongsai.surveys.services.following import follow_calendar
from prongsai.surveys.services.lapses import lapse_codes
from tests.factories.organizations import make_actor, make_unit
from tests.factories.seasons import make_calendar, make_season, make_window
from tests.factories.surveys import ask, make_channel

pytestmark = pytest.mark.django_db(transaction=True)
OWNER = make_actor("commission_owner")
SECOND = replace(OWNER, user_id=2, name="ผู้อนุมัติ")
CODE = "2570-ita-general"
FIRST, LAST = date(2027, 3, 1), date(2027, 4, 30)
MAY_7 = date(2027, 5, 7)


@pytest.fixture(autouse=True)
def april():
    """A day inside the survey window of the calendar that the tests publish."""
    with time_machine.travel(datetime(2027, 4, 20, 12, tzinfo=BANGKOK), tick=True) as traveller:
        yield traveller


def open_link(unit, *, first=FIRST, last=LAST, **fields):
    fields = {"fiscal_year": 2570, "instrument": "EIT", **fields}
    return make_channel(unit, opens_on=first, closes_on=last, **fields)


def extend(closes, *targets):
    extension = Extension("eit", get_midnight(closes), targets or (Target(),), "ระบบขัดข้อง")
    asked = propose_extension(OWNER, code=CODE, extension=extension)
    approve(SECOND, request_id=asked.id)


def change(action, **fields):
    """Put another version of the calendar in force; without FIELDS the window is taken out."""
    season = get_season_for(OWNER, CODE)
    windows = [
        replace(window, **fields) if window.action == action else window
        for window in season.windows
        if fields or window.action != action
    ]
    asked = propose_version(OWNER, code=CODE, windows=windows, reason="เปลี่ยน", base=season.version)
    approve(SECOND, request_id=asked.id)


def get_days(link):
    return Channel.objects.values_list("opens_on", "closes_on").get(id=link.id)


def visit(intake, link):
    intake.state.refresh()
    return ask(intake, f"/s/{link.code}").status


def count_codes():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger.codes")
        return cursor.fetchone()[0]


def test_extension_keeps_links_open_that_follow_the_calendar(unit, intake, april):
    make_season(2570)
    link, own = open_link(unit), open_link(unit, last=date(2027, 4, 25), kind="kiosk", label="1")
    intake = intake()

    extend(MAY_7 + timedelta(days=1))
    april.move_to(datetime(2027, 5, 7, 12, tzinfo=BANGKOK))

    assert get_days(link) == (FIRST, MAY_7)
    assert get_days(own) == (FIRST, date(2027, 4, 25))
    assert (visit(intake, link), visit(intake, own)) == (200, 410)
    april.move_to(datetime(2027, 5, 8, 12, tzinfo=BANGKOK))
    assert visit(intake, link) == 410


def test_shortened_calendar_closes_links_and_their_unused_codes(unit, intake):
    make_season(2570)
    link, staff = open_link(unit), open_link(unit, instrument="IIT")
    code = issue_codes(SYSTEM, channel_id=staff.id, count=3)[0]
    intake = intake()
    assert (visit(intake, link), ask(intake, f"/s/{code}").status) == (200, 200)

    change("eit", closes=get_midnight(date(2027, 4, 19)))
    change("iit", closes=get_midnight(date(2027, 4, 19)))

    assert (visit(intake, link), ask(intake, f"/s/{code}").status) == (410, 410)
    assert lapse_codes() == 3
    assert count_codes() == 0


def test_group_with_a_closing_day_of_its_own(unit, intake):
    other = make_unit("700002", unit_class="city")
    early = make_window("eit", FIRST, date(2027, 4, 15), unit_class="city")
    make_season(2570, windows=[*make_calendar(2570), early])
    link, theirs = open_link(unit), open_link(other)
    intake = intake()

    assert (visit(intake, link), visit(intake, theirs)) == (200, 410)
    extend(MAY_7, Target(unit_id=other))
    assert get_days(theirs) == (FIRST, MAY_7 - timedelta(days=1))
    assert get_days(link) == (FIRST, LAST)
    assert visit(intake, theirs) == 200


def test_postponed_opening_shuts_links_until_then(unit, intake):
    make_season(2570)
    link = open_link(unit)
    intake = intake()

    change("eit", opens=get_midnight(date(2027, 4, 25)))

    assert visit(intake, link) == 404
    assert get_days(link) == (date(2027, 4, 25), LAST)


def test_survey_that_the_calendar_no_longer_names_is_closed_until_it_does(unit, intake):
    make_season(2570)
    link = open_link(unit)
    intake = intake()

    change("eit")
    assert visit(intake, link) == 410
    season = get_season_for(OWNER, CODE)
    window = make_window("eit", FIRST, LAST)
    asked = propose_version(
        OWNER, code=CODE, windows=[*season.windows, window], reason="คืน", base=season.version
    )
    approve(SECOND, request_id=asked.id)
    assert visit(intake, link) == 200


def test_calendar_published_later_rules_links_that_were_there(unit, intake):
    early = open_link(unit, first=date(2027, 2, 1), last=date(2027, 9, 1))
    intake = intake()
    assert get_days(early) == (date(2027, 2, 1), date(2027, 9, 1))

    make_season(2570)

    assert get_days(early) == (FIRST, LAST)


def test_interviews_go_by_their_own_window(unit):
    windows = [
        replace(each, closes=get_midnight(MAY_7)) if each.action == "eit_field" else each
        for each in make_calendar(2570)
    ]
    make_season(2570, windows=windows)

    calls = open_link(unit, kind="interview", last=date(2027, 6, 1), part="EIT2")

    assert get_days(calls) == (FIRST, MAY_7 - timedelta(days=1))


def test_link_moved_to_the_last_day_of_the_calendar_follows_it_again(unit):
    make_season(2570)
    link = open_link(unit, last=date(2027, 4, 25))

    move_last_day(SYSTEM, channel_id=link.id, closes_on=LAST, reason="ยังไม่ครบ")
    extend(MAY_7)

    assert get_days(link) == (FIRST, MAY_7 - timedelta(days=1))


def test_nothing_moves_twice(unit, django_assert_max_num_queries):
    make_season(2570)
    for number in range(5):
        open_link(unit, kind="counter", label=str(number))

    with django_assert_max_num_queries(9):
        assert follow_calendar(2570) == 0
