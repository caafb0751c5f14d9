"""How surprising a count is: tails of distributions, for many counts at once."""

from math import erfc, sqrt

import numpy as np

from prongsai.integrity.rules.columns import Floats, Ints

# Agencies differ: around the same mean their true rates have half of it as standard deviation.
SPREAD = 4
_TERMS = 400
_CHUNK = 10_000
_FACTORIALS = np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, 60_000)))))


def get_surprise(counted: Ints, expected: Floats) -> Floats:
    """Return -log10 of the chance of COUNTED or more where EXPECTED were to come.

    The distribution is a negative binomial: Poisson around a rate that differs by agency.
    """
    chunks = range(0, len(counted), _CHUNK)
    found = [_get_tails(counted[at : at + _CHUNK], expected[at : at + _CHUNK]) for at in chunks]
    return np.concatenate(found) if found else np.zeros(0)


def _get_tails(counted: Ints, expected: Floats) -> Floats:
    mean = np.maximum(expected, 1e-12)[:, None]
    values = np.minimum(counted[:, None] + np.arange(_TERMS)[None, :], 50_000)
    logs = (
        _FACTORIALS[values + SPREAD - 1]
        - _FACTORIALS[SPREAD - 1]
        - _FACTORIALS[values]
        + SPREAD * np.log(SPREAD / (SPREAD + mean))
        + values * np.log(mean / (SPREAD + mean))
    )
    top = logs.max(axis=1)
    tail = top + np.log(np.exp(logs - top[:, None]).sum(axis=1))
    surprise: Floats = np.clip(-tail / np.log(10), 0, 300)
    surprise[counted <= expected] = 0
    return surprise


def get_tail(deviations: Floats) -> Floats:
    """Return -log10 of the chance that a normal value lies DEVIATIONS or more above its mean."""
    tails = np.array([erfc(each / sqrt(2)) / 2 for each in np.clip(deviations, 0, 30).tolist()])
    surprise: Floats = np.where(deviations > 0, -np.log10(tails), 0)
    return surprise


def get_rank_surprise(values: Floats, sizes: Ints, usable: np.ndarray) -> Floats:
    """Return -log10 of the share of agencies of like size that have as much or more.

    Nothing is assumed about how VALUES spread: the country itself is the measure.
    """
    found = np.zeros(len(values))
    order = np.flatnonzero(usable)[np.argsort(sizes[usable], kind="stable")]
    for alike in np.array_split(order, max(1, min(5, len(order) // 200))):
        ordered = np.sort(values[alike])
        above = len(alike) - np.searchsorted(ordered, values[alike], side="left")
        found[alike] = np.where(values[alike] > 0, -np.log10(above / max(len(alike), 1)), 0)
    return found


def get_lower_bound(counted: Floats, of: Floats, deviations: float = 1.96) -> Floats:
    """Return the lower end of Wilson's interval of a share."""
    size = np.maximum(of, 1)
    share, square = counted / size, deviations**2
    centre = share + square / (2 * size)
    half = deviations * np.sqrt(share * (1 - share) / size + square / (4 * size**2))
    bound: Floats = (centre - half) / (1 + square / size)
    return np.maximum(bound, 0)
