"""The rows of one agency in every file of a package."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prongsai.results.rules.packages import layout
from prongsai.results.rules.packages.opening import Opened
from prongsai.scoring.report import describe_score
from prongsai.scoring.rounding import write_exact
from prongsai.scoring.types.result import Score

Cell = str | int | None
Rows = Mapping[str, list[Sequence[Cell]]]


@dataclass(frozen=True, slots=True)
class Named:
    """An agency as a reader knows it."""

    code: str
    name_th: str
    name_en: str


def list_rows(agency: Named, score: Score, opened: Opened) -> Rows:
    """The rows by file; what is withheld is not there."""
    code, given = agency.code, score.given
    exact: list[Sequence[Cell]] = [
        (code, kind, key, write_exact(value), "exact")
        for (kind, key), value in opened.exact.items()
    ]
    rounded: list[Sequence[Cell]] = [
        (code, "instrument", key, write_exact(value), "rounded")
        for key, value in opened.rounded.items()
    ]
    adjusted: list[Sequence[Cell]] = [
        (code, "adjustment", key, write_exact(value), "exact")
        for key, value in given.adjustments.items()
    ]
    return {
        layout.AGENCIES: [
            (code, agency.name_th, agency.name_en, given.agency_class, given.headcount)
        ],
        layout.SAMPLES: [(code, sheet, people) for sheet, people in opened.samples.items()],
        layout.ANSWERS: [
            (code, sheet, line, *counts) for (sheet, line), counts in opened.answers.items()
        ],
        layout.ITEMS: [(code, item, write_exact(mark)) for item, mark in given.items.items()],
        layout.GIVEN: exact + rounded + adjusted,
        layout.RESULTS: [list_result(score, opened, code=code)],
    }


def list_result(score: Score, opened: Opened, *, code: str) -> list[Cell]:
    """The published figures, in the order of the columns."""
    told = describe_score(score)
    parts = told["instruments"].values()
    unrounded = None if score.unrounded is None or opened.rounded else score.unrounded
    return [
        code,
        told["state"],
        told["level"]["code"] if told["level"] else None,
        told["total"],
        None if unrounded is None else write_exact(unrounded),
        *(figure for part in parts for figure in (part["score"], part["points"])),
        *(None if i in opened.closed else value for i, value in told["indicators"].items()),
    ]


def describe_open(score: Score, opened: Opened) -> dict[str, str | None]:
    """The open indicators alone, for the page of the agency."""
    indicators = describe_score(score)["indicators"]
    return {code: None if code in opened.closed else value for code, value in indicators.items()}
