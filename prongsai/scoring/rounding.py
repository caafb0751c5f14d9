"""Exact numbers: read from text, kept as fractions, rounded half up, written back."""

import re
from fractions import Fraction
from functools import lru_cache
from math import gcd

ENTERED = re.compile(r"(0|[1-9][0-9]{0,5})(?:\.([0-9]{1,30}))?")
HUNDRED = Fraction(100)
ZERO = Fraction(0)


def read_number(text: str) -> Fraction | None:
    """The number a text says, or None: plain digits with an optional point, nothing else."""
    match = ENTERED.fullmatch(text)
    if match is None:
        return None
    whole, decimals = match[1], match[2] or ""
    return Fraction(int(whole + decimals), 10 ** len(decimals))


def half_up(value: Fraction, places: int = 2) -> Fraction:
    """The value with so many decimals; an exact half goes away from zero."""
    power = 10**places
    numerator, denominator = abs(value.numerator) * power, value.denominator
    rounded = (2 * numerator + denominator) // (2 * denominator)
    return Fraction(rounded if value >= 0 else -rounded, power)


def write_number(value: Fraction, places: int = 2) -> str:
    """Exactly so many decimals, rounded half up: 74.3 is written 74.30."""
    power = 10**places
    numerator, denominator = abs(value.numerator) * power, value.denominator
    rounded = (2 * numerator + denominator) // (2 * denominator)
    whole, rest = divmod(rounded, power)
    sign = "-" if value.numerator < 0 and rounded else ""
    return f"{sign}{whole}.{rest:0{places}d}" if places else f"{sign}{whole}"


def write_exact(value: Fraction) -> str:
    """The value without any rounding: a decimal where it ends, else a fraction."""
    return write_ratio(value.numerator, value.denominator)


def write_product(numerator: int, denominator: int, times: int, per: int) -> str:
    """The product of two ratios, written exactly."""
    numerator, denominator = numerator * times, denominator * per
    common = gcd(numerator, denominator)
    return write_ratio(numerator // common, denominator // common)


def write_ratio(numerator: int, denominator: int) -> str:
    """A ratio in lowest terms, written exactly."""
    if denominator == 1:
        return str(numerator)
    places = _count_places(denominator)
    if places is None:
        return f"{numerator}/{denominator}"
    digits = str(abs(numerator) * (10**places // denominator)).rjust(places + 1, "0")
    sign = "-" if numerator < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


@lru_cache(maxsize=65_536)
def _count_places(denominator: int) -> int | None:
    """After how many decimals a ratio with this denominator ends, if it does."""
    twos = fives = 0
    while denominator % 2 == 0:
        denominator //= 2
        twos += 1
    while denominator % 5 == 0:
        denominator //= 5
        fives += 1
    return max(twos, fives) if denominator == 1 else None


def count_decimals(value: Fraction) -> int | None:
    """How many decimals the value needs, or None where they never end."""
    return 0 if value.denominator == 1 else _count_places(value.denominator)
