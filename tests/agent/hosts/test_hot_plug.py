"""The real agent, as a process of its own, on mocked USB and a real broker: a camera pulled, a camera put back."""

from __future__ import annotations

import queue
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import paho.mqtt.client as mqtt
import pytest
from paho.mqtt.enums import CallbackAPIVersion

from huonevahti_wire import codec, topics
from huonevahti_wire.messages import Event, HotPlug, Report
from huonevahti_wire.signals import State
from tests.agent.hosts.test_devices import CUSTOMER, DOCUMENT, PROFILE
from tests.agent.hosts.usb_stage import ROOT, UsbStage
from tests.waiting import wait_until

TERMINAL = "imatra-1"


@pytest.fixture
def broker_port(free_port: int, tmp_path: Path) -> Iterator[int]:
    settings = tmp_path / "mosquitto.conf"
    settings.write_text(f"listener {free_port} 127.0.0.1\nallow_anonymous true\n")
    with (tmp_path / "mosquitto.log").open("wb") as log:
        broker = subprocess.Popen(["mosquitto", "-c", str(settings)], stdout=log, stderr=log)
    yield free_port
    broker.terminate()
    broker.wait(10)


class Listener:
    """Hears all that a terminal says, decoded."""

    def __init__(self, port: int) -> None:
        self._heard: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2)
        self._client.on_message = self._hear
        wait_until(lambda: self._connects(port), "the broker answers")
        self._client.subscribe([(each, 1) for each in topics.UP_FILTERS])
        self._client.loop_start()

    def until(self, fits: Callable[[list[Any]], bool], what: str, seconds: float) -> list[Any]:
        """The messages from now on, as soon as they fit together."""
        deadline, heard = time.monotonic() + seconds, list[Any]()
        while (left := deadline - time.monotonic()) > 0:
            try:
                heard.append(self._heard.get(timeout=left))
            except queue.Empty:
                break
            if fits(heard):
                return heard
        raise AssertionError(f"{what}: not heard within {seconds} s, but {heard}")

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def _connects(self, port: int) -> bool:
        try:
            return self._client.connect("127.0.0.1", port) == 0
        except ConnectionRefusedError:
            return False

    def _hear(self, _client: mqtt.Client, _nothing: Any, message: mqtt.MQTTMessage) -> None:
        self._heard.put(codec.decode(message.topic, bytes(message.payload))[1])


@pytest.fixture
def listener(broker_port: int) -> Iterator[Listener]:
    listener = Listener(broker_port)
    yield listener
    listener.close()


@pytest.fixture
def stage() -> Iterator[UsbStage]:
    with UsbStage() as stage:
        stage.plug("1-1", "05e3:0610", "USB2.0 Hub", is_hub=True)
        stage.plug_camera("1-1.1", CUSTOMER, "C270", 0)
        stage.plug_camera("1-1.2", DOCUMENT, "DocCam", 2)
        yield stage


@pytest.fixture
def agent(stage: UsbStage, broker_port: int, tmp_path: Path) -> Iterator[None]:
    profile = tmp_path / "profile.json"
    profile.write_bytes(msgspec.json.encode(PROFILE))
    given = {
        "--terminal": TERMINAL,
        "--broker": f"127.0.0.1:{broker_port}",
        "--state": str(tmp_path / "state"),
        "--profile": str(profile),
    }
    words = [word for pair in given.items() for word in pair]
    command = stage.command("-m", "huonevahti_agent", "run", *words)
    with (tmp_path / "agent.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=stage.environment, stdout=log, stderr=log)
    yield
    process.terminate()
    code = process.wait(10)
    log_text = (tmp_path / "agent.log").read_text(encoding="utf-8")
    assert code == 0, log_text
    assert "Traceback" not in log_text, log_text


def _hot_plugs(heard: list[Any]) -> list[HotPlug]:
    return [each.body for each in heard if isinstance(each, Event) and isinstance(each.body, HotPlug)]


def _tells(heard: list[Any], name: str, state: State) -> bool:
    signals = (signal for each in heard if isinstance(each, Report) for signal in each.signals)
    return any((signal.name, signal.state) == (name, state) for signal in signals)


def _both(state: State) -> Callable[[list[Any]], bool]:
    return lambda heard: bool(_hot_plugs(heard)) and _tells(heard, "camera.document.present", state)


def test_a_camera_removed_and_added_gives_event_and_signal_within_two_seconds(
    stage: UsbStage, listener: Listener, agent: None
) -> None:
    del agent
    listener.until(lambda heard: _tells(heard, "camera.order", State.OK), "a healthy room", 30)
    stage.unplug("1-1.2")
    heard = listener.until(_both(State.FAILED), "event and signal of a pulled camera", 2)
    assert _hot_plugs(heard) == [HotPlug("removed", "1-1.2", DOCUMENT, "document_camera", "DocCam")]
    stage.plug_camera("1-1.2", DOCUMENT, "DocCam", 2)
    heard = listener.until(_both(State.OK), "event and signal of a camera put back", 2)
    assert _hot_plugs(heard) == [HotPlug("added", "1-1.2", DOCUMENT, "document_camera", "DocCam")]
