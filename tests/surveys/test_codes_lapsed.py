"""Codes end with their link and come back with it: unspent ones only, never more than people."""

from datetime import date, datetime, timedelta
from importlib import import_module

import pytest
from django.db import connection, transaction
from django.urls import reverse

from prongsai.audit.models import Entry
from prongsai.core.actor import SYSTEM
from prongsai.core.clock import BANGKOK
from prongsai.core.errors import Invalid
from prongsai.permissions.roles import Role
from prongsai.surveys.models import Channel, SlipBatch
from prongsai.surveys.selectors.codes import count_codes
from prongsai.surveys.services.channels import move_last_day, revoke_channel
from prongsai.surveys.services.codes import cancel_codes_of_agency, issue_codes
from prongsai.surveys.services.keys import ensure_key
from prongsai.surveys.services.lapses import forget_codes, lapse_codes, restore_codes
from prongsai.surveys.tasks import cancel_unused_codes
from tests.factories.organizations import make_actor
from tests.factories.seasons import make_season
from tests.factories.setups import make_setup
from tests.factories.surveys import ask, fill, make_channel

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("april")]
YEAR = 2570
FIRST, LAST = date(2027, 3, 1), date(2027, 4, 30)
IIT = fill(60)


@pytest.fixture
def season(unit):
    make_season(YEAR)
    make_setup("700001", headcount=10)
    return unit


def open_link(unit, **fields):
    days = {"opens_on": FIRST, "closes_on": LAST}
    return make_channel(unit, fiscal_year=YEAR, **days | fields)


def close(link, april):
    """Let a link end today and a night pass."""
    move_last_day(SYSTEM, channel_id=link.id, closes_on=date(2027, 4, 20), reason="ครบแล้ว")
    april.move_to(datetime(2027, 4, 21, 1, 30, tzinfo=BANGKOK))
    cancel_unused_codes()


def reopen(link):
    move_last_day(SYSTEM, channel_id=link.id, closes_on=LAST, reason="ยังไม่ครบ")


def send(intake, code):
    intake.state.refresh()
    return ask(intake, f"/s/{code}", IIT)


