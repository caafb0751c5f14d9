"""Exact numbers: read from text, kept as fractions, rounded half up, written back."""

import re
from fractions import Fraction

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
    reduced, places = value.denominator, 0
    while reduced % 10 == 0:
        reduced //= 10
        places += 1
    twos = fives = 0
    while reduced % 2 == 0:
        reduced //= 2
        twos += 1
    while reduced % 5 == 0:
        reduced //= 5
        fives += 1
    if reduced != 1:
        return f"{value.numerator}/{value.denominator}"
    places += max(twos, fives)
    return write_number(value, places)


def count_decimals(value: Fraction) -> int | None:
    """How many decimals the value needs, or None where they never end."""
    text = write_exact(value)
    if "/" in text:
        return None
    return len(text.partition(".")[2])
