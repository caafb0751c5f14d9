"""Failed attempts are counted in the database, apart for each purpose, account and network."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
import time_machine

from prongsai.accounts.models import AttemptCounter
from prongsai.accounts.services.throttle import (
    Attempt,
    begin_attempt,
    forget_old_attempts,
    forgive_attempt,
)
from prongsai.core.errors import TooMany
from tests.factories.moments import at_once

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)
HERE = Attempt("password", network="203.0.113.0/24", account="a@demo.invalid")


def fail(attempt, times):
    for _ in range(times):
        begin_attempt(attempt)


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def test_first_failures_cost_nothing_then_waits_double(clock):
    fail(HERE, 4)

    with pytest.raises(TooMany) as refused:
        begin_attempt(HERE)
    assert refused.value.retry_after == 2

    clock.shift(timedelta(seconds=2))
    begin_attempt(HERE)
    with pytest.raises(TooMany) as refused:
        begin_attempt(HERE)
    assert refused.value.retry_after == 4


def fail_until_blocked(clock, attempt):
    for _ in range(10):
        begin_attempt(attempt)
        clock.shift(timedelta(seconds=70))


def test_block_says_when_to_try_again_and_ends_by_itself(clock):
    fail_until_blocked(clock, HERE)

    with pytest.raises(TooMany) as refused:
        begin_attempt(HERE)
    assert "12:26 น." in refused.value.message
    assert "14 นาที" in refused.value.message

    clock.shift(timedelta(minutes=15))
    begin_attempt(HERE)


def test_refused_attempts_do_not_make_the_block_longer(clock):
    fail_until_blocked(clock, HERE)
    open_at = AttemptCounter.objects.order_by("-open_at").first().open_at

    for _ in range(20):
        with pytest.raises(TooMany):
            begin_attempt(HERE)

    assert AttemptCounter.objects.order_by("-open_at").first().open_at == open_at


def test_success_starts_the_account_anew(clock):
    fail(HERE, 4)
    forgive_attempt(HERE)

    fail(HERE, 4)


def test_success_gives_the_network_only_one_attempt_back(clock):
    for number in range(60):
        begin_attempt(Attempt("password", network="n", account=f"{number}@demo.invalid"))
    own = Attempt("password", network="n", account="own@demo.invalid")
    begin_attempt(own)
    with pytest.raises(TooMany):
        begin_attempt(Attempt("password", network="n", account="next@demo.invalid"))

    forgive_attempt(own)

    begin_attempt(Attempt("password", network="n", account="next@demo.invalid"))
    with pytest.raises(TooMany):
        begin_attempt(Attempt("password", network="n", account="other@demo.invalid"))


@pytest.mark.parametrize(
    "other",
    [
        Attempt("second_factor", network=HERE.network, account=HERE.account),
        Attempt("password", network=HERE.network, account="b@demo.invalid"),
        # The owner's own browser is not kept out by strangers who guess.
        Attempt("password", network=HERE.network, account=HERE.account, device="known"),
        Attempt("invitation", network=HERE.network),
    ],
)
def test_counters_are_apart(clock, other):
    fail(HERE, 4)
    with pytest.raises(TooMany):
        begin_attempt(HERE)

    begin_attempt(other)


def test_account_counts_from_every_network_and_in_every_spelling(clock):
    for number in range(4):
        begin_attempt(Attempt("password", network=f"{number}", account="A@demo.invalid"))

    with pytest.raises(TooMany):
        begin_attempt(Attempt("password", network="9", account="a@demo.invalid"))


def test_a_day_without_failure_is_forgotten(clock):
    fail(HERE, 4)
    clock.shift(timedelta(days=1, seconds=1))

    fail(HERE, 3)
    clock.shift(timedelta(days=1, seconds=1))
    assert forget_old_attempts() == 2
    assert not AttemptCounter.objects.exists()


def test_nothing_stored_names_anybody(clock):
    begin_attempt(HERE)

    stored = " ".join(f"{row.key} {row}" for row in AttemptCounter.objects.all())
    assert "demo.invalid" not in stored
    assert "203.0.113" not in stored


@pytest.mark.django_db(transaction=True)
def test_many_guesses_at_once_are_all_counted(clock):
    results = at_once(*[partial(begin_attempt, HERE)] * 12)

    assert results.count(None) == 4
    assert sum(isinstance(each, TooMany) for each in results) == 8
