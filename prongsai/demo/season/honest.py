"""Honest answers: agencies near the ceiling, people with moods and habits, days with rushes."""

from dataclasses import dataclass

import numpy as np

from prongsai.demo.season.shapes import LEFT_OUT, Answers, Bytes, Floats, Form, Ints

DAYS = 61
# How people answer, in steps of a six-step scale.
SPREAD_PEOPLE = 0.65
SPREAD_LINES = 0.6
SPREAD_OWN = 0.14  # how far the lines of one agency lie from those of others
HABIT_YES = 0.03  # agrees with whatever is said, also where that is the bad answer
HABIT_SAME = 0.015  # the same choice from top to bottom
HABIT_BESIDE = 0.015  # the same as the neighbour
MISSING = 0.004
SKIPPERS = 0.02
NO_SCRIPT = 0.12
REFUSES_TOLD = 0.08
TOLD_HONEST = 0.012
HURRIED = 0.2  # of the usual time
LENT = 0.05
# Seconds: median and spread of the logarithm, by part; the bounds of the classes of the form.
SECONDS = {"IIT": (170.0, 0.62), "EIT1": (115.0, 0.62), "EIT2": (260.0, 0.4)}
BOUNDS = np.array([30, 60, 120, 300], np.float32)


@dataclass(frozen=True, slots=True)
class Nature:
    """What stays the same of every agency over a season."""

    quality: Floats  # how far the typical answer lies from the best choice
    meeting: Floats  # share of staff who answer on the day of a meeting
    event: Floats  # share of visitors who answer on one service day
    lumps: Floats  # small = the answers come in few days
    roof: Floats  # share of the busiest network among link answers
    lent: Bytes  # whether visitors of the service day use the network of the office
    content: Floats  # share of people who tick the best of everything without a second thought
    mood: Floats  # how far people differ from each other, in steps
    hurry: Floats  # share of people who click through without reading
    advised: Floats  # share of people who were told, or think so, without any campaign


def draw_natures(chance: np.random.Generator, count: int) -> Nature:
    """Draw agencies: most of them between 85 and 99, a tail below."""
    meeting = np.where(chance.random(count) < 0.35, chance.uniform(0.4, 0.9, count), 0.0)
    event = np.where(chance.random(count) < 0.12, chance.uniform(0.1, 0.35, count), 0.0)
    return Nature(
        quality=(0.55 - chance.gamma(2.0, 0.26, count)).astype(np.float32),
        meeting=meeting.astype(np.float32),
        event=event.astype(np.float32),
        lumps=chance.uniform(0.6, 3.0, count).astype(np.float32),
        roof=chance.beta(2.0, 14.0, count).astype(np.float32),
        lent=(chance.random(count) < LENT).astype(np.uint8),
        content=chance.beta(1.2, 16.0, count).astype(np.float32),
        mood=(SPREAD_PEOPLE * np.exp(chance.normal(0, 0.15, count))).astype(np.float32),
        hurry=chance.beta(1.0, 65.0, count).astype(np.float32),
        advised=(TOLD_HONEST * chance.gamma(2.0, 0.5, count)).astype(np.float32),
    )


def draw_answers(
    chance: np.random.Generator, form: Form, *, nature: Nature, counts: Ints, links: Floats
) -> Answers:
    """Draw COUNTS honest answers for each agency; LINKS is the share that comes by link."""
    agency = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    levels = draw_levels(chance, form, nature=nature, agency=agency)
    answers = add_habits(chance, form, form.to_choices(levels))
    answers[chance.random(len(agency)) < nature.content[agency]] = form.best
    answers = leave_out(chance, sit_together(chance, answers, agency))
    size = len(agency)
    told = np.full(size, 0, np.uint8)
    dice = chance.random(size)
    told[dice < nature.advised[agency]] = 1
    told[dice > 1 - REFUSES_TOLD] = LEFT_OUT
    by_link = chance.random(size) < links[agency]
    kind = np.where(by_link, 0, 2 if form.part == "EIT2" else 1).astype(np.uint8)
    day, crowd = draw_days(chance, form.part, nature=nature, counts=counts)
    roof = np.where(crowd & (nature.lent[agency] > 0), 0.8, nature.roof[agency])
    shared = by_link & (chance.random(size) < (roof if form.part != "IIT" else 0.9))
    return Answers(
        form=form,
        agency=agency,
        answers=answers,
        told=told,
        pace=draw_paces(
            chance,
            form.part,
            size,
            is_paper=~by_link,
            faster=np.where(chance.random(size) < nature.hurry[agency], HURRIED, 1.0),
        ),
        day=day,
        kind=kind,
        shared=shared,
        planted=np.zeros(size, bool),
    )


