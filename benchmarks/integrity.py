"""What the integrity report finds and how often it errs, on simulated seasons.

script/bench integrity [--agencies N] [--seasons N] [--limits N] [--honest] [--json]

Honest seasons give the false alarms. In the others every tenth agency is stuffed, in one style and
at one share. Precision is told for countries in which 1, 5 and 10 per cent of agencies cheat so:
it joins what was found to the false alarms of the honest seasons. Intervals are of 95 per cent.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import numpy as np

from prongsai.demo.names import Name
from prongsai.demo.season import honest
from prongsai.demo.season.honest import DAYS
from prongsai.demo.season.shapes import Answers, read_forms
from prongsai.demo.season.simulate import Season, simulate_season
from prongsai.demo.season.stuffing import SHARES, STYLES, Plant
from prongsai.demo.tree import Body
from prongsai.frameworks.gateways.packs import get_pack
from prongsai.integrity.gateways import read_thresholds
from prongsai.integrity.rules.chances import get_lower_bound
from prongsai.integrity.rules.columns import Columns, Links
from prongsai.integrity.rules.evidence import Sign
from prongsai.integrity.rules.report import Flags, list_signs, pick_flags
from prongsai.integrity.types import Thresholds
from prongsai.surveys.rules.networks import LEAST, STEP

FRAMEWORK = "nacc-general-2569"
STUFFED = 0.1
# Limits were chosen on other seeds than these.
SEED = 9000
# From so many planted sheets on a group is counted apart: shares alone hide how few they are.
LARGE = 20
# Shares of agencies that cheat, for which precision is told.
BASES = (0.01, 0.05, 0.1)
Bars = dict[tuple[str, str], float]
# What a nation is made of.
CLASSES = {"tambon_body": 64, "tambon_town": 27, "town": 3, "department": 3, "university": 3}


@dataclass(slots=True)
class Cell:
    """What was found among agencies that were stuffed in one style at one share."""

    surveys: int = 0
    planted: list[int] = field(default_factory=list)
    found: int = 0
    large: int = 0
    large_found: int = 0
    traced: int = 0
    by_flag: Counter[str] = field(default_factory=Counter)
    # What each sign alone would find if it might flag one honest survey in a hundred.
    reach: Counter[str] = field(default_factory=Counter)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--agencies", type=int, default=2500, help="agencies of each season")
    parser.add_argument("--seasons", type=int, default=5, help="honest ones, and of each cell")
    parser.add_argument("--seed", type=int, default=SEED, help="of the first season")
    parser.add_argument("--styles", nargs="+", default=STYLES, choices=STYLES)
    parser.add_argument("--shares", type=float, nargs="+", default=SHARES, help="that are planted")
    parser.add_argument("--limits", type=int, help="version of the limits, else the newest")
    parser.add_argument("--honest", action="store_true", help="honest seasons only")
    parser.add_argument("--rough", action="store_true", help="people differ twice as much")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    bodies, limits = make_bodies(options.agencies), read_thresholds(options.limits)
    if options.rough:
        honest.SPREAD_OWN, honest.HABIT_BESIDE = 2 * honest.SPREAD_OWN, 2 * honest.HABIT_BESIDE
    quiet, bars = measure_honest(bodies, limits, seasons=options.seasons, seed=options.seed)
    rows = [] if options.honest else list_rows(bodies, limits, options, quiet, bars)
    if options.json:
        json.dump({"honest": quiet, "stuffed": list(rows)}, sys.stdout)
        return
    show_honest(quiet, limits)
    if not options.honest:
        show_rows(rows)


def list_rows(
    bodies: Sequence[Body],
    limits: Thresholds,
    options: argparse.Namespace,
    quiet: dict[str, Any],
    bars: Bars,
) -> Iterator[dict[str, Any]]:
    """Yield one row for every style and share, each from seasons of its own."""
    forms = read_forms(get_pack(FRAMEWORK))
    rate = quiet["flagged_agencies"], quiet["agencies"]
    seed = options.seed + 1000
    for style, share in ((style, share) for style in options.styles for share in options.shares):
        cell = Cell()
        for _ in range(options.seasons):
            season = simulate_season(
                forms, bodies, seed=seed, stuffed=STUFFED, styles=[style], shares=[share]
            )
            add_season(cell, season, limits, bars)
            seed += 1
        yield describe(style, share, cell, rate)


def make_bodies(count: int) -> list[Body]:
    kinds = Random(1).choices(list(CLASSES), list(CLASSES.values()), k=count)  # noqa: S311
    return [Body(f"X{at}", Name("", ""), kind) for at, kind in enumerate(kinds)]


def measure_honest(
    bodies: Sequence[Body], limits: Thresholds, *, seasons: int, seed: int
) -> tuple[dict[str, Any], Bars]:
    """Count the flags of seasons in which nobody cheated; return where each last 1 % begins."""
    flags: Counter[str] = Counter()
    measures: dict[tuple[str, str], list[np.ndarray]] = {}
    flagged = clean = 0
    forms = read_forms(get_pack(FRAMEWORK))
    for number in range(seasons):
        parts = to_columns(simulate_season(forms, bodies, seed=seed + number, stuffed=0))
        signs, found = examine(parts, limits, parts)
        touched: set[int] = set()
        for part, of_part in found.items():
            flagged += len(of_part)
            touched |= set(of_part)
            flags.update(f"{part} {flag.code}" for each in of_part.values() for flag in each)
            for code, measure in list_measures(parts[part], signs[part], limits):
                measures.setdefault((part, code), []).append(measure)
        clean += len(touched)
    bars = {key: float(np.quantile(np.concatenate(each), 0.99)) for key, each in measures.items()}
    return {
        "flagged": flagged,
        "agencies": len(bodies) * seasons,
        "flagged_agencies": clean,
        "interval": get_interval(clean, len(bodies) * seasons),
        "by_flag": dict(sorted(flags.items())),
    }, bars


def examine(
    parts: dict[str, Columns], limits: Thresholds, wanted: Iterable[str]
) -> tuple[dict[str, list[Sign]], dict[str, Flags]]:
    """Return what is measured and what is flagged, as the report does."""
    signs = {part: list_signs(parts[part], parts, limits) for part in wanted}
    return signs, {part: pick_flags(signs[part], parts[part], limits) for part in signs}


def list_measures(
    columns: Columns, signs: Sequence[Sign], limits: Thresholds
) -> Iterator[tuple[str, np.ndarray]]:
    """Yield how odd each agency is; the least number of sheets of a limit is no part of that."""
    enough = columns.respondents >= limits["least_respondents"]
    for sign in signs:
        measure = sign.measure if sign.surprise is None else sign.surprise
        yield sign.code.value, np.where(enough, measure, 0)


def add_season(cell: Cell, season: Season, limits: Thresholds, bars: Bars) -> None:
    """Compare what was planted with what was found."""
    parts, touched = to_columns(season), {plant.part for plant in season.plants}
    signs, found = examine(parts, limits, touched)
    measures = {part: dict(list_measures(parts[part], signs[part], limits)) for part in touched}
    for plant in season.plants:
        flags = {flag.code for flag in found[plant.part].get(plant.agency, [])}
        cell.surveys += 1
        cell.planted.append(plant.count)
        cell.found += bool(flags)
        cell.large += plant.count >= LARGE
        cell.large_found += plant.count >= LARGE and bool(flags)
        cell.by_flag.update(flags)
        cell.traced += leaves_trace(season, plant)
        cell.reach.update(
            code
            for code, measure in measures[plant.part].items()
            if measure[plant.agency] > max(bars[plant.part, code], 0)
        )


def leaves_trace(season: Season, plant: Plant) -> bool:
    """Return whether any day has enough planted answers for a count of networks to be kept."""
    answers = season.parts[plant.part]
    days = answers.day[answers.planted & (answers.agency == plant.agency)]
    return int(np.bincount(days).max()) >= LEAST


def describe(style: str, share: float, cell: Cell, rate: tuple[int, int]) -> dict[str, Any]:
    """Return one row: RATE is how many honest agencies are flagged, of how many."""
    count = cell.surveys
    code, best = max(cell.reach.items(), key=lambda each: each[1], default=("", 0))
    return {
        "style": style,
        "share": share,
        "planted_median": float(np.median(cell.planted)),
        "recall": cell.found / count,
        "interval": get_interval(cell.found, count),
        "large": cell.large,
        "large_recall": cell.large_found / max(cell.large, 1),
        "precision": {
            f"{base:.0%}": get_precision((cell.found, count), rate, base) for base in BASES
        },
        "reach": [code, best / count],
        "traced": cell.traced / count,
        "by_flag": {code: each / count for code, each in sorted(cell.by_flag.items())},
    }


def get_precision(
    hits: tuple[int, int], rate: tuple[int, int], base: float
) -> tuple[float, float, float]:
    """Return precision where BASE of the agencies cheat in this way, and its bounds."""

    def divide(right: float, wrong: float) -> float:
        return base * right / max(base * right + (1 - base) * wrong, 1e-9)

    (least, most), (low, high) = get_interval(*hits), get_interval(*rate)
    return divide(hits[0] / hits[1], rate[0] / rate[1]), divide(least, high), divide(most, low)


def get_interval(counted: int, of: int) -> tuple[float, float]:
    """Return Wilson's interval of 95 per cent."""
    low, rest = get_lower_bound(np.array([counted, of - counted]), np.array([of, of])).tolist()
    return low, 1 - rest


