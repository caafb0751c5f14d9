"""The mixer lets answers out in groups, counts every one once and leaves nothing to go back by."""

import pytest
from django.db import connection

from prongsai.core.errors import Conflict
from prongsai.surveys.gateways import DayKeys
from prongsai.surveys.intake.commits import Outcome
from prongsai.surveys.intake.connection import connect
from prongsai.surveys.intake.store import Store
from prongsai.surveys.rules.codes import get_receipt_code
from prongsai.surveys.rules.sealing import CannotOpen, Opener
from prongsai.surveys.selectors.counts import get_counts
from prongsai.surveys.selectors.sheets import list_sheets
from prongsai.surveys.services.keys import ensure_key
from prongsai.surveys.services.mixing import mix
from tests.factories.surveys import keep, make_channel
from tests.factories.surveys import list_sheets as list_stored


@pytest.fixture
def store(survey_tables):
    ensure_key()
    store = Store(connect=connect)
    yield store
    store.close()


@pytest.fixture
def channel(unit):
    return make_channel(unit, instrument="EIT")


def fetch(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def send(store, channel, numbers):
    for number in numbers:
        assert keep(store, channel, bytes([number])) is Outcome.KEPT


def test_open_group_releases_only_when_as_many_stay(store, channel):
    send(store, channel, range(19))
    first = mix()
    send(store, channel, [100])
    second = mix()

    assert (first.sheets_count, first.pending_count, first.receipts_count) == (0, 19, 19)
    assert (second.sheets_count, second.pending_count, second.receipts_count) == (10, 10, 1)


def test_closing_group_releases_all_and_every_answer_once(store, channel):
    send(store, channel, range(25))
    mix()
    send(store, channel, range(25, 40))
    mix(everything=True)

    assert sorted(sheet[-1] for sheet in list_stored()) == [bytes([n]) for n in range(40)]


def close(channel):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE surveys_channel SET opens_on = '2020-01-01', closes_on = '2020-01-02'"
            " WHERE id = %s",
            [channel.id],
        )


def test_few_who_come_after_a_group_was_let_out_wait_for_each_other(store, channel):
    """A window that was opened again: whoever comes last must not stand in a release alone."""
    send(store, channel, range(12))
    close(channel)
    assert mix().sheets_count == 12

    send(store, channel, [100])
    assert (mix().sheets_count, len(list_stored())) == (0, 12)
    send(store, channel, range(101, 109))
    late = mix()
    assert (late.sheets_count, late.pending_count, late.receipts_count) == (0, 9, 8)

    send(store, channel, [109])
    assert mix().sheets_count == 10
    sizes = fetch("SELECT count(*) FROM answers.sheets GROUP BY release_id ORDER BY release_id")
    assert sizes == [(12,), (10,)]


def test_few_late_answers_leave_when_nothing_more_will_come(store, unit, channel):
    running = make_channel(unit, instrument="IIT")
    send(store, channel, range(12))
    close(channel)
    mix()
    send(store, channel, [100])
    send(store, running, range(200, 203))

    late = mix(last=True)
    assert (late.sheets_count, late.pending_count) == (1, 3)
    assert mix(everything=True).sheets_count == 3


def test_small_group_that_never_let_anything_out_leaves_when_it_closes(store, unit, channel):
    other = make_channel(unit, instrument="IIT")
    send(store, other, range(12))
    send(store, channel, range(3))
    close(other)
    mix()
    close(channel)

    assert mix().sheets_count == 3


def test_group_closes_with_its_last_channel(store, unit, channel, settings):
    make_channel(unit, instrument="EIT", label="second")
    close(channel)
    send(store, channel, range(3))

    assert mix().sheets_count == 0

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE surveys_channel SET opens_on = '2020-01-01', closes_on = '2020-01-02'"
        )
    assert mix().sheets_count == 3


def test_small_channels_lose_their_name_together(store, unit):
    big, middle, small = (make_channel(unit, instrument="EIT", label=name) for name in "abc")
    for channel, count in [(big, 20), (middle, 12), (small, 2)]:
        send(store, channel, range(count))
    mix(everything=True)

    shown = [sheet[3] for sheet in list_stored()]
    assert shown.count(big.id) == 20
    assert shown.count(None) == 14


def test_answers_lie_in_an_order_of_their_own(store, channel):
    send(store, channel, [9, 3, 7, 1, 8, 2, 6, 4, 5, 0])
    mix(everything=True)

    assert [sheet[-1][0] for sheet in list_stored()] == list(range(10))


