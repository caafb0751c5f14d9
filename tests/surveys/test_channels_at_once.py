"""Links that two people open, or replace at the same moment."""

from datetime import timedelta

import pytest

from prongsai.core import clock
from prongsai.core.errors import ProngsaiError
from prongsai.permissions.roles import Role
from prongsai.surveys.models import Channel
from prongsai.surveys.services.channels import rotate_channel
from prongsai.surveys.services.opening import Wish, open_for_agency
from tests.factories.moments import at_once
from tests.factories.seasons import make_season, make_window
from tests.factories.setups import make_setup
from tests.factories.surveys import make_channel


@pytest.fixture
def span(unit, year):
    """A window of both surveys around today, and a set-up that is confirmed."""
    first, last = clock.today() - timedelta(days=5), clock.today() + timedelta(days=25)
    windows = [make_window(name, first, last) for name in ("register", "iit", "eit")]
    make_season(year, windows=windows)
    make_setup("700001", headcount=12)
    return first, last


@pytest.fixture
def admin(unit, make_person):
    return make_person(Role.AGENCY_ADMIN, unit)


def test_two_presses_of_the_button_open_one_link(span, year, admin):
    def press():
        return open_for_agency(
            admin.actor, code="700001", year=year, wish=Wish("EIT", "link", *span)
        )

    found = at_once(press, press, press)

    assert sum(isinstance(each, ProngsaiError) for each in found) == 2
    assert Channel.objects.count() == 1


def test_a_link_is_replaced_once_however_many_ask(unit, year, admin):
    link = make_channel(unit, fiscal_year=year)

    def rotate():
        return rotate_channel(admin.actor, channel_id=link.id, reason="หลุด")

    found = at_once(rotate, rotate, rotate)

    assert sum(isinstance(each, ProngsaiError) for each in found) == 2
    assert Channel.objects.filter(revoked_at=None).count() == 1
