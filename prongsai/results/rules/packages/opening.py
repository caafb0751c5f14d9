"""What of one agency may be published, so that no group under the threshold can be found out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from prongsai.core.suppression import needs_withholding
from prongsai.scoring.rounding import half_up
from prongsai.scoring.types.framework import Indicator, Instrument
from prongsai.scoring.types.given import Counts, Given
from prongsai.scoring.types.result import Node, Score


@dataclass(slots=True)
class Opened:
    """The open part: where counts are withheld, a score stands in their place."""

    samples: dict[str, int | None] = field(default_factory=dict)
    answers: dict[tuple[str, str], tuple[int, ...]] = field(default_factory=dict)
    exact: dict[tuple[str, str], Fraction] = field(default_factory=dict)
    rounded: dict[str, Fraction] = field(default_factory=dict)
    # Indicators of an instrument with too few respondents: not even their scores are shown.
    closed: set[str] = field(default_factory=set)


def open_agency(score: Score, *, threshold: int) -> Opened:
    """Decide instrument by instrument.

    Too few respondents in any part: only the instrument's score, with two decimals. Else an
    indicator shows all its counts, or, where one of them is small, its exact score and no count.
    """
    opened, given = Opened(), score.given
    for node in score.instruments:
        instrument = score.framework.get_instrument(node.spec.code)
        sheets = {s: given.sheets[s] for s in instrument.sheets if is_answered(given, s)}
        if sheets:
            _open_instrument(opened, instrument, node, sheets, threshold)
    return opened


def is_answered(given: Given, sheet: str) -> bool:
    return sheet in given.sheets and given.sheets[sheet].respondents > 0


def _open_instrument(
    opened: Opened, instrument: Instrument, node: Node, sheets: dict[str, Counts], threshold: int
) -> None:
    people = {sheet: counts.respondents for sheet, counts in sheets.items()}
    opened.samples |= {s: n if n >= threshold else None for s, n in people.items()}
    if needs_withholding(people.values(), threshold=threshold):
        opened.closed |= {indicator.code for indicator in instrument.indicators}
        if node.value is not None:
            opened.rounded[instrument.code] = half_up(node.value)
        return
    values = {("indicator", child.spec.code): child.value for child in node.children}
    values["instrument", instrument.code] = node.value
    for key, spans in _list_units(instrument):
        if _hides_nobody(sheets, spans, threshold):
            opened.answers |= {
                (sheet, code): counts.lines[place]
                for sheet, counts in sheets.items()
                for place, code in spans
            }
        elif (value := values.get(key)) is not None:
            opened.exact[key] = value


Span = tuple[int, str]  # of a line: where it stands in an answer row, and its code


def _list_units(instrument: Instrument) -> Iterator[tuple[tuple[str, str], list[Span]]]:
    """What shows its counts all together or not at all: indicators, or else the instrument."""
    spans = list(enumerate(line.code for line in instrument.lines))
    if instrument.items:
        yield ("instrument", instrument.code), spans
        return
    start = 0
    for indicator in instrument.indicators:
        end = start + _count_lines(indicator)
        yield ("indicator", indicator.code), spans[start:end]
        start = end


def _count_lines(indicator: Indicator) -> int:
    return sum(len(item.lines) for item in indicator.all_items)


def _hides_nobody(sheets: dict[str, Counts], spans: list[Span], threshold: int) -> bool:
    """Whether no choice of these lines, nor leaving one out, is that of too few people."""
    return not any(
        needs_withholding(
            (*counts.lines[place], counts.respondents - sum(counts.lines[place])),
            threshold=threshold,
        )
        for counts in sheets.values()
        for place, _ in spans
    )
