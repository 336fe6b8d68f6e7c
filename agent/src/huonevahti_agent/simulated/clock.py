"""Time in the simulated world: virtual, that leaps when somebody waits, or real; and a room's own wrong clock."""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable


class Time(Protocol):
    """The world's time, the same in all its rooms."""

    def elapsed_seconds(self) -> float:
        """Return the seconds since the world began."""
        ...

    def now(self) -> datetime:
        """Return the true instant, aware, that the world's other clocks agree on."""
        ...

    def arrange(self, after_seconds: float, happening: Callable[[], None]) -> None:
        """Let something happen `after_seconds` from now, outside of whatever runs now."""
        ...

    def sleep(self, condition: threading.Condition, is_due: Callable[[], bool], seconds: float) -> None:
        """Return when `is_due` says so or after `seconds`; called with `condition` held."""
        ...


class VirtualTime:
    """Leaps to the end of a sleep at once, stopping at each happening that was arranged on the way."""

    def __init__(self, start_at: datetime) -> None:
        self._start_at = start_at
        self._elapsed_seconds = 0.0
        self._arranged: list[tuple[float, int, Callable[[], None]]] = []
        self._ticket = itertools.count()

    def elapsed_seconds(self) -> float:
        """Return the seconds since the world began."""
        return self._elapsed_seconds

    def now(self) -> datetime:
        """Return the true instant."""
        return self._start_at + timedelta(seconds=self._elapsed_seconds)

    def arrange(self, after_seconds: float, happening: Callable[[], None]) -> None:
        """Let something happen `after_seconds` from now, while somebody sleeps."""
        due = self._elapsed_seconds + after_seconds
        heapq.heappush(self._arranged, (due, next(self._ticket), happening))

    def advance(self, seconds: float) -> None:
        """Let time pass, with everything arranged on the way, in order."""
        self._advance_until(self._elapsed_seconds + seconds, lambda: False)

    def sleep(self, condition: threading.Condition, is_due: Callable[[], bool], seconds: float) -> None:  # noqa: ARG002  nobody else runs in virtual time
        """Leap over `seconds`, or to the first happening that makes it due."""
        self._advance_until(self._elapsed_seconds + max(seconds, 0.0), is_due)

    def _advance_until(self, end: float, is_due: Callable[[], bool]) -> None:
        while not is_due():
            if not self._arranged or self._arranged[0][0] > end:
                self._elapsed_seconds = end
                return
            due, _, happening = heapq.heappop(self._arranged)
            self._elapsed_seconds = max(due, self._elapsed_seconds)
            happening()


class RealTime:
    """Passes as it does outside; `start_at` is what the outside clock said when the world began."""

    def __init__(self, start_at: datetime) -> None:
        self._start_at = start_at
        self._started_seconds = time.monotonic()

    def elapsed_seconds(self) -> float:
        """Return the seconds since the world began."""
        return time.monotonic() - self._started_seconds

    def now(self) -> datetime:
        """Return the true instant."""
        return self._start_at + timedelta(seconds=self.elapsed_seconds())

    def arrange(self, after_seconds: float, happening: Callable[[], None]) -> None:
        """Let something happen in a thread of its own."""
        timer = threading.Timer(after_seconds, happening)
        timer.daemon = True
        timer.start()

    def sleep(self, condition: threading.Condition, is_due: Callable[[], bool], seconds: float) -> None:
        """Block until it is due, or for `seconds`."""
        condition.wait_for(is_due, max(seconds, 0.0))


NO_BATTERY_AT = datetime(2000, 1, 1, tzinfo=UTC)
"""Where many hardware clocks begin without their battery."""


class RoomClock:
    """The clock of one terminal: the world's time, less or more what somebody shifted it."""

    def __init__(self, world_time: Time) -> None:
        self.time = world_time
        self.shift_seconds = 0.0
        self.battery_is_dead = False
        """Whether the hardware clock begins anew when the power goes."""

    def hardware_now(self) -> datetime:
        """Return what the battery-backed clock says: the world's time, for nobody sets it."""
        return self.now() if self.battery_is_dead else self.time.now()

    def lose_power(self) -> None:
        """Begin anew where a kernel without a battery does, if the battery is dead."""
        if self.battery_is_dead:
            self.shift_seconds = (NO_BATTERY_AT - self.time.now()).total_seconds()

    def now(self) -> datetime:
        """Return what the terminal believes."""
        return self.time.now() + timedelta(seconds=self.shift_seconds)

    def is_synchronised(self) -> bool:
        """Return what the kernel would say: a shifted clock is no disciplined one."""
        return self.shift_seconds == 0.0

    def shift_clock(self, seconds: float) -> None:
        """Set the terminal's clock that much ahead of the world's (behind when negative)."""
        self.shift_seconds = seconds

    def set_clock(self) -> None:
        """Put the terminal's clock right."""
        self.shift_seconds = 0.0
