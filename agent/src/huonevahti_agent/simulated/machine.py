"""The machine of a simulated room: at ease with a little noise, or as full and hot as somebody makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huonevahti_agent.host import MachineReading

if TYPE_CHECKING:
    from random import Random

AGENT_RSS_BYTES = 31_000_000


class Machine:
    """What is set stands still; None leaves a number to the noise of a machine at ease."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self.cpu_ratio: float | None = None
        self.memory_ratio: float | None = None
        self.disk_ratio: float | None = None
        self.temperature_celsius: float | None = None

    def reading(self) -> MachineReading:
        """Return the shares in use and the hottest sensor."""
        noise = self._rng.uniform(0.03, 0.12), self._rng.uniform(0.38, 0.42), self._rng.uniform(44.0, 49.0)
        return MachineReading(
            cpu_ratio=noise[0] if self.cpu_ratio is None else self.cpu_ratio,
            memory_ratio=noise[1] if self.memory_ratio is None else self.memory_ratio,
            disk_ratio=0.31 if self.disk_ratio is None else self.disk_ratio,
            temperature_celsius=noise[2] if self.temperature_celsius is None else self.temperature_celsius,
            agent_rss_bytes=AGENT_RSS_BYTES,
        )
