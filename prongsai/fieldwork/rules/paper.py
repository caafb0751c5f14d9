"""Keyed forms: how a row of digits is read, packed and compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prongsai.core.thai_text import to_arabic_digits
from prongsai.surveys.rules.envelopes import LEFT_OUT


@dataclass(frozen=True, slots=True)
class Difference:
    """One question of one form that two clerks keyed differently."""

    place: int
    question: int
    first: int
    second: int


def read_digit(typed: str, *, choices: int) -> int | None:
    """Return the choice number of what was keyed; 0 is left out, None cannot be."""
    digits = to_arabic_digits(typed.strip())
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 2:
        return None
    number = int(digits)
    if number == 0:
        return LEFT_OUT
    return number - 1 if number <= choices else None


def show_digit(choice: int) -> str:
    return "0" if choice == LEFT_OUT else str(choice + 1)


def compare(first: Mapping[int, bytes], second: Mapping[int, bytes]) -> list[Difference]:
    """Return every difference between two turns of a bundle, form by form."""
    return [
        Difference(place, question, a, b)
        for place in sorted(first)
        for question, (a, b) in enumerate(zip(first[place], second[place], strict=True))
        if a != b
    ]


def settle(
    first: Mapping[int, bytes],
    differences: Sequence[Difference],
    chosen: Mapping[tuple[int, int], int],
) -> list[bytes]:
    """Return the forms with what was decided in the places that differed."""
    forms = {place: bytearray(body) for place, body in first.items()}
    for each in differences:
        forms[each.place][each.question] = chosen[each.place, each.question]
    return [bytes(forms[place]) for place in sorted(forms)]
