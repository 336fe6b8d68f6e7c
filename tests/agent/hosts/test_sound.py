"""The real host on a real PulseAudio: what it tells of devices, levels and users, and when the server goes."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pulsectl
import pytest

from huonevahti_agent.host import SoundDevice, Unavailable
from huonevahti_agent.hosts.linux import LinuxHost, sound
from huonevahti_agent.probes import microphone
from huonevahti_wire.profile import Profile, RoleMatch
from tests.agent.hosts.sound_server import MICROPHONE, OTHER_MICROPHONE, SPEAKERS, SoundServer
from tests.waiting import wait_until

PROFILE = Profile(name="kiosk", platform="linux", roles={"microphone": RoleMatch(sound_name=MICROPHONE)})


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundServer]:
    server = SoundServer(tmp_path)
    server.start()
    monkeypatch.setenv("PULSE_SERVER", server.address)
    yield server
    server.stop()


def _microphone(host: LinuxHost) -> SoundDevice:
    return next(source for source in host.sound().sources if source.name == MICROPHONE)


def _state(host: LinuxHost, name: str) -> tuple[str, str]:
    judged = microphone.signals(microphone.sample(host, PROFILE), PROFILE)
    return next((str(j.state), j.reason) for j in judged if j.name == name)


def test_monitors_are_no_microphones(server: SoundServer, host: LinuxHost) -> None:
    del server
    reading = host.sound()
    assert sorted(source.name for source in reading.sources) == [OTHER_MICROPHONE, MICROPHONE]
    assert [sink.name for sink in reading.sinks] == [SPEAKERS]


def test_the_first_reading_waits_for_nothing_but_the_server(server: SoundServer, host: LinuxHost) -> None:
    del server
    started = time.monotonic()
    host.sound()
    assert time.monotonic() - started < 1


def test_muting_the_microphone_gives_the_signal(server: SoundServer, host: LinuxHost) -> None:
    assert _state(host, "microphone.muted") == ("ok", "")
    server.control("set-source-mute", MICROPHONE, "1")
    wait_until(
        lambda: _state(host, "microphone.muted") == ("failed", "muted"), "the signal of a muted microphone", 2
    )
    server.control("set-source-mute", MICROPHONE, "0")
    wait_until(lambda: _state(host, "microphone.muted") == ("ok", ""), "the signal of an open microphone", 2)


def test_the_gain_is_told_as_a_share_of_full_scale(server: SoundServer, host: LinuxHost) -> None:
    server.control("set-source-volume", MICROPHONE, "25%")
    wait_until(lambda: abs(_microphone(host).volume_ratio - 0.25) < 0.001, "a gain of a quarter", 2)
    assert _state(host, "microphone.volume") == ("failed", "too_low")


def test_another_default_input_is_noticed(server: SoundServer, host: LinuxHost) -> None:
    assert _state(host, "microphone.default") == ("ok", "")
    server.control("set-default-source", OTHER_MICROPHONE)
    wait_until(lambda: _state(host, "microphone.default") == ("failed", "not_default"), "another default", 2)


def test_a_program_that_records_is_counted_and_the_servers_own_plumbing_is_not(
    server: SoundServer, host: LinuxHost
) -> None:
    assert _microphone(host).users == ()
    with server.recording(MICROPHONE):
        wait_until(lambda: _microphone(host).users == ("parec",), "parec records", 5)
    wait_until(lambda: _microphone(host).users == (), "parec is gone", 5)


def test_a_microphone_that_is_gone_is_missing_and_the_rest_of_it_unknown(
    server: SoundServer, host: LinuxHost
) -> None:
    assert _state(host, "microphone.present") == ("ok", "")
    server.control("unload-module", "module-remap-source")
    wait_until(
        lambda: _state(host, "microphone.present") == ("failed", "missing"), "the microphone is missing", 2
    )
    assert _state(host, "microphone.muted") == ("no_data", "missing")


@pytest.mark.parametrize("peak_ratio", [0.5, 0.05], ids=["half scale", "26 dB below full scale"])
def test_the_level_of_a_known_tone_is_right_within_one_decibel(
    server: SoundServer, host: LinuxHost, peak_ratio: float
) -> None:
    with server.playing(440, peak_ratio):
        wait_until(lambda: any(sink.users for sink in host.sound().sinks), "the tone is played", 5)
        wait_until(
            lambda: abs(host.peak_dbfs(MICROPHONE, 0.5) - 20 * math.log10(peak_ratio)) <= 1.0,
            f"a level within 1 dB of {20 * math.log10(peak_ratio):.2f} dBFS",
            8,
        )


def test_a_silent_microphone_has_the_lowest_level(server: SoundServer, host: LinuxHost) -> None:
    del server
    assert host.peak_dbfs(MICROPHONE, 0.2) == -120.0


def test_listening_ourselves_is_no_use_of_the_microphone(server: SoundServer, host: LinuxHost) -> None:
    del server
    host.peak_dbfs(MICROPHONE, 0.1)
    assert _microphone(host).users == ()


def test_a_source_that_does_not_exist_has_no_level(server: SoundServer, host: LinuxHost) -> None:
    del server
    with pytest.raises(Unavailable, match="failed"):
        host.peak_dbfs("nobody", 0.1)


def test_without_a_sound_server_nothing_can_be_told(
    host: LinuxHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/nobody")
    with pytest.raises(Unavailable, match="no_sound_server"):
        host.sound()
    assert _state(host, "microphone.present") == ("no_data", "no_sound_server")


def test_a_sound_server_that_was_restarted_is_found_again(server: SoundServer, host: LinuxHost) -> None:
    host.sound()
    server.stop()
    with pytest.raises(Unavailable, match="no_sound_server"):
        host.sound()
    server.start()
    assert _microphone(host).name == MICROPHONE


def test_a_sound_server_that_hangs_holds_nobody_up(server: SoundServer, host: LinuxHost) -> None:
    host.sound()
    server.freeze()
    started = time.monotonic()
    for _ in range(2):
        with pytest.raises(Unavailable, match="no_sound_server"):
            host.sound()
    assert time.monotonic() - started < 3
    server.thaw()
    wait_until(lambda: _answers(host), "the server is found again", 5)


@pytest.mark.parametrize(
    ("word", "is_available"),
    [(pulsectl.PulsePortAvailableEnum.yes, True), (pulsectl.PulsePortAvailableEnum.no, False),
     (pulsectl.PulsePortAvailableEnum.unknown, None)],
    ids=["in", "out", "cannot tell"],
)  # fmt: skip
def test_a_jack_is_in_or_out_in_the_librarys_own_words(word: object, is_available: bool | None) -> None:
    assert sound._is_available(SimpleNamespace(available=word)) is is_available


def test_a_device_without_ports_cannot_tell_of_a_plug(server: SoundServer, host: LinuxHost) -> None:
    del server
    microphone = _microphone(host)
    assert (microphone.port, microphone.port_available) == ("", None)


def _answers(host: LinuxHost) -> bool:
    try:
        return bool(host.sound().sources)
    except Unavailable:
        return False
