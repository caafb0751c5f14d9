"""Response, contact, cooperation and refusal rates by the formulas of the AAPOR."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from prongsai.fieldwork.types import Disposition as D


@dataclass(frozen=True, slots=True)
class Tally:
    """Cases by the letters of the standard definitions."""

    interviews: int  # I
    partials: int  # P
    refusals: int  # R
    non_contacts: int  # NC
    others: int  # O
    unknown: int  # UH + UO
    not_eligible: int  # NE

    @property
    def eligible(self) -> int:
        parts = (self.interviews, self.partials, self.refusals, self.non_contacts, self.others)
        return sum(parts)


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares between 0 and 1; None where there is nothing to divide by."""

    response_1: Fraction | None
    response_2: Fraction | None
    response_3: Fraction | None
    cooperation: Fraction | None
    refusal: Fraction | None
    contact: Fraction | None
    likely_eligible: Fraction | None


def count_cases(counts: Mapping[str, int], *, partials: int) -> Tally:
    """Sort dispositions into the letters; an appointment is a person not reached yet.

    PARTIALS of the interviews were partial: counted among released answers, never case by case.
    """

    def add(*names: str) -> int:
        return sum(counts.get(name, 0) for name in names)

    return Tally(
        interviews=add(D.COMPLETE) - partials,
        partials=partials,
        refusals=add(D.REFUSAL, D.BREAK_OFF),
        non_contacts=add(D.NON_CONTACT, D.APPOINTMENT),
        others=add(D.LANGUAGE, D.OTHER),
        unknown=add(D.NEW, D.REOPENED, D.NO_ANSWER, D.UNKNOWN),
        not_eligible=add(D.NOT_ELIGIBLE, D.WRONG_NUMBER),
    )


def get_rates(tally: Tally) -> Rates:
    """Return RR1, RR2, RR3, COOP1, REF1, CON1, and e: the share eligible among the resolved."""
    all_cases = tally.eligible + tally.unknown
    e = _divide(tally.eligible, tally.eligible + tally.not_eligible)
    reached = tally.interviews + tally.partials + tally.refusals + tally.others
    return Rates(
        response_1=_divide(tally.interviews, all_cases),
        response_2=_divide(tally.interviews + tally.partials, all_cases),
        response_3=None
        if e is None
        else _divide(tally.interviews, tally.eligible + e * tally.unknown),
        cooperation=_divide(tally.interviews, reached),
        refusal=_divide(tally.refusals, all_cases),
        contact=_divide(reached, all_cases),
        likely_eligible=e,
    )


def _divide(part: int, whole: int | Fraction) -> Fraction | None:
    return Fraction(part) / whole if whole else None
