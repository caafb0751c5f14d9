"""What one item, one question and one gate are worth."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from prongsai.scoring.rounding import HUNDRED, ZERO, half_up
from prongsai.scoring.tree import Spec, build_tree
from prongsai.scoring.types.framework import Framework, Level
from prongsai.scoring.types.result import Node, Score, Source


@dataclass(frozen=True, slots=True)
class Worth:
    """What a leaf brings to the total: in full, for one more point, and what is still to win.

    A line of two parts stands once for each part.
    """

    kind: str
    code: str
    instrument: str
    part: str | None
    full: Fraction
    value: Fraction | None = None
    people: int = 0

    @property
    def per_point(self) -> Fraction:
        return self.full / HUNDRED

    @property
    def gain(self) -> Fraction | None:
        return None if self.value is None else self.per_point * (HUNDRED - self.value)

    @property
    def per_answer(self) -> Fraction | None:
        """What one respondent brings by answering best instead of worst."""
        return self.full / self.people if self.people else None


@dataclass(frozen=True, slots=True)
class MissedGate:
    """A level that the total reaches but an instrument does not let through."""

    wanted: Level
    instrument: str
    score: Fraction
    gate: Fraction

    @property
    def short_by(self) -> Fraction:
        """The least lift of the instrument that passes the gate, two-decimal rounding counted."""
        return self.gate - Fraction(1, 200) - self.score


def list_worths(framework: Framework) -> list[Worth]:
    """What every disclosure item and every question of the framework is worth."""
    found: list[Worth] = []
    for spec in build_tree(framework):
        weight = spec.weight or ZERO
        found += _walk_specs(spec, weight * HUNDRED, spec.code, None)
    return found


def _walk_specs(spec: Spec, full: Fraction, instrument: str, part: str | None) -> Iterator[Worth]:
    way = next((way for way in spec.ways if way.complete), None)
    part = spec.code if spec.kind == "part" else part
    if way is None:
        if spec.kind in ("item", "line"):
            yield Worth(spec.kind, spec.code, instrument, part, full)
        return
    for child, share in zip(way.children, way.shares, strict=True):
        yield from _walk_specs(child, full * share / way.whole, instrument, part)


def list_gains(score: Score) -> list[Worth]:
    """What every known leaf of an agency still has to win, the largest gain first."""
    found: list[Worth] = []
    for node in score.instruments:
        weight = node.spec.weight or ZERO
        found += walk_leaves(node, weight * HUNDRED, node.spec.code)
    return sorted(found, key=lambda worth: (-(worth.gain or ZERO), worth.instrument))


def walk_leaves(
    node: Node, full: Fraction, instrument: str, part: str | None = None
) -> Iterator[Worth]:
    """The nodes whose values were handed in and count."""
    spec = node.spec
    part = spec.code if spec.kind == "part" else part
    if node.value is None:
        return
    if node.source is not Source.BELOW:
        people = sum(
            count
            for count, points in zip(node.counts, spec.points or (), strict=True)
            if points is not None
        )
        yield Worth(spec.kind, spec.code, instrument, part, full, node.value, people)
        return
    for child, share in zip(node.children, node.shares, strict=True):
        yield from walk_leaves(child, full * share / node.whole, instrument, part)


def list_missed_gates(score: Score) -> list[MissedGate]:
    """The gates that alone keep an agency from a level its total reaches."""
    if score.total is None:
        return []
    figure = half_up(score.total)
    return [
        MissedGate(band, node.spec.code, node.value, band.gate)
        for band in score.framework.levels.bands
        if band.gate is not None and figure >= band.minimum
        for node in score.instruments
        if node.value is not None and half_up(node.value) < band.gate
    ]


def find_level_without_gates(score: Score) -> Level | None:
    """The level by the total alone: what the missed gates cost is the difference."""
    if score.total is None:
        return None
    figure = half_up(score.total)
    return next((b for b in score.framework.levels.bands if figure >= b.minimum), None)
