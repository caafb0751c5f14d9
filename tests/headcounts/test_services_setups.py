"""The admin sends, another person confirms or returns, and nothing confirmed is ever edited."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from prongsai.audit.models import Entry
from prongsai.core import clock
from prongsai.core.errors import Conflict, Invalid, NotAllowed, NotFound
from prongsai.core.thai_dates import fiscal_year
from prongsai.frameworks.types.windows import get_midnight
from prongsai.headcounts.models import Setup, SetupVersion
from prongsai.headcounts.selectors.setups import (
    find_confirmed,
    find_state,
    get_setup_for,
    get_year,
    list_division_counts,
)
from prongsai.headcounts.services.reminders import remind
from prongsai.headcounts.services.setups import confirm_setup, return_setup, submit_setup
from prongsai.headcounts.types import Given, SetupState, VersionState
from prongsai.notifications.models import Notice
from prongsai.permissions.roles import Role
from tests.factories.seasons import make_calendar, make_season

GIVEN = Given(headcount=120, services=(("ชำระภาษี", 900), ("งานทะเบียน", 300)))


def send(person, given=GIVEN):
    return submit_setup(person.actor, code="L1", given=given)


def confirm(executive):
    setup = get_setup_for(executive.actor, "L1")
    return confirm_setup(executive.actor, code="L1", number=setup.latest.number)


def test_figures_wait_for_the_executive_who_is_told(ids, admin, executive):
    setup = send(admin)

    assert setup.state is SetupState.WAITING
    assert setup.confirmed is None
    assert find_confirmed(ids["L1"], year=get_year()) is None
    assert Notice.objects.get(user_id=executive.user.pk).event == "headcount.waiting"
    assert Entry.objects.filter(verb="headcount.submit", unit_id=ids["L1"]).count() == 1


def test_confirmed_figures_give_the_minimum_by_the_rule(ids, admin, executive):
    send(admin)

    setup = confirm(executive)

    confirmed = find_confirmed(ids["L1"], year=get_year())
    # 10 percent of 120 is 12, at least 30.
    assert (confirmed.headcount, confirmed.contacts, confirmed.iit_minimum) == (120, 1200, 30)
    assert setup.state is SetupState.CONFIRMED
    assert Notice.objects.filter(user_id=admin.user.pk, event="headcount.confirmed").exists()


def test_returned_figures_say_why_and_can_be_sent_again(admin, executive):
    send(admin)

    setup = return_setup(executive.actor, code="L1", number=1, reason="นับลูกจ้างด้วย")
    again = send(admin, replace(GIVEN, headcount=130, revision=1))

    assert setup.state is SetupState.RETURNED
    assert setup.latest.decision_reason == "นับลูกจ้างด้วย"
    assert [v.state for v in again.versions] == [VersionState.WAITING, VersionState.RETURNED]


def list_told(person, *, about="headcount"):
    told = Notice.objects.filter(user_id=person.user.pk, event__startswith=about).order_by("id")
    return [notice.event.partition(".")[2] for notice in told]


def test_who_enters_the_figures_is_told_when_others_replace_them(ids, admin, make_person):
    colleague = make_person(Role.AGENCY_ADMIN, ids["L1"], starts=date(2018, 1, 1))
    send(admin)
    send(admin, replace(GIVEN, headcount=121, revision=1))
    assert (list_told(admin), list_told(colleague)) == ([], [])

    send(colleague, replace(GIVEN, headcount=122, revision=2))

    assert (list_told(admin), list_told(colleague)) == (["replaced"], [])
    notice = Notice.objects.get(user_id=admin.user.pk)
    assert colleague.actor.name in notice.body
    assert "122" in notice.body


def test_the_agency_is_told_what_became_of_figures_that_others_sent(
    ids, admin, executive, make_person
):
    desk = make_person(Role.PROVINCE_COORDINATOR, ids["P1"], starts=date(2018, 1, 1))
    send(admin)
    given = replace(GIVEN, headcount=130, revision=1)
    submit_setup(desk.actor, code="L1", given=given, right="headcount.import")
    return_setup(executive.actor, code="L1", number=2, reason="นับลูกจ้างด้วย")
    submit_setup(desk.actor, code="L1", given=replace(given, revision=2), right="headcount.import")
    confirm(executive)

    assert list_told(admin) == ["replaced", "returned", "replaced", "confirmed"]
    assert list_told(desk) == []
    assert list_told(executive) == ["waiting"] * 3


def test_where_nobody_enters_figures_the_sender_hears_of_them(ids, executive, make_person):
    desk = make_person(Role.PROVINCE_COORDINATOR, ids["P1"], starts=date(2018, 1, 1))
    submit_setup(desk.actor, code="L1", given=GIVEN, right="headcount.import")

    return_setup(executive.actor, code="L1", number=1, reason="นับลูกจ้างด้วย")

    assert list_told(desk) == ["returned"]


def test_a_return_without_a_reason_is_refused(admin, executive):
    send(admin)

    with pytest.raises(Invalid) as refused:
        return_setup(executive.actor, code="L1", number=1, reason="  ")

    assert refused.value.field == "reason"
    assert find_state(Setup.objects.get().unit_id) is SetupState.WAITING


def test_a_change_needs_a_reason_and_the_old_figures_hold_until_confirmed(ids, admin, executive):
    send(admin)
    confirm(executive)
    change = replace(GIVEN, headcount=125, revision=1)

    with pytest.raises(Invalid) as refused:
        send(admin, change)
    setup = send(admin, replace(change, reason="โอนย้ายเข้า 5 คน"))

    assert refused.value.field == "reason"
    assert setup.state is SetupState.CHANGING
    assert find_confirmed(ids["L1"], year=get_year()).headcount == 120
    confirm(executive)
    assert find_confirmed(ids["L1"], year=get_year()).headcount == 125
    assert SetupVersion.objects.count() == 2


def test_nobody_confirms_what_they_entered(ids, admin, make_person):
    send(admin)
    both = make_person(Role.AGENCY_EXECUTIVE, ids["L1"])
    SetupVersion.objects.update(made_by_id=both.user.pk)

    with pytest.raises(NotAllowed):
        confirm_setup(both.actor, code="L1", number=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        SetupVersion.objects.update(
            state=VersionState.CONFIRMED, decided_by_id=both.user.pk, decided_at=clock.now()
        )


def test_figures_that_were_replaced_cannot_be_confirmed(admin, executive):
    send(admin)
    send(admin, replace(GIVEN, headcount=121, revision=1))

    with pytest.raises(Conflict):
        confirm_setup(executive.actor, code="L1", number=1)

    assert get_setup_for(admin.actor, "L1").versions[1].state is VersionState.WITHDRAWN


def test_two_who_save_at_once_do_not_overwrite_each_other(admin):
    send(admin)

    with pytest.raises(Conflict):
        send(admin, replace(GIVEN, headcount=99))

    assert get_setup_for(admin.actor, "L1").latest.headcount == 120


def test_questions_are_asked_once_and_kept_with_the_answer(admin, executive):
    with time_machine.travel(clock.real_now() - timedelta(days=365)):
        send(admin)
        confirm(executive)
    far = replace(GIVEN, headcount=300)

    with pytest.raises(Invalid) as refused:
        send(admin, far)
    setup = send(admin, replace(far, is_sure=True, explanation="รวมลูกจ้างเหมา"))

    assert refused.value.field == "is_sure"
    assert [doubt.code for doubt in setup.latest.doubts] == ["headcount_last_year"]
    assert setup.before.headcount == 120


def test_divisions_are_kept_and_closed_ones_refused(ids, division, admin, executive):
    send(admin, replace(GIVEN, divisions={division: 120}))
    confirm(executive)

    assert list_division_counts(ids["L1"], year=get_year()) == {division: 120}
    with pytest.raises(Invalid):
        send(admin, replace(GIVEN, divisions={-5: 1}, reason="x", revision=1))


def test_late_is_a_flag_that_an_extension_heals(admin):
    year = fiscal_year(clock.today())
    first, *rest = make_calendar(year)
    make_season(year, windows=[first, *rest])
    with time_machine.travel(get_midnight(date(year - 543, 3, 15))):
        setup = send(admin)

    assert setup.latest.is_late
    with time_machine.travel(get_midnight(date(year - 543, 2, 1))):
        on_time = send(admin, replace(GIVEN, revision=1))
    assert not on_time.latest.is_late


def test_after_the_survey_nothing_moves_and_nobody_is_reminded(ids, admin, executive, chief):
    year = fiscal_year(clock.today())
    make_season(year)
    with time_machine.travel(get_midnight(date(year - 543, 4, 1))):
        send(admin)

    with time_machine.travel(get_midnight(date(year - 543, 5, 2))):
        with pytest.raises(Conflict, match="สิ้นสุดแล้ว"):
            send(admin, replace(GIVEN, headcount=99, revision=1))
        with pytest.raises(Conflict, match="สิ้นสุดแล้ว"):
            confirm(executive)

        assert remind(chief.actor, codes=["L1"]) == 0
    assert find_confirmed(ids["L1"], year=year) is None


def test_strangers_find_nothing_and_executives_enter_nothing(ids, executive, make_person):
    stranger = make_person(Role.AGENCY_ADMIN, ids["L2"])

    with pytest.raises(NotFound):
        submit_setup(stranger.actor, code="L1", given=GIVEN)
    with pytest.raises(NotAllowed):
        submit_setup(executive.actor, code="L1", given=GIVEN)
    assert not Setup.objects.exists()


def test_a_reminder_reaches_whoever_is_to_act_once_a_day(admin, executive, chief):
    assert remind(chief.actor, codes=["L1", "L1"]) == 1
    assert remind(chief.actor, codes=["L1"]) == 0
    send(admin)
    with time_machine.travel(clock.real_now() + timedelta(days=1)):
        assert remind(chief.actor, codes=["L1"]) == 1
    confirm(executive)
    with time_machine.travel(clock.real_now() + timedelta(days=2)):
        assert remind(chief.actor, codes=["L1"]) == 0

    told = Notice.objects.filter(event="headcount.reminder").order_by("id")
    assert [notice.user_id for notice in told] == [admin.user.pk, executive.user.pk]
