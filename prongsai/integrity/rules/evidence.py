"""Signs, and several weak ones taken together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from prongsai.integrity.rules.columns import Floats
from prongsai.integrity.types import Flag, FlagCode

# Of each sign only what is rarer than one in ten agencies counts, and no single one decides.
COMMON, STRONGEST = 1.0, 4.0


@dataclass(frozen=True, slots=True, eq=False)
class Sign:
    """One thing measured at every agency; SURPRISE is -log10 of its chance where that is known."""

    code: FlagCode
    counted: np.ndarray
    of: np.ndarray
    expected: Floats
    measure: Floats
    limit: float
    other: str | Sequence[str] = ""
    surprise: Floats | None = None

    def to_flag(self, agency: int) -> Flag:
        return Flag(
            code=self.code.value,
            counted=float(self.counted[agency]),
            of=int(self.of[agency]),
            expected=float(self.expected[agency]),
            measure=float(self.measure[agency]),
            threshold=self.limit,
            other=self.other if isinstance(self.other, str) else self.other[agency],
        )


def weigh_together(signs: Sequence[Sign], *, limit: float) -> Sign:
    """Return what the signs say together: the sum of what makes each of two or more unusual.

    Equal and nearly equal sheets are one sign: the larger counts.
    """
    found = {sign.code: sign.surprise for sign in signs if sign.surprise is not None}
    alike = found.pop(FlagCode.IDENTICAL), found.pop(FlagCode.NEAR)
    found[FlagCode.NEAR] = np.maximum(*alike)
    codes = list(found)
    table = np.clip(np.array([found[code] for code in codes]), 0, STRONGEST)
    weights = np.maximum(table - COMMON, 0)
    many = (weights > 0).sum(axis=0)
    total = np.where(many > 1, weights.sum(axis=0), 0)
    return Sign(
        *(FlagCode.TOGETHER, many, np.full(len(many), len(codes)), np.zeros(len(many))),
        *(total, limit),
        other=[_write(codes, column) for column in table.T],
    )


def _write(codes: Sequence[FlagCode], column: Floats) -> str:
    """Return which signs count and how rare each is, the rarest first: "near:2.7 fast:1.4"."""
    pairs = sorted(zip(column.tolist(), codes, strict=True), reverse=True)
    return " ".join(f"{code}:{value:.1f}" for value, code in pairs if value > COMMON)
