"""What may happen next to a case, and what has to be said."""

from datetime import date, timedelta

from prongsai.integrity.types import CaseState, Decision

LEAST_DAYS = 7
MOST_DAYS = 60
MOST_LETTERS = 4000


def may_ask(state: str | None) -> bool:
    """Return whether the agency may be asked: once, before anything was decided."""
    return state is None


def may_reply(state: str | None, *, reply_by: date | None, today: date) -> bool:
    """Return whether the agency may still reply."""
    return state == CaseState.ASKED and reply_by is not None and today <= reply_by


def may_decide(state: str | None, decision: str, *, reply_by: date | None, today: date) -> bool:
    """Return whether DECISION is open now: nothing bad for the agency before it was heard."""
    if state == CaseState.DECIDED:
        return False
    if decision == Decision.NO_ACTION:
        return True
    if state == CaseState.REPLIED:
        return True
    return state == CaseState.ASKED and reply_by is not None and today > reply_by


def is_deadline_fair(reply_by: date, *, today: date) -> bool:
    return today + timedelta(days=LEAST_DAYS) <= reply_by <= today + timedelta(days=MOST_DAYS)
