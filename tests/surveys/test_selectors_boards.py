"""The board: true counts, small ones hidden, the same number of queries for any area."""

from datetime import timedelta
from operator import attrgetter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from prongsai.core import clock
from prongsai.core.actor import SYSTEM, Actor, Grant
from prongsai.core.errors import NotFound
from prongsai.core.thai_dates import fiscal_year
from prongsai.organizations.services.divisions import add_division
from prongsai.permissions.roles import Role
from prongsai.surveys.models import Progress
from prongsai.surveys.selectors import boards
from prongsai.surveys.services.channels import rotate_channel
from prongsai.surveys.services.progress import refresh_progress
from prongsai.surveys.types import ProgressState
from tests.factories.organizations import LONG_AGO, make_actor, make_spec, make_units
from tests.factories.setups import make_setup, put_counts
from tests.factories.surveys import make_channel

YEAR = fiscal_year(clock.today())


@pytest.fixture
def ids(db):
    return make_units(
        make_spec("P1", unit_class="province"),
        make_spec("A1", unit_class="district", geography="P1"),
        make_spec("A2", unit_class="district", geography="P1"),
        make_spec("L1", geography="A1"),
        make_spec("L2", geography="A1"),
        make_spec("L3", geography="A2"),
        make_spec("M1", unit_class="ministry"),
    )


def open_link(unit_id, instrument="IIT", **fields):
    first = clock.today() - timedelta(days=20)
    return make_channel(
        unit_id, instrument=instrument, fiscal_year=YEAR, opens_on=first, **fields
    ).id


def get_row(unit_id):
    refresh_progress()
    return Progress.objects.get(unit_id=unit_id, fiscal_year=YEAR)


def test_every_assessed_agency_has_a_row_with_its_area(ids):
    refresh_progress()

    rows = Progress.objects.filter(fiscal_year=YEAR)
    assert {row.unit_id for row in rows} == set(ids.values()) - {ids["M1"]}
    row = rows.get(unit_id=ids["L3"])
    assert (row.province_id, row.district_id) == (ids["P1"], ids["A2"])
    assert row.iit_state == ProgressState.NO_CHANNEL


def test_exact_and_running_counts_are_added_and_judged(ids):
    make_setup("L1", 120)
    channel = open_link(ids["L1"])
    put_counts(channel, dict.fromkeys(range(1, 9), 3))
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO ledger.tallies VALUES (7, %s, 2)", [channel])

    row = get_row(ids["L1"])

    assert (row.iit_answered, row.iit_minimum) == (20, 30)
    assert row.iit_state == ProgressState.ON_TRACK
    assert row.iit_likely > 30
    assert row.iit_likely % 10 == 0


@pytest.mark.parametrize(
    ("headcount", "answers", "shown"), [(28, 28, 28), (360, 39, 36), (360, 40, 40), (7, 8, None)]
)
def test_a_minimum_that_is_reached_is_the_least_that_is_shown(ids, headcount, answers, shown):
    make_setup("L1", headcount)
    channel = open_link(ids["L1"])
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO ledger.tallies VALUES (7, %s, %s)", [channel, answers])

    row = get_row(ids["L1"])

    assert (row.iit_answered, row.iit_state) == (shown, ProgressState.REACHED)


def test_nobody_by_yesterday_is_told_until_there_are_enough(ids):
    channel = open_link(ids["L1"], "EIT")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO ledger.tallies VALUES (7, %s, 9)", [channel])
    assert get_row(ids["L1"]).eit_answered == 0

    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger.tallies SET answers = 10")
    assert get_row(ids["L1"]).eit_answered == 10


def test_links_are_counted_up_to_yesterday(ids):
    counter, site = (open_link(ids["L1"], "EIT", label=label) for label in ("ช่อง 1", "เว็บ"))
    for channel in (counter, site):
        put_counts(channel, {1: 10})
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO ledger.tallies VALUES (7, %s, 10)", [counter])

    board = boards.get_board_for(make_actor(Role.AGENCY_ADMIN, ids["L1"]), "L1")

    assert [way.answered for way in board.ways["EIT"]] == [10, 10]
    assert board.tallies[1].answered == 30


def test_too_few_answers_are_not_even_kept(ids):
    make_setup("L1", 120)
    put_counts(open_link(ids["L1"]), {1: 9})

    row = get_row(ids["L1"])

    assert (row.iit_answered, row.iit_likely) == (None, None)
    assert row.iit_state == ProgressState.BEHIND


def test_only_what_changed_is_written(ids):
    assert refresh_progress() == 6
    assert refresh_progress() == 0
    open_link(ids["L1"])
    assert refresh_progress() == 1


def test_counting_takes_the_same_queries_for_any_number_of_agencies(ids):
    refresh_progress()
    with CaptureQueriesContext(connection) as few:
        refresh_progress()
    for code in ("L1", "L2", "L3"):
        make_setup(code)
        put_counts(open_link(ids[code]), {1: 20})
    refresh_progress()

    with CaptureQueriesContext(connection) as many:
        refresh_progress()

    assert len(many) == len(few)


def test_areas_add_up_only_what_may_be_shown(ids):
    for code, answers in (("L1", 40), ("L2", 4), ("L3", 50)):
        make_setup(code)
        put_counts(open_link(ids[code]), {1: answers})
    refresh_progress()
    governor = make_actor(Role.GOVERNOR, ids["P1"])

    rows = boards.list_progress_for(governor, year=YEAR)
    areas = {a.unit.code: a for a in boards.list_areas(rows, column="district") if a.unit}

    assert (areas["A1"].agencies, areas["A1"].iit_answered) == (3, 40)
    assert (areas["A2"].iit_answered, areas["A2"].iit_reached) == (50, 1)


