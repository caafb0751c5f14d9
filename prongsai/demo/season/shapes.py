"""What a simulated season is made of: forms as arrays, agencies, and columns of answers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from prongsai.scoring.types.framework import Framework

LEFT_OUT = 255
Bytes = NDArray[np.uint8]
Ints = NDArray[np.int32]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Form:
    """The lines of one part: for each the choices from worst to best, by their number."""

    part: str
    ranks: tuple[tuple[int, ...], ...]

    @property
    def reversed(self) -> NDArray[np.bool_]:
        """Which lines have their best choice first."""
        return np.array([ranks[0] > ranks[-1] for ranks in self.ranks])

    @property
    def best(self) -> Bytes:
        return np.array([ranks[-1] for ranks in self.ranks], np.uint8)

    def to_choices(self, levels: Bytes) -> Bytes:
        """Turn levels (0 = worst) into numbers of choices, line by line."""
        choices = np.empty_like(levels)
        for at, ranks in enumerate(self.ranks):
            choices[:, at] = np.array(ranks, np.uint8)[levels[:, at]]
        return choices


def read_forms(framework: Framework) -> dict[str, Form]:
    """Return the form of every part of the surveys of a framework."""
    forms = {}
    for instrument in framework.instruments:
        if not instrument.lines:
            continue
        ranks = []
        for line in instrument.lines:
            scored = [
                (choice.points, number)
                for number, choice in enumerate(line.choices)
                if choice.points is not None
            ]
            ranks.append(tuple(number for _, number in sorted(scored)))
        for part in instrument.sheets:
            forms[part] = Form(part, tuple(ranks))
    return forms


@dataclass(slots=True)
class Answers:
    """The answers of one part, one row per respondent, in columns."""

    form: Form
    agency: Ints
    answers: Bytes
    told: Bytes
    pace: Bytes
    day: Bytes
    # Which kind of link, by its place in KINDS.
    kind: Bytes
    # Whether it came from the busiest network of its link and day.
    shared: NDArray[np.bool_]
    # The truth: only ever written to the file beside the database.
    planted: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.agency)


KINDS: Sequence[str] = ("link", "counter", "interview")
