"""How many people each body is asked about, and by which links."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from prongsai.demo.season.shapes import Floats, Ints
from prongsai.demo.tree import Body

# The whole nation gives so many answers; a province its share.
NATION_ANSWERS = 1_350_000
NATION_BODIES = 8_239

# Median headcount and median number of visitors' answers by class; spread of the logarithm 0.5.
SIZES = {
    "tambon_body": (42, 62),
    "tambon_town": (64, 78),
    "town": (190, 150),
    "city": (620, 400),
    "provincial_body": (420, 320),
    "department": (1100, 420),
    "university": (1500, 430),
    "state_enterprise": (1300, 430),
    "public_organisation": (160, 160),
    "independent_body": (900, 400),
    "court": (700, 400),
}
DEFAULT = (120, 120)


@dataclass(frozen=True, slots=True)
class Plan:
    """For every body: people who count as staff, answers of each part, share that comes by link."""

    headcount: Ints
    counts: dict[str, Ints]
    links: dict[str, Floats]


def draw_plan(chance: np.random.Generator, bodies: Sequence[Body]) -> Plan:
    """Draw a plan whose answers are the bodies' share of a nation's."""
    medians = np.array([SIZES.get(body.unit_class, DEFAULT) for body in bodies], float)
    size = np.exp(chance.normal(0, 0.45, len(bodies)))
    headcount = np.maximum(8, np.rint(medians[:, 0] * size)).astype(np.int32)
    internal = np.minimum(
        headcount, np.maximum(30, headcount * chance.uniform(0.3, 0.95, len(bodies)))
    )
    internal = np.minimum(internal, 400)
    external = medians[:, 1] * size**0.5 * chance.uniform(0.8, 1.6, len(bodies))
    phone = np.maximum(10, external * 0.16)
    wanted = NATION_ANSWERS * len(bodies) / NATION_BODIES
    external *= max(0.3, (wanted - internal.sum() - phone.sum()) / external.sum())
    has_counter = chance.random(len(bodies)) < 0.6
    counter = np.where(has_counter, chance.uniform(0.05, 0.5, len(bodies)), 0)
    every = np.ones(len(bodies), np.float32)
    return Plan(
        headcount=headcount,
        counts={
            "IIT": np.rint(internal).astype(np.int32),
            "EIT1": np.rint(external).astype(np.int32),
            "EIT2": np.rint(phone).astype(np.int32),
        },
        links={
            "IIT": every,
            "EIT1": (1 - counter).astype(np.float32),
            "EIT2": every * 0,
        },
    )
