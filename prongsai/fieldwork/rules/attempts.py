"""Attempts: what a device may say of them, and what becomes of their case."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from prongsai.fieldwork.types import COMPLETE_FROM, FINAL, Disposition
from prongsai.surveys.rules.envelopes import LEFT_OUT

_APPOINTMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


def read_appointment(text: str) -> str:
    """Return day and minute as they are stored, or nothing: it is no place for other words."""
    try:
        return text if _APPOINTMENT.fullmatch(text) and datetime.fromisoformat(text) else ""
    except ValueError:
        return ""


def get_next_state(state: str, said: str) -> Disposition:
    """Return how a case stands after SAID; an interview that was had is never taken back."""
    is_kept = state == Disposition.COMPLETE or (state in FINAL and said not in FINAL)
    return Disposition(state if is_kept else said)


def fit_day(day: date, *, first: date, today: date) -> date:
    """Return the nearest day that can be: the clock of a device may be wrong."""
    return min(max(day, first), today)


def is_partial(answers: Sequence[int]) -> bool:
    """Tell whether so few questions were answered that the interview is partial."""
    return sum(choice != LEFT_OUT for choice in answers) < COMPLETE_FROM * len(answers)
