"""What is kept of networks: of each link and day the largest count, coarse, and no name."""

# Below this nothing is written: ten from one place are a family, a classroom, a bus.
LEAST = 10
STEP = 5


def round_network(count: int) -> int:
    """Return COUNT rounded down to a step; zero, which means no row, where it is small."""
    return 0 if count < LEAST else count // STEP * STEP
