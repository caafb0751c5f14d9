"""The answers of one part as columns, and what every detector needs of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
NOTHING = 255


@dataclass(frozen=True, slots=True)
class Links:
    """Days of open links, one row each: whose, how many answers, how many from one network."""

    agency: Ints
    answers: Ints
    most: Ints


@dataclass(eq=False)
class Columns:
    """One part of a season: rows sorted by agency; 255 means left out or not known.

    RANKS holds of every line its choices from worst to best. DAYS counts answers by agency and day,
    LINKS the days of open links with what their networks sent; None where nobody counted.
    """

    part: str
    ranks: Sequence[Sequence[int]]
    agencies: int
    agency: Ints
    answers: NDArray[np.uint8]
    told: NDArray[np.uint8]
    pace: NDArray[np.uint8]
    days: Ints | None = None
    links: Links | None = None

    @property
    def width(self) -> int:
        """How many choices the widest line has."""
        return 1 + max(max(ranks) for ranks in self.ranks)

    @cached_property
    def respondents(self) -> Ints:
        return np.bincount(self.agency, minlength=self.agencies)

    @cached_property
    def quality(self) -> NDArray[np.float32]:
        """The sheet's mean from 0 (worst) to 1 (best); lines left out do not count."""
        total = np.zeros(len(self.answers), np.float32)
        given = np.zeros(len(self.answers), np.float32)
        for at, ranks in enumerate(self.ranks):
            points = np.zeros(256, np.float32)
            known = np.zeros(256, np.float32)
            for level, choice in enumerate(ranks):
                points[choice], known[choice] = level / (len(ranks) - 1), 1
            total += points[self.answers[:, at]]
            given += known[self.answers[:, at]]
        mean: NDArray[np.float32] = (total / np.maximum(given, 1)).astype(np.float32)
        return mean

    @cached_property
    def means(self) -> Floats:
        """The mean of every agency, 0 to 1."""
        return self.sum_up(self.quality) / np.maximum(self.respondents, 1)

    @cached_property
    def is_best(self) -> NDArray[np.bool_]:
        """Which sheets hold the best choice in every line."""
        best = np.array([ranks[-1] for ranks in self.ranks], np.uint8)
        whole: NDArray[np.bool_] = (self.answers == best).all(axis=1)
        return whole

    @cached_property
    def is_column(self) -> NDArray[np.bool_]:
        """Which sheets tick one column of all scales: contradicting themselves, or never best."""
        longest = max(len(ranks) for ranks in self.ranks)
        scales = [at for at, ranks in enumerate(self.ranks) if len(ranks) == longest]
        first = self.answers[:, scales[0]]
        same: NDArray[np.bool_] = (self.answers[:, scales] == first[:, None]).all(axis=1)
        whole: NDArray[np.bool_] = same & (first != NOTHING) & ~self.is_best
        return whole

    def sum_up(self, values: NDArray[np.generic]) -> Floats:
        """Return the sum of a column for every agency."""
        weights = values.astype(np.float64)
        total = np.bincount(self.agency, weights=weights, minlength=self.agencies)
        return np.asarray(total, np.float64)

    def cut_strata(self, least: int = 4000, most: int = 10) -> Ints:
        """Return for every agency the group of agencies with about the same mean."""
        count = max(1, min(most, len(self.answers) // least))
        order = np.argsort(self.means, kind="stable")
        filled = np.cumsum(self.respondents[order])
        stratum = np.empty(self.agencies, np.int64)
        stratum[order] = np.minimum(filled * count // max(int(filled[-1]), 1), count - 1)
        return stratum
