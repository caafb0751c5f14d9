"""Keys of rounds: kept while they may be needed again, destroyed where they lie."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine

from prongsai.core import clock
from prongsai.core.thai_dates import fiscal_year
from prongsai.tokens.gateways import RoundKeys
from prongsai.tokens.models import Round
from prongsai.tokens.services.following import destroy_ended_keys, follow_links
from tests.factories.organizations import make_unit
from tests.factories.surveys import make_channel
from tests.factories.tokens import get_token, make_members, make_round

pytestmark = pytest.mark.django_db
YEAR = fiscal_year(clock.today())
SURVEY_DAYS = 31
NOON = time(12, tzinfo=clock.BANGKOK)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.TOKENS_KEYS = str(tmp_path / "tokens")


@pytest.fixture
def unit():
    unit = make_unit("700001")
    make_channel(unit, fiscal_year=YEAR)
    make_members(unit, 10, year=YEAR)
    return unit


def get_path(card):
    return RoundKeys().folder / f"{card.channel_code}.key"


def test_key_is_destroyed_when_its_round_is_over(unit):
    card = make_round(unit, year=YEAR, days=3)

    assert destroy_ended_keys() == 0
    assert get_path(card).stat().st_mode & 0o777 == 0o600
    with time_machine.travel(clock.now() + timedelta(days=3)):
        assert destroy_ended_keys() == 1

    assert not get_path(card).exists()
    assert Round.objects.get().key_destroyed


def test_key_of_a_round_that_lasts_as_long_as_the_survey_is_kept_until_the_year_is_over(unit):
    card = make_round(unit, year=YEAR, days=SURVEY_DAYS)
    last_day = date(YEAR - 543, 9, 30)

    with time_machine.travel(datetime.combine(last_day, NOON)):
        assert destroy_ended_keys() == 0
    with time_machine.travel(datetime.combine(last_day + timedelta(days=1), NOON)):
        assert destroy_ended_keys() == 1

    assert not get_path(card).exists()


def test_a_machine_without_the_key_does_not_take_it_for_destroyed(unit, settings, tmp_path):
    card = make_round(unit, year=YEAR, days=3)
    path = get_path(card)

    with time_machine.travel(clock.now() + timedelta(days=3)):
        settings.TOKENS_KEYS = str(tmp_path / "another machine")
        assert destroy_ended_keys() == 0
        assert not Round.objects.get().key_destroyed
        settings.TOKENS_KEYS = str(path.parent)
        assert destroy_ended_keys() == 1

    assert not path.exists()


def test_a_round_without_a_key_is_not_opened_again(unit):
    card = make_round(unit, year=YEAR, days=SURVEY_DAYS)
    Round.objects.update(key_destroyed=True)
    later = card.answers_until + timedelta(days=9)

    follow_links({card.channel_code: (card.answers_from, later)})

    row = Round.objects.get()
    assert (row.closes_on, row.answers_until) == (card.closes_on, later)


def test_a_survey_shortened_and_extended_gives_a_round_its_own_day_back(unit):
    card = make_round(unit, year=YEAR, days=9)
    link, first = card.channel_code, card.answers_from

    follow_links({link: (first, first + timedelta(days=4))})
    shortened = Round.objects.get().closes_on
    follow_links({link: (first, first + timedelta(days=60))})

    assert shortened == first + timedelta(days=4)
    assert Round.objects.get().closes_on == card.closes_on


def test_a_survey_taken_out_of_the_calendar_ends_the_round_until_it_is_back(unit):
    person = make_members(unit, 1, year=YEAR, name="late")[0]
    card = make_round(unit, year=YEAR, days=SURVEY_DAYS)
    link, first = card.channel_code, card.answers_from

    follow_links({link: (first, first - timedelta(days=1))})
    assert Round.objects.get().closes_on < clock.today()
    follow_links({link: (first, card.answers_until)})

    assert get_token(person)
