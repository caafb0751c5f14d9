"""Finished years of the invented bodies, scored by the engine from invented indicators."""

from collections.abc import Iterator, Mapping, Sequence
from random import Random

from prongsai.demo.tree import Body

# Real places keep no invented scores: only bodies whose names are invented are given any.
REAL = frozenset({"ministry", "province", "district", "bangkok", "pattaya", "provincial_office"})


def list_scored(bodies: Sequence[Body]) -> list[Body]:
    """Return the bodies that took part in past years."""
    return [body for body in bodies if body.unit_class not in REAL]


def draw_indicators(random: Random, *, strength: float) -> Mapping[str, str]:
    """Draw ten indicator scores as seasons show them: near the top, disclosure spread widest."""
    scores = {}
    for number in range(1, 11):
        centre = (96, 95, 97, 94, 93, 92, 90, 91, 94, 90)[number - 1]
        spread = 2.5 if number <= 5 else 4 if number <= 8 else 9
        score = centre + strength * spread + random.gauss(0, spread / 2)
        hundredths = round(min(max(score, 20), 100) * 100)
        scores[str(number)] = f"{hundredths // 100}.{hundredths % 100:02}"
    return scores


def draw_year(bodies: Sequence[Body], *, seed: int, year: int) -> Iterator[dict[str, object]]:
    """Yield one agency of the score file per body; the same body stays strong or weak."""
    for body in bodies:
        nature = Random(f"{seed}/{body.code}")  # noqa: S311 - a simulation
        luck = Random(f"{seed}/{body.code}/{year}")  # noqa: S311 - a simulation
        strength = nature.gauss(-0.4, 1.1) + 0.25 * (year - 2568) + luck.gauss(0, 0.3)
        yield {"code": body.code, "indicators": draw_indicators(luck, strength=strength)}
