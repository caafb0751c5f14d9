"""A round of blind-signed tokens in the demo: one agency whose staff sign in to get theirs."""

from datetime import timedelta

from prongsai.core import clock
from prongsai.core.actor import SYSTEM
from prongsai.core.thai_dates import fiscal_year
from prongsai.demo.people import DOMAIN
from prongsai.tokens.services.members import add_members
from prongsai.tokens.services.rounds import open_round
from prongsai.tokens.types import RoundSpec

PEOPLE = 24
# Shorter than what is left of the season, so that the round ends before the answers do.
LASTS = timedelta(days=29)


def load_round(unit_id: int, *, code: str) -> int:
    """Invite the invented staff of an agency into a round that is open now; return how many."""
    today = clock.today()
    year = fiscal_year(today)
    people = "\n".join(f"staff{at:02}.{code.lower()}@{DOMAIN}" for at in range(1, PEOPLE + 1))
    count = add_members(SYSTEM, unit_id=unit_id, fiscal_year=year, text=people)
    # Who looks at the demo answers at once: a real agency would wait until the round is over.
    open_round(SYSTEM, spec=RoundSpec(unit_id, year, today, today + LASTS, today))
    return count
