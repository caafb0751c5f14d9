"""How long to wait after failed attempts: first not at all, then longer each time, then a block."""

from dataclasses import dataclass
from datetime import timedelta

# A counter is forgotten after a day without a failure.
MEMORY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Policy:
    """FREE failures cost nothing; each further one doubles FIRST; from BLOCK_AT on it is BLOCK.

    The wait never grows past BLOCK: nobody can lock somebody else out for ever.
    """

    free: int
    first: timedelta
    block_at: int
    block: timedelta


_ACCOUNT = Policy(3, timedelta(seconds=2), 10, timedelta(minutes=15))
# Behind one office address sit hundreds of people: only many failures look like guessing.
_NETWORK = Policy(60, timedelta(seconds=1), 70, timedelta(minutes=15))

# Purpose -> what is counted -> how strictly. Purposes never share a counter.
POLICIES: dict[str, dict[str, Policy]] = {
    "password": {"account": _ACCOUNT, "network": _NETWORK},
    "second_factor": {
        "account": Policy(3, timedelta(seconds=2), 8, timedelta(minutes=15)),
        "network": _NETWORK,
    },
    "invitation": {"network": Policy(10, timedelta(seconds=2), 20, timedelta(minutes=15))},
    "recovery": {"network": Policy(10, timedelta(seconds=2), 20, timedelta(minutes=15))},
    # Here every request counts, not only failed ones: each sends a letter.
    "reset": {
        "account": Policy(2, timedelta(minutes=1), 5, timedelta(minutes=30)),
        "network": Policy(30, timedelta(seconds=2), 40, timedelta(minutes=15)),
    },
}


def get_wait(policy: Policy, failures: int) -> timedelta:
    """Return how long nothing more may be tried after so many failures in a row."""
    if failures <= policy.free:
        return timedelta()
    if failures >= policy.block_at:
        return policy.block
    doubled: timedelta = policy.first * 2 ** (failures - policy.free - 1)
    return min(doubled, policy.block)
