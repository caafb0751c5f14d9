"""Waits grow from nothing to a block, and never further; networks are known, addresses are not."""

from datetime import timedelta

import pytest

from prongsai.accounts.rules.throttle import POLICIES, Policy, get_wait

POLICY = Policy(3, timedelta(seconds=2), 8, timedelta(minutes=15))


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (1, 0), (3, 0), (4, 2), (5, 4), (6, 8), (7, 16), (8, 900), (9, 900), (5000, 900)],
)
def test_get_wait_delays_before_it_blocks(failures, seconds):
    assert get_wait(POLICY, failures) == timedelta(seconds=seconds)


@pytest.mark.parametrize("policy", [p for kinds in POLICIES.values() for p in kinds.values()])
def test_no_policy_ever_waits_longer_than_its_block(policy):
    waits = [get_wait(policy, failures) for failures in range(200)]

    assert max(waits) == policy.block <= timedelta(minutes=30)
    assert waits == sorted(waits)
    assert any(timedelta() < wait < policy.block for wait in waits)
