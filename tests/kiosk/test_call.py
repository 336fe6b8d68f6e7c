"""A call in the kiosk outlives whoever looks at it, and no verb ends it."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from huonevahti_kiosk.words import Connection, GoHome, Look, RankCameras, RestartBrowser
from tests.house.tree import ROOT
from tests.kiosk.calls import call_up, frames_of, kiosk_running, reading_of
from tests.kiosk.stage import Site, asked, launcher
from tests.waiting import wait_until


@pytest.fixture
def site() -> Iterator[Site]:
    """The pages of both ends of the call."""
    found = Site()
    yield found
    found.close()


@pytest.fixture
def socket_of_a_call(site: Site, tmp_path: Path) -> Iterator[Path]:
    """The socket of a launcher, a program of its own, in whose browser two pages have a call."""
    with kiosk_running(site, tmp_path) as path:
        call_up(site)
        yield path


def _connection(path: Path) -> Connection:
    """The connection, as soon as it has sent a picture and heard how much of it arrived."""
    found = wait_until(lambda: _told(reading_of(path).connection), "a picture and a report of it", 40.0, 1.0)
    assert found
    return found


def _told(found: Connection | None) -> Connection | None:
    """The numbers come one by one; those of the far end with its first reports."""
    if found is None or not found.frames_per_second:
        return None
    far_end = (found.sent_loss_ratio, found.jitter_seconds, found.round_trip_seconds)
    return None if None in far_end else found


def test_the_numbers_of_the_live_connection_are_read(site: Site, socket_of_a_call: Path) -> None:
    found = _connection(socket_of_a_call)
    assert (found.connected, found.camera, found.camera_is_live) == (True, "fake_device_0", True)
    assert found.sent_loss_ratio == 0.0
    assert found.jitter_seconds is not None
    assert found.jitter_seconds < 1.0
    assert found.round_trip_seconds is not None
    assert found.round_trip_seconds < 1.0
    assert found.microphone_level_ratio is not None
    assert (reading_of(socket_of_a_call).live_tracks or 0) >= 2
    assert frames_of(site) > 0


def test_killing_the_agent_in_a_call_leaves_the_call_up(
    site: Site, socket_of_a_call: Path, free_port: int
) -> None:
    program = [sys.executable, "-m", "tests.kiosk.agent_there", str(socket_of_a_call)]
    state = str(socket_of_a_call.parent / "agent")
    with subprocess.Popen([*program, state, str(free_port)], cwd=ROOT, stdout=subprocess.PIPE) as agent:
        assert agent.stdout
        lines = (agent.stdout.readline() for _ in range(50))
        assert b"busy media\n" in lines, "the whole agent looks, and sees the call"
        agent.send_signal(signal.SIGKILL)
    before = frames_of(site)
    wait_until(lambda: frames_of(site) > before, "frames still arrive")
    assert asked(socket_of_a_call, Look()).reading


def test_no_verb_ends_a_call(site: Site, socket_of_a_call: Path) -> None:
    assert _connection(socket_of_a_call).connected
    for verb in (GoHome(), RestartBrowser(), RankCameras(("fake_device_1",))):
        assert asked(socket_of_a_call, verb).refused == "in_call"
    before = frames_of(site)
    wait_until(lambda: frames_of(site) > before, "frames still arrive")


def test_the_browser_ends_with_the_launcher_and_not_before(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "kiosk.sock"
    with launcher(site, tmp_path) as program:
        wait_until(lambda: reading_of(path).start_button == "shown", "the start page stands", 30.0)
        program.kill()
        program.wait(10)
        wait_until(lambda: not _browsers_of(tmp_path), "the browser ends", 20.0, 0.1)


def _browsers_of(folder: Path) -> list[str]:
    flag = f"--user-data-dir={folder / 'browser'}".encode()
    return [
        process.name
        for process in Path("/proc").iterdir()
        if process.name.isdigit() and flag in _words(process)
    ]


def _words(process: Path) -> bytes:
    try:
        return (process / "cmdline").read_bytes()
    except OSError:
        return b""
