"""Which sheets a rule takes out: a function of the sheets alone, so anybody gets the same ones."""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import ceil

from prongsai.integrity.rules.habits import FASTEST
from prongsai.integrity.types import Flag, FlagCode
from prongsai.surveys.types import Sheet


def pick_sheets(
    sheets: Iterable[Sheet], flag: Flag, *, ranks: Sequence[Sequence[int]]
) -> Counter[Sheet]:
    """Return the sheets of one survey that the rule of FLAG takes out, each with how many times.

    Of equal sheets, and of perfect ones, as many stay as were to be expected, rounded up; of those
    that tick one column or came too fast none stays.
    """
    rows = sorted(sheets, key=_by_content)
    best = bytes(choices[-1] for choices in ranks)
    if flag.code == FlagCode.IDENTICAL:
        counts = Counter(row.answers for row in rows if row.answers != best)
        wanted = {answers for answers, count in counts.items() if count >= flag.counted}
        return _keep(rows, wanted, ceil(flag.expected))
    if flag.code == FlagCode.CEILING:
        return _keep(rows, {best}, ceil(flag.expected))
    if flag.code == FlagCode.COLUMN:
        return Counter(row for row in rows if _ticks_one_column(row.answers, ranks, best))
    if flag.code == FlagCode.FAST:
        return Counter(row for row in rows if row.pace == FASTEST)
    return Counter()


def _keep(rows: Sequence[Sheet], wanted: set[bytes], kept: int) -> Counter[Sheet]:
    """Return all rows with WANTED answers but the first KEPT of each."""
    seen: Counter[bytes] = Counter()
    gone: Counter[Sheet] = Counter()
    for row in rows:
        if row.answers in wanted:
            seen[row.answers] += 1
            if seen[row.answers] > kept:
                gone[row] += 1
    return gone


def _ticks_one_column(answers: bytes, ranks: Sequence[Sequence[int]], best: bytes) -> bool:
    longest = max(len(choices) for choices in ranks)
    ticked = {answers[at] for at, choices in enumerate(ranks) if len(choices) == longest}
    return len(ticked) == 1 and 255 not in ticked and answers != best


def _by_content(sheet: Sheet) -> tuple[object, ...]:
    told = -1 if sheet.told is None else sheet.told
    pace = -1 if sheet.pace is None else sheet.pace
    return sheet.answers, pace, told, sheet.channel_id or 0
