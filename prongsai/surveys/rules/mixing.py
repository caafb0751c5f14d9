"""Which answers leave the mixer today: never a few, and always some of them kept back."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from random import Random, SystemRandom

from prongsai.surveys.rules.envelopes import LEFT_OUT, Record
from prongsai.surveys.types import Group, Sheet


def split_pool(
    records: Iterable[Record],
    *,
    groups: Mapping[int, Group],
    least: int,
    is_closing: Callable[[Group], bool],
    chance: Random | None = None,
) -> tuple[list[Record], list[Record]]:
    """Return (released, kept back). GROUPS names the group of every channel.

    A group still open releases only when at least LEAST can leave while LEAST others, drawn by
    chance, stay; so every release of a group has LEAST members or more, and so has the last one.
    A group that closes releases all it has.
    """
    chance = chance or SystemRandom()
    pools: defaultdict[Group, list[Record]] = defaultdict(list)
    for record in records:
        pools[groups[record.channel_id]].append(record)
    released: list[Record] = []
    kept: list[Record] = []
    for group, members in pools.items():
        leaving = len(members) if is_closing(group) else len(members) - least
        if not is_closing(group) and leaving < least:
            leaving = 0
        chance.shuffle(members)
        released += members[:leaving]
        kept += members[leaving:]
    return released, kept


def to_sheets(records: Iterable[Record], *, groups: Mapping[int, Group], least: int) -> list[Sheet]:
    """Return what is stored of released records, in an order that depends on nothing but them."""
    pools: defaultdict[Group, list[Record]] = defaultdict(list)
    for record in records:
        pools[groups[record.channel_id]].append(record)
    sheets = []
    for group, members in pools.items():
        shown = find_shown_channels(Counter(each.channel_id for each in members), least=least)
        sheets += [_to_sheet(each, group, shown=shown) for each in members]
    return sorted(sheets, key=_by_content)


def count_attributes(
    records: Iterable[Record], *, groups: Mapping[int, Group]
) -> dict[tuple[Group, int, int], int]:
    """Count every choice of every general question by itself: two are never kept side by side."""
    counts: Counter[tuple[Group, int, int]] = Counter()
    for record in records:
        group = groups[record.channel_id]
        counts.update(
            (group, attribute, choice)
            for attribute, choice in enumerate(record.profile)
            if choice != LEFT_OUT
        )
    return dict(counts)


def find_shown_channels(counts: Mapping[int, int], *, least: int) -> frozenset[int]:
    """Return the channels that may stay beside the answers.

    One that LEAST people used may, unless those whose channel is dropped would be fewer than
    LEAST: then the smallest of the others is dropped with them.
    """
    by_size = sorted(counts, key=lambda channel_id: (counts[channel_id], channel_id))
    dropped = 0
    for place, channel_id in enumerate(by_size):
        if counts[channel_id] >= least and (dropped == 0 or dropped >= least):
            return frozenset(by_size[place:])
        dropped += counts[channel_id]
    return frozenset()


def _to_sheet(record: Record, group: Group, *, shown: frozenset[int]) -> Sheet:
    return Sheet(
        unit_id=group.unit_id,
        fiscal_year=group.fiscal_year,
        framework=group.framework,
        part=group.part,
        channel_id=record.channel_id if record.channel_id in shown else None,
        answers=record.answers,
        told=None if record.told == LEFT_OUT else record.told,
        pace=None if record.pace == LEFT_OUT else record.pace,
    )


def _by_content(sheet: Sheet) -> tuple[object, ...]:
    return (
        *(sheet.fiscal_year, sheet.unit_id, sheet.part, sheet.framework, sheet.answers),
        *(sheet.channel_id or 0, -1 if sheet.told is None else sheet.told),
        -1 if sheet.pace is None else sheet.pace,
    )
