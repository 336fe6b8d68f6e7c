"""What ends an agent's wait: a device that came or went, or somebody who rang."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from huonevahti_agent.host import DeviceChange
    from huonevahti_agent.simulated.clock import Time


class Bell:
    """Keeps device changes until a wait takes them; may be rung from any thread."""

    def __init__(self, world_time: Time) -> None:
        self._time = world_time
        self._condition = threading.Condition()
        self._changes: list[DeviceChange] = []
        self._is_rung = False
        self.listener: Callable[[], None] | None = None
        """Called whenever a wait would end, for whoever drives an agent by hand."""

    def ring(self) -> None:
        """End the wait that goes on, or the next one."""
        with self._condition:
            self._is_rung = True
            self._condition.notify_all()
        self._tell_listener()

    def tell(self, changes: tuple[DeviceChange, ...]) -> None:
        """Hand device changes to the wait that goes on, or to the next one."""
        with self._condition:
            self._changes.extend(changes)
            self._condition.notify_all()
        self._tell_listener()

    def wait(self, seconds: float) -> tuple[DeviceChange, ...]:
        """Sleep until told, rung or over; return what changed."""
        with self._condition:
            self._time.sleep(self._condition, self._is_due, seconds)
            changes = tuple(self._changes)
            self._changes.clear()
            self._is_rung = False
            return changes

    def forget(self) -> None:
        """Drop what nobody waited for, as a kernel does when it goes down."""
        with self._condition:
            self._changes.clear()
            self._is_rung = False

    def _is_due(self) -> bool:
        return self._is_rung or bool(self._changes)

    def _tell_listener(self) -> None:
        if self.listener is not None:
            self.listener()
