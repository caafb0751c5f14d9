"""Questions that nobody's answer betrays: forced answers by a secret birthday, and the estimate.

Whoever thinks of a birthday on one of the first days of a month says yes whatever is true, on one
of the next days no, and on any other day the truth. So no single answer says anything of its
giver, and the share of true yeses is still found in the many.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from statistics import NormalDist

from prongsai.surveys.types import Design

# Every month has days 1 to 28, so such a day comes 12 times in a year of 365.25 days.
DAYS_OF_YEAR = Fraction(1461, 4)
MONTHS = 12
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """The share of true yeses among RESPONDENTS, from 0 to 1, and its interval of 95 %."""

    respondents: int
    share: float
    low: float
    high: float


def estimate(design: Design, *, yes: int, respondents: int) -> Estimate:
    """Return the share that the answers speak for.

    The interval is Wilson's for the answers given, carried over to the truth: never outside 0 and
    1, and honest for few answers and for shares near the ends.
    """
    if not 0 <= yes <= respondents or not respondents:
        raise ValueError(f"{yes} yeses of {respondents} respondents")
    forced, other = get_share(design.yes_days), get_share(design.no_days)
    truthful = float(1 - forced - other)
    ends = _get_wilson(yes, respondents)
    share, low, high = ((each - float(forced)) / truthful for each in (yes / respondents, *ends))
    return Estimate(respondents, _clip(share), _clip(low), _clip(high))


def get_share(days: int) -> Fraction:
    """Return which share of birthdays falls on so many chosen days of a month."""
    return days * MONTHS / DAYS_OF_YEAR


def _get_wilson(yes: int, respondents: int) -> tuple[float, float]:
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    given, weight = yes / respondents, z * z / respondents
    middle = (given + weight / 2) / (1 + weight)
    half = z * sqrt(given * (1 - given) / respondents + weight / (4 * respondents)) / (1 + weight)
    return middle - half, middle + half


def _clip(share: float) -> float:
    return min(1.0, max(0.0, share))
