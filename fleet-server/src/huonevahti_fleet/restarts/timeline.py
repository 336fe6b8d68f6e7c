"""What happens next in one room, in order of true time."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable
from datetime import datetime


class Timeline:
    """Does what was arranged; of two things at one instant the earlier arranged comes first."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._arranged: list[tuple[datetime, int, Callable[[], None]]] = []
        self._ticket = itertools.count()

    def at(self, when: datetime, act: Callable[[], None]) -> None:
        """Arrange something; what is arranged for the past happens at once."""
        heapq.heappush(self._arranged, (max(when, self.now), next(self._ticket), act))

    def run(self, until: datetime) -> None:
        """Let everything happen that comes before an end."""
        while self._arranged and self._arranged[0][0] < until:
            self.now, _, act = heapq.heappop(self._arranged)
            act()
        self.now = until
