"""The machine's shares, read from files of a kernel that stand in a folder."""

from __future__ import annotations

import os
from pathlib import Path

import psutil
import pytest

from huonevahti_agent.host import Unavailable
from huonevahti_agent.hosts.linux.machine import Machine

STAT = "cpu  100 0 100 700 100 0 0 0 {guest} 0\ncpu0 1 1 1 1 1 1 1 1 1 1\n"
MEMORY = """\
MemTotal:       1000 kB
MemFree:         100 kB
MemAvailable:    600 kB
Buffers:          50 kB
Cached:          450 kB
Active:          300 kB
Inactive:        200 kB
Shmem:            10 kB
"""


@pytest.fixture(autouse=True)
def _procfs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give psutil its place back after a test that put files of its own before it."""
    monkeypatch.setattr(psutil, "PROCFS_PATH", psutil.PROCFS_PATH)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "proc").mkdir()
    (tmp_path / "proc/stat").write_text(STAT.format(guest=50))
    (tmp_path / "proc/meminfo").write_text(MEMORY)
    return tmp_path


def _sensor(root: Path, name: str, text: str) -> None:
    file = root / "sys/class" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def test_cpu_is_told_since_boot_at_first_and_since_the_last_call_then(root: Path) -> None:
    machine = Machine(root)
    assert machine.read().cpu_ratio == pytest.approx(0.2)
    (root / "proc/stat").write_text("cpu  190 0 100 710 100 0 0 0 99 0\n")
    assert machine.read().cpu_ratio == pytest.approx(0.9)
    assert machine.read().cpu_ratio == pytest.approx(0.9), "no tick has passed"


def test_idle_time_that_goes_back_is_no_more_than_a_busy_machine(root: Path) -> None:
    machine = Machine(root)
    machine.read()
    (root / "proc/stat").write_text("cpu  190 0 100 690 100 0 0 0 0 0\n")
    assert machine.read().cpu_ratio == 1.0


def test_memory_that_can_be_had_at_once_is_not_in_use(root: Path) -> None:
    assert Machine(root).read().memory_ratio == pytest.approx(0.4)


def test_the_disk_is_told_as_df_tells_it(root: Path) -> None:
    disk = os.statvfs(root)
    used = disk.f_blocks - disk.f_bfree
    assert Machine(root).read().disk_ratio == pytest.approx(used / (used + disk.f_bavail), abs=0.01)


def test_our_own_size_is_counted_in_bytes(root: Path) -> None:
    resident_bytes = int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    assert Machine(root).read().agent_rss_bytes == pytest.approx(resident_bytes, rel=0.05)


def test_the_hottest_sensor_counts_and_a_broken_one_does_not(root: Path) -> None:
    assert Machine(root).read().temperature_celsius is None
    _sensor(root, "hwmon/hwmon0/temp1_input", "41000\n")
    _sensor(root, "hwmon/hwmon0/temp2_input", "67500\n")
    _sensor(root, "hwmon/hwmon1/temp1_input", "255000\n")
    _sensor(root, "thermal/thermal_zone0/temp", "no number\n")
    assert Machine(root).read().temperature_celsius == 67.5
    _sensor(root, "thermal/thermal_zone1/temp", "71000\n")
    assert Machine(root).read().temperature_celsius == 71.0


def test_a_kernel_that_tells_nothing_is_not_supported(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="not_supported"):
        Machine(tmp_path).read()
