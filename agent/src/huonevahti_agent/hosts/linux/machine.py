"""Shares of the machine in use, its hottest sensor, and our own size, through psutil."""

from __future__ import annotations

from pathlib import Path

import psutil

from huonevahti_agent.host import MachineReading, Unavailable

_SENSORS = ("sys/class/hwmon/hwmon*/temp*_input", "sys/class/thermal/thermal_zone*/temp")
"""Read by ourselves: psutil leaves the thermal zones aside wherever there is any hwmon."""

_OWN = psutil.Process()


class Machine:
    """Remembers the processor times of the last question, for the share used since."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._all_seconds = self._idle_seconds = self._busy_ratio = 0.0
        psutil.PROCFS_PATH = str(root / "proc")

    def read(self) -> MachineReading:
        """Return the shares now; the processor's is since the last call, the first time since the machine booted."""
        try:
            return MachineReading(
                cpu_ratio=self._busy(),
                memory_ratio=psutil.virtual_memory().percent / 100,
                disk_ratio=psutil.disk_usage(str(self._root)).percent / 100,
                temperature_celsius=_hottest_celsius(self._root),
                agent_rss_bytes=_OWN.memory_info().rss,
            )
        except (OSError, ValueError, LookupError, psutil.Error) as error:
            raise Unavailable("not_supported") from error

    def _busy(self) -> float:
        """Return the share in use; the former one while no tick has passed. Idle time may go back a little.

        Guests' time is in `user` and `nice` already.
        """
        times = psutil.cpu_times()
        all_seconds = sum(times) - times.guest - times.guest_nice
        idle_seconds = times.idle + times.iowait
        passed = all_seconds - self._all_seconds
        if passed > 0:
            self._busy_ratio = min(1.0, max(0.0, 1 - (idle_seconds - self._idle_seconds) / passed))
            self._all_seconds, self._idle_seconds = all_seconds, idle_seconds
        return self._busy_ratio


def _hottest_celsius(root: Path) -> float | None:
    found = (_celsius(file) for pattern in _SENSORS for file in root.glob(pattern))
    return max((celsius for celsius in found if celsius is not None), default=None)


def _celsius(file: Path) -> float | None:
    """Return a sensor's temperature; None from one that cannot be read now, or that shows what no machine has."""
    try:
        celsius = int(file.read_text(encoding="ascii")) / 1000
    except (OSError, ValueError):
        return None
    return celsius if -40 <= celsius <= 150 else None
