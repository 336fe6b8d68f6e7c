"""The remedies of sound on a real PulseAudio: mended by the real verbs, seen by the real probes, undone if worse."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from huonevahti_agent import app
from huonevahti_agent.host import Host, SoundDevice
from huonevahti_agent.host.remedy import Ailment, Remedy, Treated
from huonevahti_agent.hosts.linux import LinuxHost
from huonevahti_agent.probes import microphone, session, speakers
from huonevahti_agent.remedies import REMEDIES, choose_default, set_levels, unmute
from huonevahti_agent.remedies._sound import Former
from huonevahti_agent.settings import Settings
from huonevahti_wire.profile import Profile, RoleMatch
from huonevahti_wire.signals import State
from tests.agent.hosts.sound_server import DEVICES, MICROPHONE, OTHER_MICROPHONE, SPEAKERS, SoundServer
from tests.agent.remedies.stage import Told, failed, remedies_told
from tests.agent.rooms import verify
from tests.fakes.broker import FakeBroker

PROFILE = Profile(
    name="staged",
    platform="linux",
    roles={"microphone": RoleMatch(sound_name=MICROPHONE), "speakers": RoleMatch(sound_name=SPEAKERS)},
    watching_seconds={"*": 0.3},
    poll_seconds={"*": 0.3},
)


class Terminal:
    """The real agent on the real sound server of an empty room."""

    def __init__(self, folder: Path, remedies: tuple[Remedy, ...] = REMEDIES) -> None:
        self.host = LinuxHost()
        self._broker = FakeBroker()
        settings = Settings(terminal="imatra-1", state=folder / "agent")
        choices = app.Choices(
            profile=PROFILE,
            verify=verify,
            probes=(session, microphone, speakers),
            remedies=remedies,
            rng=Random(1),
        )
        self._cycle = app.build(settings, self.host, self._broker.client("imatra-1"), choices)

    def run(self, seconds: float) -> Told:
        """Let the agent turn until something was told of a remedy, for so long at the most; return it all."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not self.told():
            self._cycle.turn()
            self.host.wait(min(0.1, self._cycle.next_turn_in()))
        return self.told()

    def told(self) -> Told:
        """What was told of remedies: which, what came of it, and why."""
        return remedies_told(self._broker)

    def state(self, name: str) -> State:
        """How a signal stands for the agent."""
        return self._cycle._parts.sensing.signals[name].state

    def close(self) -> None:
        """End without a word."""
        self._cycle.break_off()
        self.host.close()


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundServer]:
    """A sound server at the levels that the profile allows."""
    server = SoundServer(tmp_path)
    server.start()
    monkeypatch.setenv("PULSE_SERVER", server.address)
    server.control("set-default-sink", SPEAKERS)
    for words in (("source", MICROPHONE), ("sink", SPEAKERS)):
        server.control(f"set-{words[0]}-volume", words[1], "70%")
    yield server
    server.stop()


@pytest.fixture
def terminal(server: SoundServer, tmp_path: Path) -> Iterator[Terminal]:
    """The agent on it, with all its remedies."""
    del server
    found = Terminal(tmp_path)
    yield found
    found.close()


def _device(host: Host, name: str) -> SoundDevice:
    reading = host.sound()
    return next(device for device in (*reading.sources, *reading.sinks) if device.name == name)


BROKEN: dict[str, tuple[tuple[str, ...], str, str]] = {
    "muted microphone": (("set-source-mute", MICROPHONE, "1"), "microphone.muted", "unmute"),
    "muted speakers": (("set-sink-mute", SPEAKERS, "1"), "speakers.muted", "unmute"),
    "low microphone": (("set-source-volume", MICROPHONE, "5%"), "microphone.volume", "set_levels"),
    "low speakers": (("set-sink-volume", SPEAKERS, "2%"), "speakers.volume", "set_levels"),
    "other microphone": (("set-default-source", OTHER_MICROPHONE), "microphone.default", "choose_default"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_somebody_did_at_the_mixer_is_mended_and_told_once(
    server: SoundServer, terminal: Terminal, what: str
) -> None:
    words, name, remedy = BROKEN[what]
    assert terminal.run(2.0) == []
    assert terminal.state(name) is State.OK
    server.control(*words)
    assert terminal.run(20.0) == [(remedy, "done", "")]
    assert terminal.state(name) is State.OK


TAKEN_BACK: dict[str, tuple[Remedy, tuple[str, ...], str, Callable[[SoundDevice], object]]] = {
    "unmute": (
        unmute,
        ("set-source-mute", MICROPHONE, "1"),
        "microphone.muted",
        lambda device: device.muted,
    ),
    "set_levels": (
        set_levels,
        ("set-source-volume", MICROPHONE, "10%"),
        "microphone.volume",
        lambda device: round(device.volume_ratio, 2),
    ),
    "choose_default": (
        choose_default,
        ("set-default-source", OTHER_MICROPHONE),
        "microphone.default",
        lambda device: device.is_default,
    ),
}


@pytest.mark.parametrize("what", TAKEN_BACK)
def test_each_change_can_be_taken_back_to_what_it_was(
    server: SoundServer, terminal: Terminal, what: str
) -> None:
    remedy, words, name, look = TAKEN_BACK[what]
    server.control(*words)
    before = look(_device(terminal.host, MICROPHONE))
    former = remedy.apply(terminal.host, (failed(name),), PROFILE)
    assert look(_device(terminal.host, MICROPHONE)) != before
    remedy.undo(terminal.host, former, PROFILE)
    assert look(_device(terminal.host, MICROPHONE)) == before


class Loud:
    """Unmutes the microphone as it should, and mutes the speakers as it should not."""

    NAME, CAP_PER_DAY, LOOKS_AFTER_SECONDS = "unmute", 4, 1.0
    TREATS: tuple[Ailment, ...] = (Ailment("microphone.muted"), Ailment("speakers.muted"))

    def apply(self, host: Host, treated: Treated, profile: Profile) -> object:
        host.set_muted("sink", SPEAKERS, True)
        return unmute.apply(host, treated, profile)

    def undo(self, host: Host, former: Former, profile: Profile) -> None:
        host.set_muted("sink", SPEAKERS, False)
        unmute.undo(host, former, profile)


def test_what_made_it_worse_is_undone_and_told_so(server: SoundServer, tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, (Loud(),))
    try:
        assert terminal.run(2.0) == []
        server.control("set-source-mute", MICROPHONE, "1")
        assert terminal.run(20.0) == [("unmute", "undone", "worse")]
        assert _device(terminal.host, MICROPHONE).muted
        assert not _device(terminal.host, SPEAKERS).muted
        assert terminal.state("speakers.muted") is State.OK
    finally:
        terminal.close()


def test_a_sound_server_that_is_gone_is_started_anew_and_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.delenv("PULSE_SERVER", raising=False)
    script = tmp_path / "default.pa"
    monkeypatch.setenv("PULSE_SCRIPT", str(script))
    loads = [f"load-module {module}" for module in ("module-native-protocol-unix", *DEVICES)]
    chosen = [f"set-default-sink {SPEAKERS}", f"set-default-source {MICROPHONE}"]
    script.write_text("\n".join([*loads, *chosen, ""]), encoding="utf-8")
    terminal = Terminal(tmp_path)
    try:
        assert terminal.run(40.0) == [("restart_sound", "done", "")]
        assert terminal.state("microphone.present") is terminal.state("speakers.present") is State.OK
    finally:
        terminal.close()
        subprocess.run(["pulseaudio", "--kill"], check=True, timeout=10)
