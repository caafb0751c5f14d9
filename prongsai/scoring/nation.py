"""A nation at once: answers as compact arrays, counted with integers only.

The counts are those of the slow path, so every digit that follows is the same.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from prongsai.scoring.run import score_agency
from prongsai.scoring.types.framework import Framework
from prongsai.scoring.types.given import Counts, Given
from prongsai.scoring.types.result import Score

MISSING = 255
BLOCK = 1_000


class NationCounts:
    """How often each choice of each line was picked, agency by agency, for one answer sheet."""

    def __init__(self, agencies: int, choices: Sequence[int]) -> None:
        self.agencies = agencies
        self.choices = tuple(choices)
        self.respondents: NDArray[np.int64] = np.zeros(agencies, np.int64)
        # One column more than choices: those who left the line out.
        self.lines: list[NDArray[np.int32]] = [
            np.zeros((agencies, many + 1), np.int32) for many in self.choices
        ]

    def add(self, agency: NDArray[np.integer], answers: Iterable[NDArray[np.uint8]]) -> None:
        """Add respondents: the row of each one's agency, and one column of choices per line."""
        if not len(agency):
            return
        where = agency.astype(np.int64)
        if where.min() < 0 or where.max() >= self.agencies:
            raise ValueError("an answer belongs to no agency")
        self.respondents += np.bincount(where, minlength=self.agencies)
        offsets = {many: where * (many + 1) for many in set(self.choices)}
        columns = iter(answers)
        for number, many in enumerate(self.choices):
            column = next(columns)
            self.lines[number] += self._count(column, offsets[many], many)

    def _count(
        self, column: NDArray[np.uint8], offset: NDArray[np.int64], many: int
    ) -> NDArray[np.int64]:
        tally = np.bincount(column, minlength=MISSING + 1)
        if tally[many:MISSING].any():
            raise ValueError("an answer is not a choice of its line")
        slots = np.bincount(offset + np.minimum(column, many), minlength=self.agencies * (many + 1))
        return slots.reshape(self.agencies, many + 1)

    def iter_counts(self) -> Iterator[Counts]:
        """The counts of every agency, in the order of the rows."""
        for start in range(0, self.agencies, BLOCK):
            block = slice(start, start + BLOCK)
            people = self.respondents[block].tolist()
            lines = [
                [tuple(row) for row in line[block, :many].tolist()]
                for line, many in zip(self.lines, self.choices, strict=True)
            ]
            for number, respondents in enumerate(people):
                yield Counts(respondents, tuple(line[number] for line in lines))


def list_choices(framework: Framework, sheet: str) -> list[int]:
    """How many choices each line of the sheet has."""
    instrument = next(i for i in framework.instruments if i.lines and sheet in i.sheets)
    return [len(line.choices) for line in instrument.lines]


def score_nation(
    framework: Framework, agencies: Iterable[Given], sheets: Mapping[str, NationCounts]
) -> Iterator[Score]:
    """Score agency after agency, in the order of the rows of the counts."""
    counted = {sheet: counts.iter_counts() for sheet, counts in sheets.items()}
    for given in agencies:
        own = {sheet: next(rows) for sheet, rows in counted.items()}
        yield score_agency(framework, replace(given, sheets=own))
