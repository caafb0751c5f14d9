"""Planted answers: the styles in which a season is stuffed, each at a known share."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from prongsai.demo.season.honest import (
    DAYS,
    Nature,
    draw_levels,
    draw_paces,
    leave_out,
)
from prongsai.demo.season.shapes import LEFT_OUT, Answers, Bytes, Ints

SHARES = (0.01, 0.02, 0.05, 0.10, 0.20)
# The style and the part in which it happens.
STYLES = {
    "identical": ("IIT", "EIT1"),
    "near": ("IIT", "EIT1"),
    "straight": ("IIT", "EIT1"),
    "polished": ("IIT", "EIT1"),
    "burst": ("EIT1",),
    "fast": ("IIT", "EIT1"),
    "flood": ("EIT1",),
    "coached": ("IIT",),
    "campaign": ("EIT1",),
}
# How much better than honest ones answers are that only mean to look honest.
LIFT = 0.7
TELLS = 0.35  # of those who were told what to answer, so many say so


@dataclass(frozen=True, slots=True)
class Plant:
    """What was planted in one part of one agency; SHARE is what was aimed at."""

    agency: int
    part: str
    style: str
    share: float
    count: int
    of: int


def plant(
    chance: np.random.Generator, answers: Answers, *, nature: Nature, orders: list[Plant]
) -> None:
    """Turn as many answers of each ordered agency into planted ones; the number stays."""
    starts = np.searchsorted(answers.agency, np.arange(len(nature.quality) + 1))
    for order in orders:
        start, end = starts[order.agency], starts[order.agency + 1]
        rows = np.sort(chance.choice(np.arange(start, end), order.count, replace=False))
        answers.planted[rows] = True
        _PLANTERS[order.style](chance, answers, rows.astype(np.int32), nature)


def count_planted(share: float, of: int) -> int:
    return max(1, round(share * of))


def draw_orders(
    chance: np.random.Generator,
    agencies: Iterable[int],
    *,
    counts: Mapping[str, Ints],
    styles: Sequence[str],
    shares: Sequence[float],
) -> list[Plant]:
    """Draw for each of AGENCIES a style, a part in which it happens, and a share."""
    orders = []
    for agency in agencies:
        style = styles[int(chance.integers(len(styles)))]
        part = STYLES[style][int(chance.integers(len(STYLES[style])))]
        share = shares[int(chance.integers(len(shares)))]
        of = int(counts[part][agency])
        orders.append(Plant(int(agency), part, style, share, count_planted(share, of), of))
    return orders


def _better(chance: np.random.Generator, answers: Answers, rows: Ints, nature: Nature) -> Bytes:
    """Draw answers that look honest and are too good."""
    own = answers.agency[rows]
    levels = draw_levels(chance, answers.form, nature=nature, agency=own, lift=LIFT)
    return answers.form.to_choices(levels)


def _template(chance: np.random.Generator, answers: Answers) -> Bytes:
    """Draw one sheet that is good but not perfect: nobody who cheats with care hands in that."""
    ranks = answers.form.ranks
    levels = np.array([len(each) - 1 for each in ranks])
    scales = np.flatnonzero(levels > 1)
    lower = chance.choice(scales, int(chance.integers(2, min(4, len(scales)) + 1)), replace=False)
    levels[lower] -= 1
    sheet: Bytes = answers.form.to_choices(levels[None, :].astype(np.uint8))[0]
    return sheet


def _identical(chance: np.random.Generator, answers: Answers, rows: Ints, nature: Nature) -> None:
    answers.answers[rows] = _template(chance, answers)


def _near(chance: np.random.Generator, answers: Answers, rows: Ints, nature: Nature) -> None:
    """Copy one sheet and move one or two answers of each copy by a step."""
    answers.answers[rows] = _template(chance, answers)
    last = np.array([len(ranks) - 1 for ranks in answers.form.ranks])
    scales = np.flatnonzero(last > 1)
    for row in rows:
        for at in chance.choice(scales, int(chance.integers(1, 3)), replace=False):
            step = int(answers.answers[row, at]) + int(chance.choice((-1, 1)))
            answers.answers[row, at] = min(max(step, 0), last[at])


def _straight(chance: np.random.Generator, answers: Answers, rows: Ints, nature: Nature) -> None:
    answers.answers[rows] = answers.form.best


def _polished(chance: np.random.Generator, answers: Answers, rows: Ints, nature: Nature) -> None:
    """Perfect but for up to two answers a step lower, others on every sheet."""
    levels = np.array([[len(ranks) - 1 for ranks in answers.form.ranks]] * len(rows), np.uint8)
    scales = np.flatnonzero(levels[0] > 1)
    for sheet in levels:
        sheet[chance.choice(scales, int(chance.integers(0, 3)), replace=False)] -= 1
    answers.answers[rows] = answers.form.to_choices(levels)


def _burst(chance: np.random.Generator, answers: Answers, rows: Ints, nature: Nature) -> None:
    answers.answers[rows] = leave_out(chance, _better(chance, answers, rows, nature))
    answers.day[rows] = chance.integers(3, DAYS - 10)


def _fast(chance: np.random.Generator, answers: Answers, rows: Ints, nature: Nature) -> None:
    answers.answers[rows] = _better(chance, answers, rows, nature)
    answers.kind[rows] = 0
    answers.pace[rows] = draw_paces(
        chance, answers.form.part, len(rows), is_paper=np.zeros(len(rows), bool), faster=0.12
    )


def _flood(chance: np.random.Generator, answers: Answers, rows: Ints, nature: Nature) -> None:
    answers.answers[rows] = _better(chance, answers, rows, nature)
    days = chance.choice(DAYS, 2, replace=False)
    answers.day[rows] = chance.choice(days, len(rows))
    answers.kind[rows] = 0
    answers.shared[rows] = True


def _coached(chance: np.random.Generator, answers: Answers, rows: Ints, nature: Nature) -> None:
    """Real staff, real days, but told what to answer; some say so in the private question."""
    answers.answers[rows] = _better(chance, answers, rows, nature)
    dice = chance.random(len(rows))
    told = np.where(dice < TELLS, 1, np.where(dice < 0.55, LEFT_OUT, 0))
    answers.told[rows] = told.astype(np.uint8)


def _campaign(chance: np.random.Generator, answers: Answers, rows: Ints, nature: Nature) -> None:
    """Everything at once: copies with changes, quickly, in two days, from one network."""
    _fast(chance, answers, rows, nature)
    _near(chance, answers, rows, nature)
    days = chance.choice(DAYS, 2, replace=False)
    answers.day[rows] = chance.choice(days, len(rows))
    answers.shared[rows] = True


_PLANTERS: dict[str, Callable[[np.random.Generator, Answers, Ints, Nature], None]] = {
    "identical": _identical,
    "near": _near,
    "straight": _straight,
    "polished": _polished,
    "burst": _burst,
    "fast": _fast,
    "flood": _flood,
    "coached": _coached,
    "campaign": _campaign,
}
