"""Counts of reports per agency, with everything withheld that is small or could be computed."""

from collections.abc import Mapping

from prongsai.core.suppression import ALL, Key, find_withheld
from prongsai.pressure.types import AgencyCount

REST = ""


def withhold_small(
    counts: Mapping[str, int], *, least: int
) -> tuple[list[AgencyCount], int | None]:
    """Return the agencies with LEAST reports or more, largest first, and the sum of all.

    Agencies below that are not even named; together they are one cell, which is withheld with a
    companion where it is small itself.
    """
    named = {agency: count for agency, count in counts.items() if count >= least}
    rest = sum(counts.values()) - sum(named.values())
    cells: dict[Key, int] = {(agency,): count for agency, count in named.items()}
    cells |= {(REST,): rest, (ALL,): rest + sum(named.values())}
    withheld = find_withheld(cells, threshold=least)
    shown = [
        AgencyCount(agency, None if (agency,) in withheld else count)
        for agency, count in sorted(named.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    return shown, None if (ALL,) in withheld else cells[ALL,]
