"""Kinds of people, as the answers of everybody show them: how likely a sheet is at its agency.

Latent classes: people of one kind answer every line for themselves. Each agency has its own
mixture of kinds and its own lines that fare better or worse, both drawn towards everybody's.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from prongsai.integrity.rules.columns import NOTHING, Columns, Floats

KINDS = 12
SAMPLE = 20_000
# With fewer sheets than this for each there are fewer kinds.
LEAST_OF_KIND = 500
ROUNDS = 40
# So many people of the country are added to each agency's own, kinds and lines apart.
PULL_KINDS, PULL_LINES = 20.0, 40.0
_CHUNK = 50_000


@dataclass(frozen=True, slots=True)
class Kinds:
    """How common each kind is, and of each the logarithm of every choice of every line."""

    shares: Floats
    logs: NDArray[np.float64]


def find_kinds(columns: Columns) -> Kinds:
    """Return the kinds of people of a survey, by expectation and maximisation from a fixed start.

    The sheets alone decide, not their order, so that a run can be repeated.
    """
    order = np.lexsort((*columns.answers.T, columns.quality))
    places = np.linspace(0, len(order) - 1, min(SAMPLE, len(order))).astype(int)
    sheets = _number(columns, columns.answers[order[places]])
    count = max(1, min(KINDS, len(columns.answers) // LEAST_OF_KIND))
    lines, width = sheets.shape[1], columns.width + 1
    marks = (sheets[:, :, None] == np.arange(width)).reshape(len(sheets), -1).astype(np.float64)
    # They start as bands of the mean, from the worst sheets to the best.
    weights = np.full((len(sheets), count), 0.3 / count)
    for kind, band in enumerate(np.array_split(np.arange(len(sheets)), count)):
        weights[band, kind] += 0.7
    for _ in range(ROUNDS):
        shares = weights.mean(axis=0)
        seen = (weights.T @ marks).reshape(count, lines, width) + 0.01
        logs = np.log(seen / seen.sum(axis=2, keepdims=True))
        weights = _weigh(marks @ logs.reshape(count, -1).T + np.log(shares))
    return Kinds(shares, logs)


def measure_likelihood(columns: Columns, kinds: Kinds) -> Floats:
    """Return how likely each sheet is at its agency; rows have to be sorted by agency."""
    found = np.zeros(len(columns.answers))
    for first, last, rows in _list_chunks(columns):
        sheets = _number(columns, columns.answers[rows])
        owner = columns.agency[rows] - first
        sizes = columns.respondents[first:last, None]
        logs = sum(kinds.logs[:, at, sheets[:, at]].T for at in range(sheets.shape[1]))
        weights = _weigh(logs + np.log(kinds.shares))
        own = np.stack([np.bincount(owner, each, last - first) for each in weights.T], axis=1)
        mixture = (own + PULL_KINDS * kinds.shares) / (sizes + PULL_KINDS)
        likelihood = (np.exp(logs) * mixture[owner]).sum(axis=1)
        for at in range(sheets.shape[1]):
            usual = sizes * (mixture @ np.exp(kinds.logs[:, at]))
            seen = np.zeros_like(usual)
            np.add.at(seen, (owner, sheets[:, at]), 1)
            tilt = (seen + PULL_LINES) / (usual + PULL_LINES)
            likelihood *= tilt[owner, sheets[:, at]]
        found[rows] = likelihood
    return found


def _list_chunks(columns: Columns) -> Iterator[tuple[int, int, slice]]:
    """Yield agencies in turn with their rows, so that no table of the nation lies in memory."""
    ends = np.cumsum(columns.respondents)
    first = start = 0
    while first < columns.agencies:
        last = int(np.searchsorted(ends, start + _CHUNK, side="right"))
        last = min(max(last, first + 1), columns.agencies)
        yield first, last, slice(start, int(ends[last - 1]))
        first, start = last, int(ends[last - 1])


def _number(columns: Columns, answers: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return choices with “left out” as one more choice."""
    return np.where(answers == NOTHING, np.uint8(columns.width), answers)


def _weigh(logs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far each sheet belongs to each kind."""
    weights = np.exp(logs - logs.max(axis=1, keepdims=True))
    shares: NDArray[np.float64] = weights / weights.sum(axis=1, keepdims=True)
    return shares
