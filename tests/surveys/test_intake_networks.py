"""Of networks the ledger keeps one coarse number a link and day, and nothing that names one."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from prongsai.core import clock
from prongsai.core.actor import SYSTEM
from prongsai.surveys.intake import store
from prongsai.surveys.intake.networks import Networks
from prongsai.surveys.services.codes import issue_codes
from tests.factories.surveys import ask, do_work, fill, make_channel


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(store, "TALLY_EVERY", 0.0)


def list_rows():
    with connection.cursor() as cursor:
        cursor.execute("SELECT channel_id, day, most FROM ledger.networks")
        return cursor.fetchall()


def answer(intake, link, number, address):
    page = ask(intake, link)
    given = fill(9) | {"work": do_work(page, number=number)}
    assert ask(intake, link, given, REMOTE_ADDR=address).receipt


def test_busiest_network_of_an_open_link_is_counted_coarsely(unit, intake):
    channel = make_channel(unit, instrument="EIT")
    intake, link = intake(), f"/s/{channel.code}"
    for number in range(13):
        answer(intake, link, number, f"203.0.113.{number}")
    for number in range(13, 16):
        answer(intake, link, number, "198.51.100.7")
    answer(intake, link, 99, "192.0.2.1")
    intake.close()  # what the writer has begun it finishes

    assert list_rows() == [(channel.id, clock.today(), 10)]


def test_few_answers_from_one_place_and_staff_leave_no_row(unit, intake):
    open_link, sealed = make_channel(unit, instrument="EIT"), make_channel(unit)
    codes = issue_codes(SYSTEM, channel_id=sealed.id, count=12)
    intake = intake()
    for number in range(9):
        answer(intake, f"/s/{open_link.code}", number, "203.0.113.5")
    for code in codes:
        assert ask(intake, f"/s/{code}", fill(15)).receipt
    intake.close()

    assert list_rows() == []


def test_numbers_are_handed_on_when_they_have_grown_a_step():
    networks = Networks()
    for _ in range(12):
        networks.count(1, b"here", today=clock.today())
    networks.count(2, b"here", today=clock.today())

    first, second = networks.take(), networks.take()
    for _ in range(3):
        networks.count(1, b"here", today=clock.today())

    assert first == [(1, clock.today(), 10)]
    assert second == []
    assert networks.take() == [(1, clock.today(), 15)]


def test_a_new_day_knows_nothing_of_the_last():
    networks = Networks()
    for _ in range(12):
        networks.count(1, b"here", today=clock.today())

    with time_machine.travel(clock.now() + timedelta(days=1)):
        networks.count(1, b"here", today=clock.today())
        assert networks.take() == []
