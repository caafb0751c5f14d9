"""From the rows of one agency to what the engine is given: as detailed as the package allows."""

from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from prongsai.results.rules.packages import layout
from prongsai.results.rules.packages.reading import Entry, Row, read_count, read_exact
from prongsai.scoring.faults import BadInput, show_value
from prongsai.scoring.payload import LARGEST_HEADCOUNT
from prongsai.scoring.rounding import HUNDRED, ZERO, half_up
from prongsai.scoring.types.framework import Framework, Instrument
from prongsai.scoring.types.given import Counts, Given

HALF_HUNDREDTH = Fraction(1, 200)


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What is known of an agency; LOW and HIGH differ where a score is only known rounded."""

    low: Given
    high: Given
    samples: dict[str, int | None]
    from_scores: bool  # some exact score stands in the place of withheld counts
    from_rounded: bool

    @property
    def hidden(self) -> set[str]:
        """The sheets with too few respondents."""
        return {sheet for sheet, people in self.samples.items() if people is None}


class Rebuilder:
    """Reads entries under one framework."""

    def __init__(self, framework: Framework) -> None:
        self._framework = framework
        self._sheets: dict[str, Instrument] = {
            sheet: i for i in framework.instruments if i.lines for sheet in i.sheets
        }
        self._lines = {
            sheet: {line.code: n for n, line in enumerate(instrument.lines)}
            for sheet, instrument in self._sheets.items()
        }
        self._items = set(framework.items)
        self._kinds = {
            "indicator": dict.fromkeys((i.code for i in framework.indicators), HUNDRED),
            "instrument": dict.fromkeys((i.code for i in framework.instruments), HUNDRED),
            "adjustment": {a.code: a.most for a in framework.adjustments},
        }

    def rebuild(self, entry: Entry) -> Rebuilt:
        """The agency as the engine takes it, or BadInput at the first fault."""
        place, about = entry.rows[layout.AGENCIES][0]
        samples = dict(self._read_samples(entry))
        exact, rounded = self._read_given(entry)
        low = Given(
            code=entry.code,
            agency_class=about["class"] or None,
            headcount=_read_headcount(about["headcount"], place),
            sheets=self._read_answers(entry, samples),
            items=self._read_items(entry),
            indicators=exact["indicator"],
            instruments=exact["instrument"] | {c: _lower(v) for c, v in rounded.items()},
            adjustments=exact["adjustment"],
        )
        high = low
        if rounded:
            upper = {code: _raise(value) for code, value in rounded.items()}
            high = replace(low, instruments={**low.instruments, **upper})
        scored = bool(exact["indicator"] or exact["instrument"])
        return Rebuilt(low, high, samples, scored, bool(rounded))

    def _read_samples(self, entry: Entry) -> Iterator[tuple[str, int | None]]:
        seen: set[str] = set()
        for place, row in entry.rows[layout.SAMPLES]:
            sheet = _choose(row["sheet"], self._sheets, seen, f"{place}, sheet")
            text = row["respondents"]
            yield sheet, read_count(text, f"{place}, respondents") if text else None

    def _read_answers(self, entry: Entry, samples: dict[str, int | None]) -> dict[str, Counts]:
        tables: dict[str, dict[str, tuple[int, ...]]] = {}
        for place, row in entry.rows[layout.ANSWERS]:
            people = samples.get(row["sheet"])
            if people is None:
                shown = show_value(row["sheet"])
                raise BadInput(
                    f"{place}, sheet",
                    f"{shown} ไม่มีจำนวนผู้ตอบใน {layout.SAMPLES}",
                    f"{shown} has no number of respondents in {layout.SAMPLES}",
                )
            own = tables.setdefault(row["sheet"], {})
            line = _choose(row["line"], self._lines[row["sheet"]], set(own), f"{place}, line")
            own[line] = self._read_choices(row, line, people, place)
        return {
            sheet: Counts(samples[sheet] or 0, self._fill(sheet, own))
            for sheet, own in tables.items()
        }

    def _read_choices(self, row: Row, line: str, people: int, place: str) -> tuple[int, ...]:
        instrument = self._sheets[row["sheet"]]
        many = len(instrument.lines[self._lines[row["sheet"]][line]].choices)
        names = [name for name in row if name.startswith("choice_")]
        for name in names[many:]:
            if row[name]:
                raise BadInput(f"{place}, {name}", "ไม่มีตัวเลือกนี้", "there is no such choice")
        counts = tuple(read_count(row[name], f"{place}, {name}") for name in names[:many])
        if sum(counts) > people:
            raise BadInput(
                place,
                f"รวมได้ {sum(counts)} เกินจำนวนผู้ตอบ {people}",
                f"adds up to {sum(counts)}, more than the {people} respondents",
            )
        return counts

    def _fill(self, sheet: str, own: dict[str, tuple[int, ...]]) -> tuple[tuple[int, ...], ...]:
        """Withheld lines count nobody: the engine then takes the score in their place."""
        return tuple(
            own.get(line.code, (0,) * len(line.choices)) for line in self._sheets[sheet].lines
        )

    def _read_items(self, entry: Entry) -> dict[str, Fraction]:
        found: dict[str, Fraction] = {}
        for place, row in entry.rows[layout.ITEMS]:
            item = _choose(row["item"], self._items, set(found), f"{place}, item")
            found[item] = read_exact(row["mark"], f"{place}, mark")
        return found

    def _read_given(
        self, entry: Entry
    ) -> tuple[dict[str, dict[str, Fraction]], dict[str, Fraction]]:
        exact: dict[str, dict[str, Fraction]] = {kind: {} for kind in self._kinds}
        rounded: dict[str, Fraction] = {}
        for place, row in entry.rows[layout.GIVEN]:
            kind = _choose(row["kind"], self._kinds, set(), f"{place}, kind")
            seen = set(exact[kind]) | (set(rounded) if kind == "instrument" else set())
            code = _choose(row["code"], self._kinds[kind], seen, f"{place}, code")
            value = read_exact(row["value"], f"{place}, value", self._kinds[kind][code])
            precision = _choose(
                row["precision"], ("exact", "rounded"), set(), f"{place}, precision"
            )
            if precision == "exact":
                exact[kind][code] = value
            elif kind == "instrument" and half_up(value) == value:
                rounded[code] = value
            else:
                raise BadInput(
                    place,
                    "ปัดเศษได้เฉพาะคะแนนเครื่องมือ สองตำแหน่ง",
                    "only an instrument's score with two decimals may be rounded",
                )
        return exact, rounded


def _choose(text: str, known: Container[str], seen: set[str], place: str) -> str:
    if text not in known or text in seen:
        twice = text in seen
        raise BadInput(
            place,
            f"{show_value(text)} {'ซ้ำ' if twice else 'ไม่มีในกรอบการประเมิน'}",
            f"{show_value(text)} {'stands twice' if twice else 'is not known to the framework'}",
        )
    return text


def _read_headcount(text: str, place: str) -> int | None:
    if not text:
        return None
    number = read_count(text, f"{place}, headcount")
    if number > LARGEST_HEADCOUNT:
        raise BadInput(f"{place}, headcount", "มากเกินไป", "too large")
    return number


def _lower(value: Fraction) -> Fraction:
    return max(value - HALF_HUNDREDTH, ZERO)


def _raise(value: Fraction) -> Fraction:
    """The end of the span of what rounds to VALUE."""
    return min(value + HALF_HUNDREDTH, HUNDRED)
