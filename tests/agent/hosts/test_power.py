"""A restart is ordered from the login manager, and the inhibitor lives exactly as long as it is wanted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from huonevahti_agent.host import Unavailable
from huonevahti_agent.hosts.linux import LinuxHost, power
from tests.waiting import wait_until

INHIBITING = """
import sys, time
from huonevahti_agent.hosts.linux.power import Power
power = Power()
power.inhibit(is_on=True)
print("holding", flush=True)
time.sleep(60)
"""


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose programs come before the machine's own: this one is not to restart."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return folder


@pytest.fixture
def host(tmp_path: Path) -> Iterator[LinuxHost]:
    host = LinuxHost(tmp_path)
    yield host
    host.close()


def _program(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="ascii")
    (folder / name).chmod(0o755)


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def _holder(folder: Path) -> int | None:
    """The process that holds the inhibitor, as it wrote itself down."""
    file = folder / "holder"
    return int(file.read_text(encoding="ascii")) if file.exists() and file.read_text(encoding="ascii") else None


def test_a_restart_is_asked_of_logind_with_everybodys_inhibitors_looked_at(
    host: LinuxHost, programs: Path
) -> None:
    _program(programs, "systemctl", f'echo "$@" > {programs}/asked')
    host.restart()
    assert (programs / "asked").read_text(encoding="ascii").split() == list(power.RESTART[1:])
    assert "--check-inhibitors=yes" in power.RESTART


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ('Operation inhibited by "packagekit" (PID 7), reason is "update".', "inhibited"),
        ("Call to Reboot failed: Access denied", "not_permitted"),
        ("Failed to set wall message: Interactive authentication required.", "not_permitted"),
        ("Failed to connect to bus: No such file or directory", "failed"),
    ],
)
def test_a_refused_restart_says_why(host: LinuxHost, programs: Path, said: str, reason: str) -> None:
    _program(programs, "systemctl", f"echo '{said}' >&2; exit 1")
    with pytest.raises(Unavailable, match=f"^{reason}$"):
        host.restart()


def test_without_logind_nothing_restarts(
    host: LinuxHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for order in (host.restart, lambda: host.inhibit(is_on=True)):
        with pytest.raises(Unavailable, match="not_supported"):
            order()


def test_an_inhibitor_is_held_once_and_ends_when_it_is_not_wanted(host: LinuxHost, programs: Path) -> None:
    _program(programs, "systemd-inhibit", f"echo $$ >> {programs}/holder; exec cat")
    host.inhibit(is_on=True)
    wait_until(lambda: _holder(programs) is not None, "the holder to run")
    host.inhibit(is_on=True)
    holder = _holder(programs)
    assert holder is not None
    assert _runs(holder), "asked again it changes nothing"
    host.inhibit(is_on=False)
    assert not _runs(holder)


def test_an_inhibitor_ends_with_an_agent_that_is_killed(programs: Path) -> None:
    _program(programs, "systemd-inhibit", f"echo $$ > {programs}/holder; exec cat")
    agent = subprocess.Popen([sys.executable, "-c", INHIBITING], stdout=subprocess.PIPE)
    wait_until(lambda: _holder(programs) is not None, "the holder to run")
    holder = _holder(programs)
    assert holder is not None
    agent.send_signal(signal.SIGKILL)
    agent.communicate()
    wait_until(lambda: not _runs(holder), "the holder to end")


def test_an_inhibitor_that_is_refused_is_told_of_and_tried_again(host: LinuxHost, programs: Path) -> None:
    _program(programs, "systemd-inhibit", f"echo $$ > {programs}/holder; exit 1")
    host.inhibit(is_on=True)
    wait_until(lambda: (h := _holder(programs)) is not None and not _runs(h), "the refusal")
    with pytest.raises(Unavailable, match="not_permitted"):
        host.inhibit(is_on=True)
    _program(programs, "systemd-inhibit", f"echo $$ > {programs}/holder; exec cat")
    host.inhibit(is_on=True)
    host.inhibit(is_on=True)


@pytest.mark.parametrize(("text", "at"), [("1795500000\n", 1_795_500_000), ("0\n", 0)])
def test_the_hardware_clock_is_read_as_the_kernel_tells_it(
    host: LinuxHost, tmp_path: Path, text: str, at: int
) -> None:
    with pytest.raises(Unavailable, match="not_supported"):
        host.hardware_clock()
    file = tmp_path / "sys/class/rtc/rtc0/since_epoch"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="ascii")
    assert host.hardware_clock() == datetime.fromtimestamp(at, UTC)
