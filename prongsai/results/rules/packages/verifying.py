"""Every published score rebuilt and compared: what agrees, and what does not."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from prongsai.results.rules.packages import layout
from prongsai.results.rules.packages.layout import Facts, name_indicator
from prongsai.results.rules.packages.reading import Entry, Row, read_entries
from prongsai.results.rules.packages.rebuilding import Rebuilder, Rebuilt
from prongsai.scoring.report import describe_score
from prongsai.scoring.rounding import ZERO, read_number, write_exact
from prongsai.scoring.run import ENGINE_VERSION, score_agency
from prongsai.scoring.samples import find_minimum
from prongsai.scoring.types.framework import Framework
from prongsai.scoring.types.result import Score, State

SHOWN = 1_000
SURE = {State.SCORED.value, State.PROVISIONAL.value}


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that the package says and the engine does not."""

    where: str
    what: str
    published: str | None
    computed: str | None


@dataclass(slots=True)
class Report:
    """What was found; the first differences stand in it, all are counted."""

    facts: Facts
    engine_version: str = ENGINE_VERSION
    known_framework: bool | None = None  # None: this program ships none of that name
    agencies: int = 0
    wrong: int = 0
    count: int = 0
    depths: Counter[str] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)

    @property
    def agrees(self) -> bool:
        return not self.count

    def add(self, difference: Difference) -> None:
        self.count += 1
        if len(self.differences) < SHOWN:
            self.differences.append(difference)


def verify_tables(
    report: Report, files: Mapping[str, Iterable[str]], framework: Framework
) -> Report:
    """Score every agency of the package again and note every figure that differs."""
    rebuilder = Rebuilder(framework)
    for entry in read_entries(files, framework):
        report.agencies += 1
        found = list(_verify_agency(entry, rebuilder.rebuild(entry), framework, report))
        report.wrong += bool(found)
        for difference in found:
            report.add(difference)
    return report


def _verify_agency(
    entry: Entry, rebuilt: Rebuilt, framework: Framework, report: Report
) -> Iterator[Difference]:
    _, row = entry.rows[layout.RESULTS][0]
    low = score_agency(framework, rebuilt.low)
    if rebuilt.from_rounded:
        report.depths["instruments"] += 1
        high = score_agency(framework, rebuilt.high)
        pairs = _compare_span(row, low, high)
    else:
        report.depths["indicators" if rebuilt.from_scores else "answers"] += 1
        pairs = _compare_exactly(row, low)
    for what, computed in pairs:
        yield Difference(entry.code, what, row[what] or None, computed)
    state = _find_state(row["state"], low, rebuilt, framework)
    if state != row["state"]:
        yield Difference(entry.code, "state", row["state"] or None, state)


def _compare_exactly(row: Row, score: Score) -> Iterator[tuple[str, str | None]]:
    """Every figure of the row that is not the computed one."""
    for what, computed in list_figures(score).items():
        if (row[what] or None) != computed:
            yield what, computed


def _compare_span(row: Row, low: Score, high: Score) -> Iterator[tuple[str, str | None]]:
    """Where an instrument is known with two decimals, figures must lie between both ends."""
    least, most = list_figures(low), list_figures(high)
    bands = [band.code for band in low.framework.levels.bands]
    for what, lower in least.items():
        said, upper = row[what] or None, most[what]
        if what == "level":
            fits = said in _list_span(bands, upper, lower)
        elif what == "unrounded" or what.startswith("indicator_"):
            fits = said is None or said == lower == upper  # withheld, or not touched by it
        else:
            fits = _lies_between(said, lower, upper)
        if not fits:
            yield what, lower if lower == upper else f"{lower}-{upper}"


def _list_span(bands: list[str], upper: str | None, lower: str | None) -> list[str | None]:
    """The levels from the upper down to the lower one; nothing where none can be told."""
    if upper is None or lower is None:
        return [None, *bands]
    return [*bands[bands.index(upper) : bands.index(lower) + 1]]


def _lies_between(said: str | None, lower: str | None, upper: str | None) -> bool:
    if said is None or lower is None or upper is None:
        return said is None and lower is None
    figure, least, most = (read_number(text) for text in (said, lower, upper))
    return figure is not None and (least or ZERO) <= figure <= (most or ZERO)


def list_figures(score: Score) -> dict[str, str | None]:
    """The computed figures by the column that publishes them."""
    told = describe_score(score)
    figures: dict[str, str | None] = {
        "level": told["level"]["code"] if told["level"] else None,
        "total": told["total"],
        "unrounded": None if score.unrounded is None else write_exact(score.unrounded),
    }
    for code, part in told["instruments"].items():
        figures |= {code: part["score"], f"{code}_points": part["points"]}
    return figures | {name_indicator(c): value for c, value in told["indicators"].items()}


def _find_state(said: str, score: Score, rebuilt: Rebuilt, framework: Framework) -> str:
    """The state from what is open; where rules are out of sight, the published one may be doubted.

    A score taken in the place of withheld counts cannot show on which rules of the questions it
    rests: there both "scored" and "provisional" are believed.
    """
    if score.total is None:
        return State.NO_RESULT.value
    short = {sheet: _is_short(sheet, rebuilt, framework) for sheet in rebuilt.samples}
    if any(is_short for is_short in short.values()):
        return State.SAMPLE_TOO_SMALL.value
    if None in short.values() and said == State.SAMPLE_TOO_SMALL.value:
        return said
    hidden = rebuilt.from_scores or rebuilt.from_rounded
    if hidden and said in SURE and score.state is not State.PROVISIONAL:
        return said
    return score.state.value


def _is_short(sheet: str, rebuilt: Rebuilt, framework: Framework) -> bool | None:
    """Whether the sample is too small; None where the withheld number leaves it open."""
    given = rebuilt.low
    minimum = find_minimum(
        framework, sheet, headcount=given.headcount, agency_class=given.agency_class
    )
    if minimum is None:
        return False
    people = rebuilt.samples[sheet]
    return None if people is None else people < minimum.number
