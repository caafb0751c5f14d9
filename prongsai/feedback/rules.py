"""How measures stand beside what was said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from prongsai.feedback.types import MeasureView, Text, Voice

# So many of the lowest indicators are the first to answer for.
LOWEST = 3
FULL = Decimal(100)


def list_voices(
    scores: Mapping[str, str], names: Mapping[str, Text], measures: Iterable[MeasureView]
) -> tuple[Voice, ...]:
    """Return the scored indicators of NAMES, the lowest first, each with its measures."""
    scored = [code for code in names if scores.get(code)]
    scored.sort(key=lambda code: Decimal(scores[code]))
    measures = list(measures)
    return tuple(
        Voice(
            code=code,
            name=names[code],
            score=scores[code],
            is_low=place < LOWEST and Decimal(scores[code]) < FULL,
            measures=tuple(each for each in measures if each.indicator == code),
        )
        for place, code in enumerate(scored)
    )


def list_others(
    voices: Sequence[Voice], measures: Iterable[MeasureView]
) -> tuple[MeasureView, ...]:
    """Return the measures that answer none of VOICES."""
    known = {voice.code for voice in voices}
    return tuple(each for each in measures if each.indicator not in known)


def are_equal(one: Iterable[MeasureView], other: Iterable[MeasureView]) -> bool:
    """Return whether two sets of measures say the same."""
    first, second = ([replace(each, id=0) for each in some] for some in (one, other))
    return first == second