def test_areas_hold_every_agency_in_the_order_of_the_dictionary(ids):
    names = {"B1": "อำเภอเขาใหญ่", "B2": "อำเภอคลองใส", "B3": "อำเภอแก่งหิน"}
    for code, name in names.items():
        make_units(make_spec(code, unit_class="district", geography="P1", name_th=name))
    refresh_progress()
    rows = boards.list_progress_for(make_actor(Role.GOVERNOR, ids["P1"]), year=YEAR)

    areas = boards.list_areas(rows, column="district")

    assert sum(area.agencies for area in areas) == rows.count()
    assert [area.agencies for area in areas if area.unit is None] == [1]  # the province itself
    found = sorted((a for a in areas if a.name in names.values()), key=attrgetter("name_sort"))
    assert [area.unit.code for area in found] == ["B3", "B1", "B2"]


def test_everybody_sees_the_own_area_only(ids):
    refresh_progress()
    chief = make_actor(Role.DISTRICT_CHIEF, ids["A1"])
    admin = make_actor(Role.AGENCY_ADMIN, ids["L1"])

    def see(actor, area=None):
        rows = boards.list_progress_for(actor, year=YEAR, area=area)
        return {row.unit_id for row in rows}

    assert see(chief) == {ids["A1"], ids["L1"], ids["L2"]}
    assert see(admin) == {ids["L1"]}
    assert len(see(SYSTEM)) == 6
    assert see(SYSTEM, boards.get_area_for(SYSTEM, "A2")) == {ids["A2"], ids["L3"]}
    with pytest.raises(NotFound):
        boards.get_area_for(chief, "A2")
    with pytest.raises(NotFound):
        boards.get_board_for(chief, "L3")


def test_small_ways_are_hidden_with_whatever_would_give_them_away(ids):
    big, small, third = (
        add_division(SYSTEM, code="L1", name_th=name, on=LONG_AGO) for name in "กขค"
    )
    counts = {big: 40, small: 3, third: 12}
    for division, answers in counts.items():
        channel = open_link(ids["L1"], kind="division", label=str(division), division_id=division)
        put_counts(channel, {1: answers})

    board = boards.get_board_for(make_actor(Role.AGENCY_ADMIN, ids["L1"]), "L1")

    shown = {way.division_id: way.answered for way in board.ways["IIT"]}
    assert shown == {big: 40, small: None, third: None}
    assert board.tallies[0].answered == 50


def test_a_small_division_is_hidden_however_many_answers_came(ids):
    big, small, third = (
        add_division(SYSTEM, code="L1", name_th=name, on=LONG_AGO) for name in "กขค"
    )
    make_setup("L1", 75, divisions={big: 40, small: 8, third: 27})
    for division, answers in ((big, 30), (small, 0), (third, 20)):
        channel = open_link(ids["L1"], kind="division", label=str(division), division_id=division)
        put_counts(channel, {1: answers or 12})

    board = boards.get_board_for(make_actor(Role.AGENCY_ADMIN, ids["L1"]), "L1")

    shown = {way.division_id: way.answered for way in board.ways["IIT"]}
    assert shown[small] is None
    assert sorted(answered for answered in shown.values() if answered is not None) == [30]


def test_a_replaced_link_counts_with_its_successor(ids):
    old = open_link(ids["L1"], "EIT")
    put_counts(old, {2: 30})
    new = rotate_channel(SYSTEM, channel_id=old, reason="หลุด")
    put_counts(new.id, {1: 20})

    board = boards.get_board_for(make_actor(Role.AGENCY_ADMIN, ids["L1"]), "L1")

    assert [way.answered for way in board.ways["EIT"]] == [50]


def test_weeks_are_hidden_where_few_answered(ids):
    channel = open_link(ids["L1"], "EIT")
    put_counts(channel, {20: 2, 19: 30, 12: 4, 1: 25})

    board = boards.get_board_for(make_actor(Role.AGENCY_ADMIN, ids["L1"]), "L1")

    weeks = [week.answered for week in board.weeks["EIT"]]
    assert weeks[0] == 30
    assert weeks[1] is None
    assert None in weeks[2:]


def test_interviews_are_a_part_of_their_own(ids):
    link = open_link(ids["L1"], "EIT")
    field = open_link(ids["L1"], "EIT", kind="interview", part="EIT2")
    put_counts(link, {1: 20})
    put_counts(field, {1: 15})

    board = boards.get_board_for(make_actor(Role.AGENCY_ADMIN, ids["L1"]), "L1")

    assert board.tallies[1].answered == 20
    assert {way.kind for way in board.ways["EIT"]} == {"link"}


def test_a_division_contact_sees_the_own_division_only(ids):
    own, other, third = (
        add_division(SYSTEM, code="L1", name_th=name, on=LONG_AGO) for name in "กขค"
    )
    for division in (own, other, third):
        channel = open_link(ids["L1"], kind="division", label=str(division), division_id=division)
        put_counts(channel, {1: 15})
    grant = Grant(id=1, role=Role.DIVISION_CONTACT, unit_id=ids["L1"], division_id=own)

    board = boards.get_board_for(Actor(1, "ผู้ประสานงานกอง", (grant,), grant), "L1")

    assert [(way.division_id, way.answered) for way in board.ways["IIT"]] == [(own, 10)]
    assert board.tallies[0].answered == 40
