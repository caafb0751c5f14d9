"""Two sets of rules over the same agencies: whose level changes."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from prongsai.scoring.run import score_agency
from prongsai.scoring.types.framework import Framework, Instrument
from prongsai.scoring.types.given import Given
from prongsai.scoring.types.result import Score


@dataclass(frozen=True, slots=True)
class Change:
    """One agency under both sets of rules; None is no result or no level."""

    code: str | None
    total_before: Fraction | None
    total_after: Fraction | None
    level_before: str | None
    level_after: str | None

    @property
    def level_changes(self) -> bool:
        return self.level_before != self.level_after


@dataclass(frozen=True, slots=True)
class Summary:
    """How many agencies went from which level to which."""

    agencies: int
    moves: Counter[tuple[str | None, str | None]]

    @property
    def changed(self) -> int:
        return sum(n for (before, after), n in self.moves.items() if before != after)


def compare_rules(
    before: Framework, after: Framework, agencies: Iterable[Given]
) -> Iterator[Change]:
    """Score every agency twice; items go over by what they mean, not by their number."""
    for given in agencies:
        first = score_agency(before, given)
        second = score_agency(after, carry_over(given, before, after))
        yield Change(given.code, first.total, second.total, _level(first), _level(second))


def summarise(changes: Iterable[Change]) -> Summary:
    moves = Counter((change.level_before, change.level_after) for change in changes)
    return Summary(moves.total(), moves)


def _level(score: Score) -> str | None:
    return score.grade.level.code if score.grade.level else None


def carry_over(given: Given, before: Framework, after: Framework) -> Given:
    """The data as far as it means the same under the other rules; the rest is not known there."""
    if before is after:
        return given
    codes = {item.key: code for code, item in after.items.items()}
    items = {
        codes[item.key]: given.items[code]
        for code, item in before.items.items()
        if code in given.items and item.key in codes
    }
    sheets = {
        sheet: counts
        for sheet, counts in given.sheets.items()
        if _form(before, sheet) == _form(after, sheet)
    }
    known = {indicator.code for indicator in after.indicators}
    indicators = {code: value for code, value in given.indicators.items() if code in known}
    adjustments = {adjustment.code for adjustment in after.adjustments}
    return replace(
        given,
        items=items,
        sheets=sheets,
        indicators=indicators,
        adjustments={c: v for c, v in given.adjustments.items() if c in adjustments},
    )


def _form(framework: Framework, sheet: str) -> list[tuple[str, str, int]] | None:
    """The questions of a sheet by meaning; the points of the choices may differ."""
    instrument = _find_sheet(framework, sheet)
    if instrument is None:
        return None
    return [
        (item.key, line.code.partition(".")[2], len(line.choices))
        for item in instrument.all_items
        for line in item.lines
    ]


def _find_sheet(framework: Framework, sheet: str) -> Instrument | None:
    return next((i for i in framework.instruments if i.lines and sheet in i.sheets), None)
