"""An actor is one person under one grant at a time."""

from dataclasses import FrozenInstanceError

import pytest

from prongsai.core.actor import NOBODY, SYSTEM, Actor, Grant

ADMIN = Grant(id=1, role="agency_admin", unit_id=7)
CHIEF = Grant(id=2, role="district_chief", unit_id=3)


def test_actor_under_another_grant_is_another_actor():
    somebody = Actor(user_id=5, name="สมมติ ใจดี", grants=(ADMIN, CHIEF), acting=ADMIN)
    other = somebody.under(CHIEF)

    assert (somebody.role, somebody.unit_id) == ("agency_admin", 7)
    assert (other.role, other.unit_id, other.user_id) == ("district_chief", 3, 5)


def test_actor_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        NOBODY.acting = ADMIN


def test_nobody_and_system_are_no_persons():
    assert not NOBODY.is_known
    assert NOBODY.role is None
    assert NOBODY.unit_id is None
    assert not SYSTEM.is_known
    assert SYSTEM.role == "system"
