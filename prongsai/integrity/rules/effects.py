"""What other limits would change: the flags of one season under two versions."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from prongsai.integrity.rules.columns import NOTHING, Columns
from prongsai.integrity.rules.report import WITH_BURSTS, Flags, find_flags
from prongsai.integrity.types import FlagCode, Thresholds


def compare_limits(
    parts: Mapping[str, Columns], *, old: Thresholds, new: Thresholds
) -> dict[str, Any]:
    """Return how many agencies are flagged under each version, by flag, and how many move."""
    found = [find_flags(parts, limits=limits) for limits in (old, new)]
    before, after = ({agency for flags in each.values() for agency in flags} for each in found)
    there = {agency for each in parts.values() for agency in set(each.agency.tolist())}
    return {
        "agencies": len(there),
        "answers": sum(len(each.answers) for each in parts.values()),
        "before": len(before),
        "after": len(after),
        "gained": len(after - before),
        "lost": len(before - after),
        "by_flag": [_count(each) for each in found],
        "uncounted": _list_uncounted(parts),
    }


def _list_uncounted(parts: Mapping[str, Columns]) -> list[str]:
    """Return the flags that could not rise because nobody counted what they look at."""
    every = parts.values()
    counted = {
        FlagCode.FAST: any((each.pace != NOTHING).any() for each in every),
        FlagCode.TOLD: any((each.told != NOTHING).any() for each in every),
        FlagCode.BURST: any(each.part in WITH_BURSTS and each.days is not None for each in every),
        FlagCode.NETWORK: any(each.links is not None for each in every),
    }
    return [code.value for code, is_counted in counted.items() if not is_counted]


def _count(found: Mapping[str, Flags]) -> dict[str, int]:
    """Return for every flag how many agencies carry it in any survey."""
    pairs = {
        (flag.code, agency)
        for flags in found.values()
        for agency, each in flags.items()
        for flag in each
    }
    return dict(sorted(Counter(code for code, _ in pairs).items()))
