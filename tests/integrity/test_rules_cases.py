"""Nothing bad is decided before the agency was heard or let the day pass."""

from datetime import date, timedelta

import pytest

from prongsai.integrity.rules.cases import is_deadline_fair, may_ask, may_decide, may_reply
from prongsai.integrity.types import CaseState, Decision

TODAY = date(2026, 6, 10)
LATER, EARLIER = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("state", "reply_by", "decision", "allowed"),
    [
        (None, None, Decision.NO_ACTION, True),
        (None, None, Decision.REFER, False),
        (None, None, Decision.DISCARD, False),
        (CaseState.ASKED, LATER, Decision.NO_ACTION, True),
        (CaseState.ASKED, LATER, Decision.DISCARD, False),
        (CaseState.ASKED, TODAY, Decision.DISCARD, False),
        (CaseState.ASKED, EARLIER, Decision.DISCARD, True),
        (CaseState.REPLIED, LATER, Decision.DISCARD, True),
        (CaseState.REPLIED, LATER, Decision.REFER, True),
        (CaseState.DECIDED, EARLIER, Decision.NO_ACTION, False),
    ],
)
def test_decisions_wait_for_the_agency(state, reply_by, decision, allowed):
    assert may_decide(state, decision, reply_by=reply_by, today=TODAY) is allowed


@pytest.mark.parametrize(
    ("state", "reply_by", "allowed"),
    [
        (None, None, False),
        (CaseState.ASKED, TODAY, True),
        (CaseState.ASKED, EARLIER, False),
        (CaseState.REPLIED, LATER, False),
    ],
)
def test_agency_replies_once_and_in_time(state, reply_by, allowed):
    assert may_reply(state, reply_by=reply_by, today=TODAY) is allowed


def test_agency_is_asked_once():
    assert may_ask(None)
    assert not may_ask(CaseState.ASKED)


@pytest.mark.parametrize(("days", "fair"), [(6, False), (7, True), (60, True), (61, False)])
def test_deadline_leaves_time(days, fair):
    assert is_deadline_fair(TODAY + timedelta(days=days), today=TODAY) is fair
