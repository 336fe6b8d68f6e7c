"""Sound in and out of a real PulseAudio, and the loop test through a null sink: whole, cut, attenuated."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from huonevahti_agent.domain import loop_test
from huonevahti_agent.host import Unavailable
from huonevahti_agent.hosts.linux import LinuxHost, pcm
from huonevahti_wire.signals import State
from tests.agent.hosts.sound_server import MICROPHONE, SPEAKERS, SoundServer
from tests.waiting import wait_until


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundServer]:
    server = SoundServer(tmp_path)
    server.start()
    monkeypatch.setenv("PULSE_SERVER", server.address)
    yield server
    server.stop()


def _heard() -> loop_test.Heard:
    out = loop_test.sound_out()
    return loop_test.hear(pcm.hear_back(MICROPHONE, SPEAKERS, out, loop_test.LISTENING_SECONDS))


def test_a_loop_passes_warns_when_attenuated_by_six_decibels_and_fails_when_cut(server: SoundServer) -> None:
    calibration = loop_test.calibrate([_heard()])
    assert loop_test.judge(_heard(), calibration).state == State.OK

    server.control("set-source-volume", MICROPHONE, "-6dB")
    attenuated = loop_test.judge(_heard(), calibration)
    assert (attenuated.state, attenuated.reason) == (State.WARNING, "quieter")
    assert attenuated.change_db == pytest.approx(-6, abs=0.2)

    server.control("set-source-volume", MICROPHONE, "0dB")
    server.control("set-sink-mute", SPEAKERS, "1")
    cut = loop_test.judge(_heard(), calibration)
    assert (cut.state, cut.reason) == (State.FAILED, "cut")


def test_listening_and_playing_ourselves_is_no_use_of_the_devices(server: SoundServer) -> None:
    host = LinuxHost()
    both = threading.Thread(target=pcm.hear_back, args=(MICROPHONE, SPEAKERS, loop_test.sound_out(), 2.0))
    both.start()
    try:
        wait_until(lambda: _count(server, "sink-inputs") == 1, "the tones are played")
        reading = host.sound()
    finally:
        both.join()
        host.close()
    assert [device.users for device in (*reading.sources, *reading.sinks) if device.users] == []


def _count(server: SoundServer, streams: str) -> int:
    run = subprocess.run(
        ["pactl", "list", "short", streams],
        env=server.environment,
        capture_output=True,
        check=True,
        timeout=10,
    )
    return len(run.stdout.splitlines())


def test_a_stretch_is_as_long_as_asked_for(server: SoundServer) -> None:
    del server
    assert len(pcm.listen(MICROPHONE, 0.5)) == pcm.RATE_HERTZ


def test_a_device_that_is_not_there_fails_and_no_server_says_so(
    server: SoundServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for attempt in (lambda: pcm.listen("nobody", 1), lambda: pcm.play("nobody", bytes(320))):
        with pytest.raises(Unavailable, match="failed"):
            attempt()
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/nobody")
    with pytest.raises(Unavailable, match="no_sound_server"):
        pcm.listen(MICROPHONE, 1)
    server.stop()


def test_a_server_that_hangs_is_given_up_in_time(server: SoundServer) -> None:
    server.freeze()
    started = time.monotonic()
    try:
        with pytest.raises(Unavailable, match="timeout"):
            pcm.listen(MICROPHONE, 0.1)
    finally:
        server.thaw()
    assert time.monotonic() - started < 0.1 + pcm.COLD_START_SECONDS + pcm.GRACE_SECONDS + 1


def test_a_machine_without_the_programs_says_that_it_cannot(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unavailable, match="not_supported"):
        pcm.listen(MICROPHONE, 1)


def test_more_than_fits_in_memory_is_neither_heard_nor_played() -> None:
    with pytest.raises(ValueError, match="seconds to listen: found 121, expected more than 0, 120 at most"):
        pcm.listen(MICROPHONE, 121)
    with pytest.raises(ValueError, match=r"seconds to play: found 120\.5, expected more than 0, 120 at most"):
        pcm.play(SPEAKERS, bytes(120 * 32_000 + 16_000))


def test_no_child_and_no_open_file_is_left_behind(server: SoundServer) -> None:
    del server
    before = _open_files()
    pcm.hear_back(MICROPHONE, SPEAKERS, loop_test.sound_out(), 0.5)
    with pytest.raises(Unavailable):
        pcm.listen("nobody", 1)
    assert _open_files() == before


def _open_files() -> list[str]:
    return sorted(entry.name for entry in Path("/proc/self/fd").iterdir())[:-1]
