"""How surprising a count is: tails of distributions, for many counts at once."""

import numpy as np

from prongsai.integrity.rules.columns import Floats, Ints

# Agencies differ: around the same mean their true rates have half of it as standard deviation.
SPREAD = 4
_TERMS = 400
_FACTORIALS = np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, 60_000)))))


def get_surprise(counted: Ints, expected: Floats) -> Floats:
    """Return -log10 of the chance of COUNTED or more where EXPECTED were to come.

    The distribution is a negative binomial: Poisson around a rate that differs by agency.
    """
    if not len(counted):
        return np.zeros(0)
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


def get_lower_bound(counted: Floats, of: Floats, deviations: float = 1.96) -> Floats:
    """Return the lower end of Wilson's interval of a share."""
    size = np.maximum(of, 1)
    share, square = counted / size, deviations**2
    centre = share + square / (2 * size)
    half = deviations * np.sqrt(share * (1 - share) / size + square / (4 * size**2))
    bound: Floats = (centre - half) / (1 + square / size)
    return np.maximum(bound, 0)
