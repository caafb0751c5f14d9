"""Calendars of past years fill a demonstration."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from prongsai.core.actor import SYSTEM
from prongsai.frameworks.gateways import calendars
from prongsai.frameworks.rules.calendars import check_calendar, has_errors
from prongsai.frameworks.selectors.seasons import get_season_for
from prongsai.frameworks.services.samples import load_sample
from tests.factories.organizations import make_actor

AUDITOR = make_actor("auditor")


@pytest.mark.parametrize("year", calendars.list_years())
def test_every_sample_makes_sense(year):
    windows = calendars.read_calendar(year)

    assert not has_errors(check_calendar(windows, fiscal_year=year))


def test_sample_of_2565_is_what_was_announced():
    windows = {window.action: window for window in calendars.read_calendar(2565)}

    assert windows["register"].text == "1 มกราคม – 28 กุมภาพันธ์ 2565"
    assert windows["oit_entry"].text == "1 มีนาคม – 30 เมษายน 2565"
    assert windows["objection"].text == "1–15 มิถุนายน 2565"
    assert windows["publication"].first_day == date(2022, 8, 1)


@pytest.mark.django_db
def test_sample_is_moved_to_the_year_and_loaded_once():
    assert load_sample(SYSTEM, fiscal_year=2570) == "2570-ita-general"
    assert load_sample(SYSTEM, fiscal_year=2570) is None

    season = get_season_for(AUDITOR, "2570-ita-general")
    assert season.is_published
    assert {w.first_day.year for w in season.windows} == {2026, 2027}


@pytest.mark.django_db
def test_command_loads():
    out = StringIO()
    call_command("season", "load", "--year", "2570", "--form", "amphoe", stdout=out)
    call_command("season", "load", "--year", "2570", "--form", "amphoe", stdout=out)

    assert out.getvalue().splitlines() == [
        "published 2570-ita-amphoe",
        "there is such a season already",
    ]