def test_release_is_one_transaction_for_everybody(store, channel):
    send(store, channel, range(12))
    mix(everything=True)

    for table in ("answers.sheets", "receipts.leaves", "ledger.spent"):
        assert len(fetch(f"SELECT DISTINCT xmin::text FROM {table}")) == 1
    assert fetch("SELECT count(*) FROM ledger.spends") == [(0,)]


def test_mixed_day_cannot_be_opened_again(store, channel, keys):
    send(store, channel, [1])
    body = bytes(fetch("SELECT body FROM sealed.envelopes_1")[0][0])
    private = DayKeys().find(1)
    assert Opener(private, key_id=1).open(body)

    mix(everything=True)

    assert DayKeys().find(1) is None
    assert fetch("SELECT to_regclass('sealed.envelopes_1')") == [(None,)]
    with pytest.raises(CannotOpen):
        Opener(DayKeys().find(2), key_id=2).open(body)


def test_running_intake_follows_to_the_next_key(store, channel):
    send(store, channel, [1])
    mix()
    send(store, channel, [2])
    mix(everything=True)

    assert [sheet[-1] for sheet in list_stored()] == [b"\1", b"\2"]


def test_lost_private_key_stops_the_mixer_and_loses_nothing(store, channel):
    send(store, channel, [1])
    DayKeys().destroy(1)

    with pytest.raises(Conflict):
        mix()

    assert fetch("SELECT count(*) FROM sealed.envelopes_1") == [(1,)]


def test_restored_database_gets_a_key_that_can_be_opened(survey_tables):
    first = ensure_key()
    DayKeys().destroy(first)

    assert ensure_key() == first + 1 == ensure_key()


def test_counts_become_exact_with_the_mixing(store, channel):
    send(store, channel, range(5))
    mix()

    assert fetch("SELECT channel_id, answers FROM ledger.counts") == [(channel.id, 5)]
    mix(everything=True)
    assert fetch("SELECT sum(answers) FROM ledger.counts") == [(5,)]


def test_leaves_and_codes_of_receipts_are_published(store, channel):
    send(store, channel, range(3))
    release = mix()

    leaves = fetch("SELECT leaf, code, release_id FROM receipts.leaves")
    assert {(get_receipt_code(bytes(leaf)), number) for leaf, _, number in leaves} == {
        (code, release.id) for _, code, _ in leaves
    }


def test_crash_before_the_end_repeats_without_doubling(store, channel, monkeypatch):
    send(store, channel, range(10))
    with monkeypatch.context() as patch:
        patch.setattr("prongsai.surveys.services.mixing.keys.destroy_drained", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            mix(everything=True)
    mix(everything=True)

    assert len(list_stored()) == 10
    assert DayKeys().list_ids() == [3]


@pytest.mark.parametrize(
    ("role", "forbidden"),
    [
        ("prongsai_intake", "SELECT * FROM answers.sheets"),
        ("prongsai_intake", "SELECT * FROM sealed.envelopes_1"),
        ("prongsai_intake", "DELETE FROM ledger.spends"),
        ("prongsai_intake", "INSERT INTO ledger.codes VALUES ('\\x00', 1)"),
        ("prongsai_issuer", "SELECT * FROM answers.sheets"),
        ("prongsai_issuer", "SELECT * FROM sealed.envelopes_1"),
        ("prongsai_mixer", "SELECT * FROM ledger.codes"),
        ("prongsai_reader", "SELECT * FROM ledger.spends"),
        ("prongsai_reader", "SELECT * FROM sealed.keys"),
        ("prongsai_reader", "DELETE FROM answers.sheets"),
    ],
)
def test_every_role_stays_in_its_room(store, channel, role, forbidden):
    from django.db import ProgrammingError, transaction

    send(store, channel, [1])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
        with pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute(forbidden)
        transaction.set_rollback(True)


def test_counts_and_sheets_are_there_for_others(store, channel):
    send(store, channel, range(12))
    mix(everything=True)

    sheets = list(list_sheets(fiscal_year=2569, unit_id=channel.unit_id))
    assert [sheet.answers for sheet in sheets] == [bytes([n]) for n in range(12)]
    assert {(sheet.unit_id, sheet.part) for sheet in sheets} == {(channel.unit_id, "EIT1")}
    assert get_counts([channel.id, -1]) == {channel.id: 12, -1: 0}
