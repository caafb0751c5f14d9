"""The season that runs while the demo is looked at: set-ups, links, and three weeks of answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from django.db import transaction

from prongsai.core import clock
from prongsai.core.thai_dates import fiscal_year, fiscal_year_bounds
from prongsai.demo.figures import CONFIRMED, draw_steps, load_figures
from prongsai.demo.history import list_scored
from prongsai.demo.season.load import Term, replay
from prongsai.demo.season.plan import draw_plan
from prongsai.demo.season.shapes import read_forms
from prongsai.demo.season.simulate import simulate_season
from prongsai.demo.tree import Body
from prongsai.frameworks.gateways.packs import get_pack
from prongsai.headcounts.selectors.quotas import get_framework_name
from prongsai.surveys.services.progress import refresh_progress

# So many days of the season are past.
PAST = 24
# The calendar lets links be answered so much longer, whatever the day of the demo.
AHEAD = 120


def get_surveyed_days() -> tuple[date, date]:
    """Return the days on which the calendar of the demo has to let surveys be answered."""
    today = clock.today()
    first, last = fiscal_year_bounds(fiscal_year(today))
    return max(today - timedelta(days=PAST), first), min(today + timedelta(days=AHEAD), last)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to load: SHOWN are the agencies of the demo accounts; answers may be left out."""

    seed: int
    shown: tuple[str, ...]
    with_answers: bool = True


@transaction.atomic
def load_running(
    bodies: Sequence[Body], ids: Mapping[str, int], *, wanted: Wanted, say: Callable[[str], None]
) -> None:
    """Write set-ups of this year and, for those confirmed, links with the answers so far."""
    taking_part = list_scored(bodies)
    steps = draw_steps(taking_part, seed=wanted.seed, shown=wanted.shown)
    plan = draw_plan(np.random.default_rng([wanted.seed, 3]), taking_part)
    places = np.flatnonzero(np.array(steps) < CONFIRMED)
    surveyed = [taking_part[place] for place in places]
    framework = get_framework_name("tambon_body", fiscal_year(clock.today()))
    season = simulate_season(
        read_forms(get_pack(framework)), surveyed, seed=wanted.seed + 1, stuffed=0
    )
    headcounts = plan.headcount.copy()
    headcounts[places] = season.plan.headcount
    plans = list(zip(taking_part, headcounts.tolist(), steps, strict=True))
    load_figures(plans, ids, seed=wanted.seed, shown=wanted.shown[0])
    say(f"{len(plans)} set-ups, {len(surveyed)} of them confirmed")
    if wanted.with_answers:
        opens = clock.today() - timedelta(days=PAST)
        term = Term(framework, fiscal_year(clock.today()), opens, PAST)
        count = replay(season, surveyed, term=term, seed=wanted.seed + 1)
        say(f"{count} answers of {len(surveyed)} agencies in the running season")
    refresh_progress()
