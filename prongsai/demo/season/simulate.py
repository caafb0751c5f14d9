"""One whole season: honest answers, and in some agencies planted ones."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from prongsai.demo.season.honest import Nature, draw_answers, draw_natures
from prongsai.demo.season.plan import Plan, draw_plan
from prongsai.demo.season.shapes import Answers, Form
from prongsai.demo.season.stuffing import SHARES, STYLES, Plant, draw_orders, plant
from prongsai.demo.tree import Body

# So many agencies of a demo season are stuffed in one of their surveys.
STUFFED = 0.08


@dataclass(frozen=True, slots=True)
class Season:
    """The answers of a season by part, and what nobody but the file beside the database knows."""

    nature: Nature
    plan: Plan
    parts: dict[str, Answers]
    plants: list[Plant]


def simulate_season(
    forms: dict[str, Form],
    bodies: Sequence[Body],
    *,
    seed: int,
    stuffed: float = STUFFED,
    styles: Sequence[str] = tuple(STYLES),
    shares: Sequence[float] = SHARES,
) -> Season:
    """Draw a season; the same seed and bodies give the same season, to the byte."""
    chance = np.random.default_rng([seed, len(bodies)])
    nature, plan = draw_natures(chance, len(bodies)), draw_plan(chance, bodies)
    culprits = np.flatnonzero(chance.random(len(bodies)) < stuffed)
    plants = draw_orders(
        chance, culprits.tolist(), counts=plan.counts, styles=styles, shares=shares
    )
    parts = {}
    for part, form in forms.items():
        parts[part] = draw_answers(
            chance, form, nature=nature, counts=plan.counts[part], links=plan.links[part]
        )
        mine = [order for order in plants if order.part == part]
        plant(chance, parts[part], nature=nature, orders=mine)
    return Season(nature, plan, parts, plants)
