"""Which limits the report has, between which bounds, and what a change of them does."""

from collections.abc import Mapping

from prongsai.integrity.types import Limit, LimitUnit

# Outside these bounds a limit would flag half of the country, or nobody ever.
LIMITS = (
    Limit("least_respondents", "", LimitUnit.PEOPLE, 10, 200),
    Limit("identical_surprise", "identical", LimitUnit.ODDS, 2, 9),
    Limit("identical_least", "identical", LimitUnit.SHEETS, 3, 50),
    Limit("near_surprise", "near", LimitUnit.ODDS, 2, 9),
    Limit("near_least", "near", LimitUnit.SHEETS, 3, 50),
    Limit("ceiling_deviations", "ceiling", LimitUnit.DEVIATIONS, 2.5, 10),
    Limit("column_surprise", "column", LimitUnit.ODDS, 2, 9),
    Limit("column_least", "column", LimitUnit.SHEETS, 3, 50),
    Limit("fast_surprise", "fast", LimitUnit.ODDS, 2, 9),
    Limit("fast_least", "fast", LimitUnit.SHEETS, 3, 50),
    Limit("burst_share", "burst", LimitUnit.SHARE, 0.2, 0.9),
    Limit("network_share", "network", LimitUnit.SHARE, 0.02, 0.9),
    Limit("network_of_day", "network", LimitUnit.SHARE, 0.2, 1),
    Limit("gap_deviations", "gap", LimitUnit.DEVIATIONS, 2.5, 10),
    Limit("told_lower_bound", "told", LimitUnit.SHARE, 0.02, 0.5),
    Limit("evidence_sum", "together", LimitUnit.POINTS, 1, 12),
)


def list_changes(
    old: Mapping[str, float], new: Mapping[str, float]
) -> list[tuple[Limit, float, float]]:
    """Return the limits that differ, with what they were and what they are to be."""
    pairs = ((limit, old[limit.name], new[limit.name]) for limit in LIMITS)
    return [(limit, before, after) for limit, before, after in pairs if before != after]


def list_outside(numbers: Mapping[str, float]) -> list[Limit]:
    """Return the limits whose number lies outside of what is sensible."""
    return [limit for limit in LIMITS if not limit.least <= numbers[limit.name] <= limit.most]
