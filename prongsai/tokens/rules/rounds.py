"""When a round may be opened, and what a list of e-mail addresses may hold."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

# A round shorter than this could be tailored to one person.
LEAST_DAYS = 3
MOST_DAYS = 60
MOST_PEOPLE = 20_000
MOST_ROUNDS = 4
_EMAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]{1,180}\.[^@\s,;<>\".]{2,}")


def find_flaw(
    opens_on: date, closes_on: date, answers_from: date, *, today: date, answers_until: date
) -> str:
    """Return what is wrong with the days of a round as a short word; "" where nothing is."""
    if opens_on < today:
        return "past"
    days = (closes_on - opens_on).days + 1
    if not LEAST_DAYS <= days <= MOST_DAYS:
        return "length"
    if not opens_on <= answers_from <= answers_until:
        return "answers"
    return "late" if closes_on > answers_until else ""


def is_apart(closes_on: date, answers_from: date) -> bool:
    """Return whether nobody answers before the last token is given out: the safest choice."""
    return answers_from > closes_on


def get_first_safe_day(closes_on: date) -> date:
    return closes_on + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AddressList:
    """What was typed or uploaded: addresses in order, and lines that are none."""

    emails: tuple[str, ...]
    wrong: tuple[str, ...]


def read_addresses(text: str) -> AddressList:
    """Read one address per line, or parted by commas; each counts once, in lower case."""
    words = [word.strip().lower() for word in re.split(r"[\n,;]+", text)]
    given: Sequence[str] = [word for word in words if word]
    emails = dict.fromkeys(word for word in given if _EMAIL.fullmatch(word))
    wrong = dict.fromkeys(word for word in given if not _EMAIL.fullmatch(word))
    return AddressList(tuple(emails), tuple(wrong))
