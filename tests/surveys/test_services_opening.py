"""Links of an agency: only within set-up and calendar; codes only as many as people."""

from datetime import date, timedelta

import pytest
import time_machine

from prongsai.audit.models import Entry
from prongsai.core import clock
from prongsai.core.actor import SYSTEM
from prongsai.core.errors import Conflict, Invalid, NotAllowed, NotFound
from prongsai.frameworks.types.windows import get_midnight
from prongsai.organizations.services.divisions import add_division
from prongsai.permissions.roles import Role
from prongsai.surveys.models import Channel
from prongsai.surveys.selectors.codes import count_codes
from prongsai.surveys.services.channels import move_last_day, revoke_channel, rotate_channel
from prongsai.surveys.services.codes import issue_codes
from prongsai.surveys.services.opening import Wish, open_for_agency
from tests.factories.organizations import LONG_AGO, make_unit
from tests.factories.seasons import make_season
from tests.factories.setups import make_setup

YEAR = 2570
OPENS, CLOSES = date(2027, 3, 1), date(2027, 4, 30)
IIT = Wish("IIT", "link", OPENS, CLOSES)


@pytest.fixture(autouse=True)
def march():
    """In the middle of the window of the survey."""
    with time_machine.travel(get_midnight(date(2027, 3, 10)) + timedelta(hours=9), tick=False):
        yield


@pytest.fixture
def unit(db):
    make_season(YEAR)
    return make_unit("L1", on=LONG_AGO)


@pytest.fixture
def admin(unit, make_person):
    return make_person(Role.AGENCY_ADMIN, unit, starts=LONG_AGO).actor


def open_link(admin, wish=IIT):
    return open_for_agency(admin, code="L1", year=YEAR, wish=wish)


def test_without_a_confirmed_set_up_nothing_opens(admin):
    with pytest.raises(Conflict, match="ให้ผู้บริหารยืนยันก่อน"):
        open_link(admin)

    assert not Channel.objects.exists()


def test_a_link_opens_within_the_calendar_with_the_framework_of_the_year(admin):
    make_setup("L1")

    card = open_link(admin)

    assert (card.framework, card.part, card.fiscal_year) == ("nacc-general-2569", "IIT", YEAR)
    assert Entry.objects.filter(verb="survey.open_channel").exists()


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (Wish("IIT", "link", date(2027, 2, 28), CLOSES), "opens_on"),
        (Wish("IIT", "link", OPENS, date(2027, 5, 1)), "closes_on"),
        (Wish("IIT", "link", OPENS, date(2027, 3, 9)), "closes_on"),
        (Wish("EIT", "counter", OPENS, CLOSES, " "), "label"),
        (Wish("IIT", "kiosk", OPENS, CLOSES, "โถง"), "kind"),
        (Wish("IIT", "interview", OPENS, CLOSES), "kind"),
        (Wish("IIT", "division", OPENS, CLOSES), "division"),
    ],
)
def test_a_wrong_wish_names_its_field(admin, wish, field):
    make_setup("L1")

    with pytest.raises(Invalid) as refused:
        open_link(admin, wish)

    assert refused.value.field == field


def test_the_same_link_twice_is_refused_but_counters_have_names(admin):
    make_setup("L1")
    division = add_division(SYSTEM, code="L1", name_th="กองคลัง", on=LONG_AGO)
    open_link(admin)
    open_link(admin, Wish("EIT", "counter", OPENS, CLOSES, "งานทะเบียน"))
    open_link(admin, Wish("EIT", "counter", OPENS, CLOSES, "งานภาษี"))
    card = open_link(admin, Wish("IIT", "division", OPENS, CLOSES, division_id=division))

    with pytest.raises(Conflict, match="เปิดอยู่แล้ว"):
        open_link(admin)

    assert (card.label, card.division_id) == ("กองคลัง", division)


def test_codes_never_outnumber_the_staff(admin):
    make_setup("L1", 50)
    first = open_link(admin)
    division = add_division(SYSTEM, code="L1", name_th="กองคลัง", on=LONG_AGO)
    second = open_link(admin, Wish("IIT", "division", OPENS, CLOSES, division_id=division))
    issue_codes(admin, channel_id=first.id, count=45)

    with pytest.raises(Invalid, match="จึงออกได้อีก 5 รหัส"):
        issue_codes(admin, channel_id=second.id, count=6)
    issue_codes(admin, channel_id=second.id, count=5)

    counts = count_codes(first.unit_id, year=YEAR)
    assert (counts.issued, counts.spent, counts.room) == (50, 0, 0)


def test_a_replaced_link_takes_its_unused_codes_along(admin):
    make_setup("L1", 50)
    old = open_link(admin)
    issue_codes(admin, channel_id=old.id, count=50)

    new = rotate_channel(admin, channel_id=old.id, reason="ลิงก์หลุด")

    assert new.code != old.code
    assert Channel.objects.get(id=old.id).revoked_at is not None
    assert count_codes(old.unit_id, year=YEAR).room == 50
    assert len(issue_codes(admin, channel_id=new.id, count=50)) == 50
    with pytest.raises(Conflict):
        revoke_channel(admin, channel_id=old.id, reason="อีกครั้ง")


def test_a_link_may_end_earlier_and_not_after_the_calendar(admin):
    make_setup("L1")
    card = open_link(admin)

    move_last_day(admin, channel_id=card.id, closes_on=clock.today(), reason="ครบแล้ว")
    with pytest.raises(Invalid):
        move_last_day(admin, channel_id=card.id, closes_on=date(2027, 5, 1), reason="x")
    with pytest.raises(Invalid):
        move_last_day(admin, channel_id=card.id, closes_on=date(2027, 3, 9), reason="x")

    assert Channel.objects.get(id=card.id).closes_on == clock.today()
    assert Entry.objects.get(verb="survey.move_channel").detail["to"] == "2027-03-10"


def test_strangers_open_nothing(unit, make_person):
    make_setup("L1")
    other = make_person(Role.AGENCY_ADMIN, make_unit("L2"), starts=LONG_AGO).actor
    executive = make_person(Role.AGENCY_EXECUTIVE, unit, starts=LONG_AGO).actor

    with pytest.raises(NotFound):
        open_link(other)
    with pytest.raises(NotAllowed):
        open_link(executive)
