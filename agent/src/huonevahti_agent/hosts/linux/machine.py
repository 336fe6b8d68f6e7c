"""Shares of the machine in use, its hottest sensor, and our own size."""

from __future__ import annotations

import psutil

from huonevahti_agent.host import MachineReading


class Machine:
    """Remembers the processor times of the last question, for the share used since."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._asked_before = False
        psutil.cpu_percent(None)  # the first call of a process gives nothing

    def read(self) -> MachineReading:
        """Return the shares now; the processor's is since the last call, the first time since the machine booted."""
        reading = MachineReading(
            cpu_ratio=psutil.cpu_percent(None) / 100 if self._asked_before else _since_boot(),
            memory_ratio=psutil.virtual_memory().percent / 100,
            disk_ratio=psutil.disk_usage("/").percent / 100,
            temperature_celsius=_hottest(),
            agent_rss_bytes=self._process.memory_info().rss,
        )
        self._asked_before = True
        return reading


def _since_boot() -> float:
    times = psutil.cpu_times()
    return 1 - (times.idle + times.iowait) / (sum(times) or 1.0)


def _hottest() -> float | None:
    readings = [reading for sensor in psutil.sensors_temperatures().values() for reading in sensor]
    return max((float(reading.current) for reading in readings), default=None)
