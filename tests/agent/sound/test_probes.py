"""Hearing and loop as the agent runs them, probe and Linux host and all, in rooms of a real PulseAudio."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from huonevahti_agent.domain.learnt import Learnt
from huonevahti_agent.hosts.linux import LinuxHost
from huonevahti_agent.probes import hearing, loop
from huonevahti_wire.profile import Profile, RoleMatch
from tests.agent.hosts.sound_server import MICROPHONE, SPEAKERS, SoundServer
from tests.agent.probes.judged import words
from tests.agent.sound.rooms import Room
from tests.agent.sound.sounds import noise, with_clicks

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
CLICKS = (0.5, 2.0, 20.0)
Heard = dict[float, list[dict[str, str]]]


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory, scaled: Callable[[int, int], int]) -> Iterator[Heard]:
    """What is not ok, by clicks a second: one test each, and of quiet two (ten minutes of them at full count)."""
    server = SoundServer(tmp_path_factory.mktemp("pulse"))
    server.start()
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(len(CLICKS) + 1) as beside:
        patch.setenv("PULSE_SERVER", server.address)
        crackling = {each: Room(server, f"clicks_{number}") for number, each in enumerate(CLICKS)}
        quiet = Room(server, "quiet")
        nights = range(scaled(2, round(600 / hearing.LISTENING_SECONDS)))
        try:
            found = {each: beside.submit(_heard, room, each, 1) for each, room in crackling.items()}
            still = beside.submit(lambda: [_heard(quiet, 0.0, seed) for seed in nights])
            yield {0.0: still.result(), **{each: [one.result()] for each, one in found.items()}}
        finally:
            server.stop()


def _heard(room: Room, per_second: float, seed: int) -> dict[str, str]:
    sound = noise(hearing.LISTENING_SECONDS + 10.0, seed=seed)
    profile = Profile(name="p", platform="linux", roles={"microphone": RoleMatch(sound_name=room.microphone)})
    host = LinuxHost()
    try:
        with room.filled(with_clicks(sound, per_second) if per_second else sound):
            judged = words(hearing.signals(hearing.sample(host, profile), profile))
    finally:
        host.close()
    assert judged.keys() == set(hearing.SIGNALS)
    return {name: word for name, word in judged.items() if word != "ok"}


@pytest.mark.parametrize("per_second", CLICKS)
def test_the_probe_finds_clicks_in_a_quiet_room(heard: Heard, per_second: float) -> None:
    state = "failed" if per_second > 1 else "warning"
    assert heard[per_second] == [{"microphone.crackle": f"{state} crackles"}]


def test_the_probe_finds_nothing_in_quiet(heard: Heard) -> None:
    assert [found for found in heard[0.0] if found] == []


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundServer]:
    server = SoundServer(tmp_path)
    server.start()
    monkeypatch.setenv("PULSE_SERVER", server.address)
    yield server
    server.stop()


def test_the_probe_calibrates_a_loop_and_finds_it_attenuated_cut_and_mended(server: SoundServer) -> None:
    roles = {"microphone": RoleMatch(sound_name=MICROPHONE), "speakers": RoleMatch(sound_name=SPEAKERS)}
    profile = Profile(name="p", platform="linux", roles=roles)  # type: ignore[arg-type]  # both are roles
    host, known = LinuxHost(), Learnt()

    def judged() -> str:
        nonlocal known
        sample = replace(loop.sample(host, profile), learnt=known)
        known = loop.learn(sample, profile, AT)
        return words(loop.signals(sample, profile))["sound.loop"]

    try:
        assert judged() == "ok"
        assert known.loop is not None
        server.control("set-source-volume", MICROPHONE, "-6dB")
        assert judged() == "warning quieter"
        server.control("set-source-volume", MICROPHONE, "0dB")
        server.control("set-sink-mute", SPEAKERS, "1")
        assert judged() == "failed cut"
        server.control("set-sink-mute", SPEAKERS, "0")
        assert judged() == "ok"
    finally:
        host.close()
    assert len(known.loop.runs) == 1


def test_without_a_sound_server_both_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/nobody")
    profile = Profile(name="p", platform="linux", roles={"microphone": RoleMatch(sound_name=MICROPHONE)})
    host = LinuxHost()
    try:
        for probe in (hearing, loop):
            told = set(words(probe.signals(probe.sample(host, profile), profile)).values())
            assert told <= {"no_data no_sound_server", "no_data not_in_profile"}
    finally:
        host.close()
