"""How long to wait before the next attempt to connect."""

from __future__ import annotations

from random import Random

FIRST_SECONDS = 1.0
LONGEST_SECONDS = 120.0


def wait_seconds(failures: int, longest_seconds: float, rng: Random) -> float:
    """Return a wait drawn from the whole of a range that doubles with each failure, so that no herd forms."""
    bound = min(FIRST_SECONDS * 2 ** min(failures, 20), longest_seconds)
    return rng.uniform(bound / 4, bound)
