"""The demo's broker: it carries, and a line that is cut is a line that is gone."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from paho.mqtt import client as paho
from paho.mqtt.enums import CallbackAPIVersion

from huonevahti_fleet.demo.broker import DemoBroker
from tests.waiting import wait_until


@pytest.fixture
def broker() -> Iterator[DemoBroker]:
    """A broker that runs."""
    running = DemoBroker()
    running.start()
    yield running
    running.stop()


class Client:
    """A real client with what it heard."""

    def __init__(self, port: int, name: str, will: str = "") -> None:
        self.heard: queue.SimpleQueue[tuple[str, bytes]] = queue.SimpleQueue()
        self.lost = threading.Event()
        self.client = paho.Client(CallbackAPIVersion.VERSION2, name)
        self.client.on_message = lambda _client, _user, message: self.heard.put(
            (message.topic, bytes(message.payload))
        )
        self.client.on_disconnect = self._on_disconnect
        self.client.on_connect = self._on_connect
        if will:
            self.client.will_set(will, b"gone", 1)
        self.client.reconnect_delay_set(1, 1)
        self.client.connect("127.0.0.1", port)
        self.client.loop_start()
        wait_until(self.client.is_connected, "connected")

    def _on_connect(self, *_: Any) -> None:
        self.client.subscribe("hv/#", 1)

    def _on_disconnect(self, *_: Any) -> None:
        self.lost.set()

    def stop(self) -> None:
        self.client.disconnect()
        self.client.loop_stop()


def test_a_message_goes_through_a_line(broker: DemoBroker) -> None:
    near, far = Client(broker.port, "near"), Client(broker.line().port, "far")
    far.client.publish("hv/hello", b"1", 1).wait_for_publish(5)
    assert near.heard.get(timeout=5) == ("hv/hello", b"1")
    near.stop()
    far.stop()


def test_a_cut_line_brings_out_the_will_and_mended_it_carries_again(broker: DemoBroker) -> None:
    line = broker.line()
    near, far = Client(broker.port, "near"), Client(line.port, "far", will="hv/will")
    line.cut()
    assert near.heard.get(timeout=5) == ("hv/will", b"gone")
    assert far.lost.wait(5)
    assert not far.client.is_connected()
    line.mend()
    wait_until(far.client.is_connected, "connected again")
    far.client.publish("hv/back", b"2", 1).wait_for_publish(5)
    assert near.heard.get(timeout=5) == ("hv/back", b"2")
    near.stop()
    far.stop()


def test_cutting_one_line_leaves_the_others_alone(broker: DemoBroker) -> None:
    one, other = broker.line(), broker.line()
    first, second = Client(one.port, "first"), Client(other.port, "second")
    one.cut()
    assert first.lost.wait(5)
    assert not second.lost.is_set()
    first.stop()
    second.stop()
