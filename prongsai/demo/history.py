"""Finished years of the invented bodies, scored by the engine from invented indicators."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from prongsai.core.thai_dates import fiscal_year
from prongsai.demo.tree import Body
from prongsai.frameworks.gateways.packs import get_pack
from prongsai.results.types import NewResult
from prongsai.scoring.payload import AgencyReader
from prongsai.scoring.report import describe_score
from prongsai.scoring.run import score_agency

LATEST_PACK = 2569

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


def score_year(bodies: Sequence[Body], *, seed: int, year: int) -> Iterator[Mapping[str, Any]]:
    """Yield the engine's result of one finished year for every body."""
    framework = get_pack(f"nacc-general-{year}")
    reader = AgencyReader(framework)
    for number, row in enumerate(draw_year(bodies, seed=seed, year=year)):
        given = reader.read_agency(row, f"agencies[{number}]")
        yield describe_score(score_agency(framework, given))


def list_results(
    bodies: Sequence[Body], ids: Mapping[str, int], *, seed: int, years: Sequence[int]
) -> Iterator[NewResult]:
    """Yield the published results of the finished years."""
    scored = list_scored(bodies)
    for year in years:
        for row in score_year(scored, seed=seed, year=year):
            yield NewResult(
                unit_id=ids[row["code"]],
                fiscal_year=year,
                framework=f"nacc-general-{year}",
                total=Decimal(row["total"]),
                level=row["level"]["code"],
                instruments={code: part["score"] for code, part in row["instruments"].items()},
                indicators=row["indicators"],
                source="prongsai demo",
            )


def list_finished_years(today: date) -> list[int]:
    """Return the last two years that have a framework and are over on TODAY."""
    last = min(fiscal_year(today) - 1, LATEST_PACK)
    return [last - 1, last]