def to_columns(season: Season) -> dict[str, Columns]:
    """Return a simulated season as the report reads a real one."""
    agencies = len(season.nature.quality)
    return {
        part: Columns(
            part=part,
            ranks=answers.form.ranks,
            agencies=agencies,
            agency=answers.agency.astype(np.int64),
            answers=answers.answers,
            told=answers.told,
            pace=answers.pace,
            days=count_days(answers, agencies, np.ones(len(answers), bool)),
            links=list_links(answers, agencies) if part == "EIT1" else None,
        )
        for part, answers in season.parts.items()
    }


def count_days(answers: Answers, agencies: int, rows: np.ndarray) -> np.ndarray:
    keys = answers.agency[rows].astype(np.int64) * DAYS + answers.day[rows]
    return np.bincount(keys, minlength=agencies * DAYS).reshape(agencies, DAYS)


def list_links(answers: Answers, agencies: int) -> Links:
    by_link = answers.kind == 0
    most = count_days(answers, agencies, by_link & answers.shared)
    most = np.where(most >= LEAST, most // STEP * STEP, 0)
    of_day = count_days(answers, agencies, by_link)
    return Links(np.repeat(np.arange(agencies), DAYS), of_day.ravel(), most.ravel())


def show_honest(quiet: dict[str, Any], limits: Thresholds) -> None:
    say, (low, high) = sys.stdout.write, quiet["interval"]
    say(f"Limits {limits.version}. Honest: {quiet['flagged_agencies']} of {quiet['agencies']}")
    say(f" agencies flagged ({low:.2%} to {high:.2%}), in {quiet['flagged']} surveys\n")
    for name, count in quiet["by_flag"].items():
        say(f"  {name:16} {count}\n")


def show_rows(rows: Iterable[dict[str, Any]]) -> None:
    """Print the table of docs/integrity.md as it comes, in per cent."""
    say = sys.stdout.write
    say("\n| Style | Share | Planted | Found | of 20+ |")
    say("".join(f" Precision at {base:.0%} |" for base in BASES))
    say(" 1 in 100 | Traced | By flag |\n")
    for row in rows:
        cells = [
            row["style"],
            f"{100 * row['share']:.0f}",
            f"{row['planted_median']:.0f}",
            write(row["recall"], *row["interval"]),
            f"{100 * row['large_recall']:.0f} ({row['large']})" if row["large"] else "–",
            *(write(*each) for each in row["precision"].values()),
            f"{100 * row['reach'][1]:.0f} {row['reach'][0]}",
            f"{100 * row['traced']:.0f}",
            ", ".join(f"{code} {100 * each:.0f}" for code, each in row["by_flag"].items()),
        ]
        say("| " + " | ".join(cells) + " |\n")
        sys.stdout.flush()


def write(middle: float, low: float, high: float) -> str:
    return f"{100 * middle:.0f} ({100 * low:.0f}–{100 * high:.0f})"


if __name__ == "__main__":
    main()