def count_rows(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def get_counts(unit):
    counts = count_codes(unit, year=YEAR)
    return counts.issued, counts.room


def test_whoever_has_not_answered_can_when_the_link_opens_again(season, intake, april):
    link = open_link(season)
    used, waiting = issue_codes(SYSTEM, channel_id=link.id, count=2)
    ensure_key()
    intake = intake()
    first = send(intake, used)

    close(link, april)
    refused = send(intake, waiting)
    aside = get_counts(season), count_rows("ledger.lapsed")
    reopen(link)
    again, late = send(intake, used), send(intake, waiting)

    assert (refused.status, refused.receipt) == (410, None)
    assert aside == ((2, 8), 1)
    assert late.receipt
    assert again.receipt == first.receipt  # counted once, as before
    assert count_rows("ledger.spends") == 2
    assert get_counts(season) == (2, 8)
    assert count_rows("ledger.lapsed") == 0
    assert SlipBatch.objects.get().lapsed_on is None


def test_a_code_put_aside_is_unknown_to_an_intake_that_takes_the_link_for_open(
    season, intake, april
):
    link = open_link(season)
    code = issue_codes(SYSTEM, channel_id=link.id, count=1)[0]
    ensure_key()
    intake = intake()
    close(link, april)
    Channel.objects.update(closes_on=LAST)  # as a machine whose news are late knows it

    answer = send(intake, code)

    assert answer.receipt is None
    assert count_rows("ledger.spends") == 0


@pytest.mark.parametrize("used", [0, 1, 6])
def test_a_link_that_closes_does_not_tell_how_many_of_its_codes_were_used(
    season, intake, april, used
):
    link, other = open_link(season), open_link(season, kind="division", label="กองคลัง")
    codes = issue_codes(SYSTEM, channel_id=link.id, count=6)
    ensure_key()
    intake = intake()
    for code in codes[:used]:
        assert send(intake, code).receipt

    close(link, april)

    assert count_rows("ledger.lapsed") == 6 - used
    assert get_counts(season) == (6, 4)
    admin = make_actor("agency_admin", season)
    with pytest.raises(Invalid, match="ออกได้อีก 4 รหัส"):
        issue_codes(admin, channel_id=other.id, count=5)


def test_codes_come_back_beside_others_that_were_given_meanwhile(season, april):
    link, other = open_link(season), open_link(season, kind="division", label="กองคลัง")
    issue_codes(SYSTEM, channel_id=link.id, count=6)
    close(link, april)
    issue_codes(make_actor("agency_admin", season), channel_id=other.id, count=4)

    reopen(link)

    assert get_counts(season) == (10, 0)
    assert count_rows("ledger.codes") == 10
    assert Entry.objects.get(verb="survey.restore_codes").detail == {"links": 1}


def test_whoever_needs_the_places_of_a_closed_link_cancels_it_by_hand(
    season, april, sign_in, client, make_person
):
    link = open_link(season)
    issue_codes(SYSTEM, channel_id=link.id, count=6)
    close(link, april)
    sign_in(client, make_person(Role.AGENCY_ADMIN, season))
    revoke = reverse("channels:revoke", args=["700001", link.id])
    assert revoke in client.get("/channels/700001/").content.decode()

    answer = client.post(revoke, {"reason": "ใช้ลิงก์อื่นแทน"})

    assert answer.status_code == 302
    assert get_counts(season) == (0, 10)


def test_fewer_people_than_before_take_no_code_away(season, april):
    link = open_link(season)
    issue_codes(SYSTEM, channel_id=link.id, count=10)
    close(link, april)
    make_setup("700001", headcount=8, reason="โอนย้าย", revision=1)

    reopen(link)

    assert get_counts(season) == (10, 0)


@pytest.mark.parametrize(
    ("aside", "since", "issued", "is_cancelled"),
    [(6, 5, 5, True), (6, 4, 10, False), (11, 0, 11, False)],
)
def test_upgrade_cancels_codes_whose_places_were_given_to_others(
    season, april, aside, since, issued, is_cancelled
):
    """Once a link that closed freed the places of its codes: together they outnumber the people."""
    link, other = open_link(season), open_link(season, kind="division", label="กองคลัง")
    issue_codes(SYSTEM, channel_id=link.id, count=aside)
    close(link, april)
    if since:
        issue_codes(SYSTEM, channel_id=other.id, count=since)

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(import_module("prongsai.surveys.migrations.0012_outnumbered_codes").FORWARD)
    reopen(link)

    assert get_counts(season)[0] == count_rows("ledger.codes") == issued
    assert (SlipBatch.objects.get(channel=link.id).cancelled_on is not None) == is_cancelled


@pytest.mark.parametrize(
    "end",
    [
        lambda link: cancel_codes_of_agency(SYSTEM, code="700001", year=YEAR),
        lambda link: revoke_channel(SYSTEM, channel_id=link.id, reason="หลุด"),
    ],
)
def test_what_a_person_cancelled_never_comes_back(season, april, end):
    link = open_link(season)
    issue_codes(SYSTEM, channel_id=link.id, count=3)
    close(link, april)

    end(link)
    Channel.objects.update(revoked_at=None, closes_on=LAST)

    assert restore_codes(year=YEAR) == 0
    assert (count_rows("ledger.codes"), count_rows("ledger.lapsed")) == (0, 0)


def test_codes_of_other_agencies_and_links_stay_where_they_are(season, april):
    link, other = open_link(season), open_link(season, kind="division", label="กองคลัง")
    issue_codes(SYSTEM, channel_id=link.id, count=3)
    issue_codes(SYSTEM, channel_id=other.id, count=2)

    close(link, april)

    assert (count_rows("ledger.codes"), count_rows("ledger.lapsed")) == (2, 3)
    assert lapse_codes() == 0  # nothing is put aside twice
    assert restore_codes(year=YEAR) == 0  # nor given back while the link is closed


def test_codes_of_a_year_that_is_over_are_forgotten(season, april):
    link = open_link(season)
    issue_codes(SYSTEM, channel_id=link.id, count=3)
    close(link, april)
    forget_codes()
    assert count_rows("ledger.lapsed") == 3

    april.move_to(datetime(2027, 10, 2, 1, 30, tzinfo=BANGKOK) + timedelta(days=1))
    forget_codes()

    assert count_rows("ledger.lapsed") == 0
    assert SlipBatch.objects.get().cancelled_on == date(2027, 10, 3)


def test_what_is_put_aside_lies_in_the_order_of_the_hashes(season, april):
    link = open_link(season)
    for _batch in range(3):
        issue_codes(SYSTEM, channel_id=link.id, count=3)

    close(link, april)

    with connection.cursor() as cursor:
        cursor.execute("SELECT hash FROM ledger.lapsed ORDER BY ctid")
        kept = [bytes(row[0]) for row in cursor.fetchall()]
    assert kept == sorted(kept)
    assert len(kept) == 9
