"""The verbs of the real host on a real sound server and a real file system: what they change, and who undoes it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from huonevahti_agent.host import SoundDevice, Unavailable
from huonevahti_agent.hosts.linux import LinuxHost, sound_service
from huonevahti_kiosk.words import GoHome
from tests.agent.hosts.sound_server import MICROPHONE, OTHER_MICROPHONE, SPEAKERS, SoundServer
from tests.waiting import wait_until


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LinuxHost]:
    server = SoundServer(tmp_path)
    server.start()
    monkeypatch.setenv("PULSE_SERVER", server.address)
    host = LinuxHost(tmp_path)
    yield host
    host.close()
    server.stop()


def _device(host: LinuxHost, name: str) -> SoundDevice:
    reading = host.sound()
    return next(device for device in (*reading.sources, *reading.sinks) if device.name == name)


def _answers(host: LinuxHost) -> bool:
    """Whether the sound server can be asked; one that has just been started takes a moment."""
    try:
        return bool(host.sound().sinks)
    except Unavailable:
        return False


@pytest.mark.parametrize(("end", "name"), [("source", MICROPHONE), ("sink", SPEAKERS)])
def test_a_device_is_muted_and_heard_again(host: LinuxHost, end: str, name: str) -> None:
    host.set_muted(end, name, True)  # type: ignore[arg-type]  # one of the two ends
    assert _device(host, name).muted
    host.set_muted(end, name, False)  # type: ignore[arg-type]  # one of the two ends
    assert not _device(host, name).muted


@pytest.mark.parametrize(("end", "name"), [("source", MICROPHONE), ("sink", SPEAKERS)])
def test_a_volume_is_set_as_a_share_of_full_scale(host: LinuxHost, end: str, name: str) -> None:
    for ratio in (0.1, 0.7):
        host.set_volume(end, name, ratio)  # type: ignore[arg-type]  # one of the two ends
        assert _device(host, name).volume_ratio == pytest.approx(ratio, abs=0.01)


def test_the_default_microphone_is_chosen_and_given_back(host: LinuxHost) -> None:
    host.set_default("source", OTHER_MICROPHONE)
    assert not _device(host, MICROPHONE).is_default
    host.set_default("source", MICROPHONE)
    assert _device(host, MICROPHONE).is_default


ORDERS: dict[str, Callable[[LinuxHost], None]] = {
    "volume": lambda host: host.set_volume("sink", "nobody", 0.5),
    "muted": lambda host: host.set_muted("source", "nobody", True),
    "default": lambda host: host.set_default("source", SPEAKERS),
    "usb": lambda host: host.reenumerate_usb("1-9"),
}


@pytest.mark.parametrize("what", ORDERS)
def test_what_is_not_there_is_missing(host: LinuxHost, what: str) -> None:
    with pytest.raises(Unavailable, match="missing"):
        ORDERS[what](host)


def test_a_usb_device_is_switched_off_and_on_again_by_the_kernels_switch(
    host: LinuxHost, tmp_path: Path
) -> None:
    switch = tmp_path / "sys/bus/usb/devices/1-1.2/authorized"
    switch.parent.mkdir(parents=True)
    switch.write_text("0", encoding="ascii")
    host.reenumerate_usb("1-1.2")
    assert switch.read_text(encoding="ascii") == "1"


def test_a_launcher_that_is_not_there_takes_no_order(host: LinuxHost) -> None:
    with pytest.raises(Unavailable, match="no_launcher"):
        host.order_kiosk(GoHome())


def test_a_sound_server_that_is_gone_is_started_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.delenv("PULSE_SERVER", raising=False)
    host = LinuxHost()
    try:
        with pytest.raises(Unavailable, match="no_sound_server"):
            host.sound()
        host.restart_sound()
        wait_until(lambda: _answers(host), "the new server answers")
        first = (tmp_path / "pid").read_text(encoding="ascii")
        host.restart_sound()
        wait_until(lambda: _answers(host), "the server after it answers")
        assert (tmp_path / "pid").read_text(encoding="ascii") != first
    finally:
        host.close()
        subprocess.run(["pulseaudio", "--kill"], check=True, timeout=10)


def test_the_sound_server_of_another_user_is_his_to_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/run/huonevahti/sound.sock")
    with pytest.raises(Unavailable, match="not_permitted"):
        sound_service.restart()


def test_without_any_sound_service_nobody_may_restart_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unavailable, match="not_permitted"):
        sound_service.restart()