def draw_levels(
    chance: np.random.Generator, form: Form, *, nature: Nature, agency: Ints, lift: float = 0.0
) -> Bytes:
    """Draw levels: agency + line + agency's line + person + chance, cut off at the best choice."""
    size, lines = len(agency), len(form.ranks)
    easy = chance.normal(0, 0.15, lines).astype(np.float32)
    own = chance.normal(0, SPREAD_OWN, (len(nature.quality), lines)).astype(np.float32)
    person = chance.standard_normal(size, np.float32) * nature.mood[agency]
    levels = np.empty((size, lines), np.uint8)
    for at, ranks in enumerate(form.ranks):
        top = len(ranks) - 1
        latent = nature.quality[agency] + own[agency, at] + easy[at] + person + np.float32(lift)
        latent += chance.standard_normal(size, np.float32) * np.float32(SPREAD_LINES)
        if top == 1:
            levels[:, at] = latent > -1.7
        else:
            levels[:, at] = np.clip(np.rint(top + latent * top / 5), 0, top)
    return levels


def add_habits(chance: np.random.Generator, form: Form, answers: Bytes) -> Bytes:
    """Let a few agree with everything, and a few tick one column: honest, and not careful."""
    size = len(answers)
    dice = chance.random(size)
    last = np.array([len(ranks) - 1 for ranks in form.ranks])
    yes = dice < HABIT_YES
    push = chance.integers(0, 3, (np.count_nonzero(yes), len(last)))
    pushed = answers[yes] + np.where(form.reversed, np.minimum(push, 1), 0)
    answers[yes] = np.minimum(pushed, last)
    same = dice > 1 - HABIT_SAME
    column = chance.integers(3, 6, int(same.sum()))
    answers[same] = np.minimum(column[:, None], last)
    return answers


def sit_together(chance: np.random.Generator, answers: Bytes, agency: Ints) -> Bytes:
    """Let a few tick the same as the person beside them: couples, a helped neighbour."""
    beside = np.flatnonzero(chance.random(len(answers)) < HABIT_BESIDE)
    beside = beside[(beside > 0) & (agency[beside] == agency[beside - 1])]
    answers[beside] = answers[beside - 1]
    return answers


def leave_out(chance: np.random.Generator, answers: Bytes) -> Bytes:
    """Blank single answers, and several of a few people."""
    size, lines = answers.shape
    gone = chance.random(answers.shape, np.float32) < MISSING
    skippers = chance.random(size) < SKIPPERS
    gone[skippers] |= chance.random((np.count_nonzero(skippers), lines)) < 0.25
    gone[gone.all(axis=1), 0] = False
    answers[gone] = LEFT_OUT
    return answers


def draw_paces(
    chance: np.random.Generator,
    part: str,
    size: int,
    *,
    is_paper: np.ndarray,
    faster: np.ndarray | float = 1.0,
) -> Bytes:
    """Draw the class of time that the form keeps; none without a script and on paper."""
    median, spread = SECONDS[part]
    seconds = median * faster * np.exp(chance.normal(0, spread, size))
    pace = np.searchsorted(BOUNDS, seconds, side="right").astype(np.uint8)
    pace[is_paper | (chance.random(size) < NO_SCRIPT)] = LEFT_OUT
    return pace


def get_curve() -> Floats:
    """Return how much of a season comes on each day: a start, quiet weekends, a rush at the end."""
    day = np.arange(DAYS)
    weekend = np.where((day % 7) >= 5, 0.35, 1.0)
    curve = weekend * (1.0 + 1.2 * np.exp(-day / 4) + 4.0 * np.exp((day - DAYS + 1) / 3.5))
    shares: Floats = (curve / curve.sum()).astype(np.float32)
    return shares


def draw_days(
    chance: np.random.Generator, part: str, *, nature: Nature, counts: Ints
) -> tuple[Bytes, np.ndarray]:
    """Draw the day of every answer in the order of the rows, and whether it was a crowded one."""
    curve = get_curve().astype(float)
    days = np.empty(int(counts.sum()), np.uint8)
    crowded = np.zeros(len(days), bool)
    crowd = nature.meeting if part == "IIT" else nature.event
    at = 0
    for number, count in enumerate(counts):
        weights = curve * chance.gamma(nature.lumps[number], size=DAYS) + 1e-9
        weights /= weights.sum()
        if crowd[number]:
            weights *= 1 - crowd[number]
            held = chance.choice(DAYS, p=curve / curve.sum())
            weights[held] += crowd[number]
        mine = np.repeat(np.arange(DAYS), chance.multinomial(count, weights / weights.sum()))
        days[at : at + count] = chance.permutation(mine)
        if crowd[number]:
            crowded[at : at + count] = days[at : at + count] == held
        at += count
    return days, crowded
