"""Days that stand out against the season of everybody, and gaps between surveys."""

import numpy as np

from prongsai.integrity.rules.columns import Columns, Floats, Ints

# Everybody hurries on the last days: no day of them is called a burst.
RUSH = 4


def measure_burst(columns: Columns) -> tuple[Ints, Floats, Floats]:
    """Return the busiest day, what the season lets expect of it, and the excess as a share."""
    days = columns.days
    if days is None or days.shape[1] <= RUSH:
        nothing = np.zeros(columns.agencies)
        return nothing.astype(np.int64), nothing, nothing
    curve = days.sum(axis=0) / max(int(days.sum()), 1)
    sizes = days.sum(axis=1)
    excess = (days - sizes[:, None] * curve)[:, :-RUSH]
    at = excess.argmax(axis=1)
    rows = np.arange(columns.agencies)
    share = excess[rows, at] / np.maximum(sizes, 1)
    return days[rows, at], sizes * curve[at], share


def count_flooded(columns: Columns, *, of_day: float) -> Ints | None:
    """Return how many answers came from one network on days of which it sent at least OF_DAY."""
    links = columns.links
    if links is None:
        return None
    flood = np.where((links.most > 0) & (links.most >= of_day * links.answers), links.most, 0)
    total = np.bincount(links.agency, weights=flood, minlength=columns.agencies)
    return np.asarray(total, np.int64)


def measure_gap(one: Columns, other: Columns) -> tuple[Floats, Floats, Floats]:
    """Return the difference of two surveys in points, the usual one, and the distance."""
    both = (one.respondents >= 10) & (other.respondents >= 10)
    gap = 100 * (one.means - other.means)
    noise = _get_noise(one) + _get_noise(other)
    if both.sum() < 10:
        return gap, np.zeros_like(gap), np.zeros_like(gap)
    usual = float(np.median(gap[both]))
    whole = 1.4826 * float(np.median(np.abs(gap[both] - usual)))
    spread = max(whole**2 - float(np.median(noise[both])), 1.0)
    distance = np.where(both, np.abs(gap - usual) / np.sqrt(noise + spread), 0)
    return gap, np.full_like(gap, usual), distance


def _get_noise(columns: Columns) -> Floats:
    """Return the squared standard error of every mean, in points."""
    squares = columns.sum_up((columns.quality - columns.means[columns.agency]) ** 2)
    size = np.maximum(columns.respondents, 2)
    noise: Floats = 1e4 * squares / (size - 1) / size
    return noise
