"""Which figures cannot be, and which deserve a question."""

from collections.abc import Iterator

from prongsai.headcounts.types import Confirmed, Doubt, Given, VersionView

MOST_PEOPLE = 300_000
MOST_CONTACTS = 100_000_000
# A change by this share and by this many people is asked about.
SHARE, STEP = 0.3, 5
CONTACTS_SHARE, CONTACTS_STEP = 0.5, 50
# Fewer staff than any local body has.
TINY = 5


def find_fault(given: Given) -> tuple[str, str] | None:
    """Return (field, code) of the first thing that cannot be, or None."""
    if not 0 < given.headcount <= MOST_PEOPLE:
        return "headcount", "headcount_range"
    if any(number < 0 for number in given.divisions.values()):
        return "headcount", "division_negative"
    if sum(given.divisions.values()) > given.headcount:
        return "headcount", "divisions_over"
    if any(number < 0 or not label for label, number in given.services):
        return "services", "service_incomplete"
    labels = [label.casefold() for label, _number in given.services]
    if len(labels) != len(set(labels)):
        return "services", "service_twice"
    if given.contacts > MOST_CONTACTS:
        return "services", "contacts_range"
    return None


def list_doubts(given: Given, before: VersionView | Confirmed | None) -> Iterator[Doubt]:
    """Yield the questions that these figures raise, beside those of the year before."""
    if before and _is_far(before.headcount, given.headcount, share=SHARE, step=STEP):
        facts = {"before": before.headcount, "now": given.headcount}
        yield Doubt("headcount_last_year", facts)
    if not before and given.headcount < TINY:
        yield Doubt("headcount_tiny", {"now": given.headcount})
    known = sum(given.divisions.values())
    if given.divisions and known < given.headcount:
        yield Doubt("divisions_short", {"sum": known, "now": given.headcount})
    if before and _is_far(
        before.contacts, given.contacts, share=CONTACTS_SHARE, step=CONTACTS_STEP
    ):
        facts = {"before": before.contacts, "now": given.contacts}
        yield Doubt("contacts_last_year", facts)
    elif not given.contacts:
        yield Doubt("contacts_none")


def _is_far(before: int, now: int, *, share: float, step: int) -> bool:
    return abs(now - before) >= step and abs(now - before) >= share * max(before, 1)
