"""Shares of the machine in use, its hottest sensor, and our own size, as the kernel's files tell them."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct

from huonevahti_agent.host import MachineReading, Unavailable

_COUNTED = 8
"""Columns of /proc/stat that add up to all time; those of guests behind them are in `user` and `nice` already."""
_IDLE, _WAITING = 3, 4
_SENSORS = ("sys/class/hwmon/hwmon*/temp*_input", "sys/class/thermal/thermal_zone*/temp")
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


class _CpuTimes(Struct, frozen=True):
    """Processor time since boot, in ticks."""

    all_ticks: int = 0
    idle_ticks: int = 0


class Machine:
    """Remembers the processor times of the last question, for the share used since."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._before = _CpuTimes()
        self._busy_ratio = 0.0

    def read(self) -> MachineReading:
        """Return the shares now; the processor's is since the last call, the first time since the machine booted."""
        try:
            return MachineReading(
                cpu_ratio=self._busy(_cpu_times(self._root / "proc/stat")),
                memory_ratio=_memory_ratio(self._root / "proc/meminfo"),
                disk_ratio=_disk_ratio(self._root),
                temperature_celsius=_hottest_celsius(self._root),
                agent_rss_bytes=_resident_bytes(self._root / "proc/self/statm"),
            )
        except (OSError, ValueError, LookupError) as error:
            raise Unavailable("not_supported") from error

    def _busy(self, now: _CpuTimes) -> float:
        """Return the share in use; the former one while no tick has passed. Idle time may go back a little."""
        passed = now.all_ticks - self._before.all_ticks
        if passed > 0:
            self._busy_ratio = min(1.0, max(0.0, 1 - (now.idle_ticks - self._before.idle_ticks) / passed))
            self._before = now
        return self._busy_ratio


def _cpu_times(file: Path) -> _CpuTimes:
    ticks = [int(word) for word in file.read_text(encoding="ascii").split("\n", 1)[0].split()[1:]][:_COUNTED]
    return _CpuTimes(sum(ticks), ticks[_IDLE] + ticks[_WAITING])


def _memory_ratio(file: Path) -> float:
    lines = (line.split() for line in file.read_text(encoding="ascii").splitlines())
    kilobytes = {words[0]: int(words[1]) for words in lines}
    return 1 - kilobytes["MemAvailable:"] / kilobytes["MemTotal:"]


def _disk_ratio(root: Path) -> float:
    """Return the share of the system disk in use, of what others than root may use."""
    disk = os.statvfs(root)
    used = disk.f_blocks - disk.f_bfree
    return used / (used + disk.f_bavail)


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


def _resident_bytes(file: Path) -> int:
    return int(file.read_text(encoding="ascii").split()[1]) * _PAGE_BYTES
