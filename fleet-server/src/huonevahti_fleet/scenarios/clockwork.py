"""What happens next: one virtual time for the world, its terminals and the office."""

from __future__ import annotations

import heapq
import itertools
from typing import TYPE_CHECKING

from huonevahti_agent.simulated import VirtualTime

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


class Clockwork:
    """Does what was arranged, in order of time; of two at one instant the earlier arranged comes first."""

    def __init__(self, start_at: datetime) -> None:
        self.time = VirtualTime(start_at)
        self._arranged: list[tuple[float, int, Callable[[], None]]] = []
        self._ticket = itertools.count()

    @property
    def elapsed(self) -> float:
        """The seconds since the world began."""
        return self.time.elapsed_seconds()

    def now(self) -> datetime:
        """Return the true instant."""
        return self.time.now()

    def after(self, delay_seconds: float, act: Callable[[], None]) -> float:
        """Arrange something, and return when it will be, in seconds since the world began."""
        due = self.elapsed + max(delay_seconds, 0.0)
        heapq.heappush(self._arranged, (due, next(self._ticket), act))
        return due

    def run(self, until_seconds: float) -> None:
        """Let everything happen that is arranged up to an end, and what is arranged by that."""
        while self._arranged and self._arranged[0][0] <= until_seconds:
            due, _, act = heapq.heappop(self._arranged)
            self.time.advance(due - self.elapsed)
            act()
        self.time.advance(until_seconds - self.elapsed)
