"""A terminal as far as the broker sees one."""

from __future__ import annotations

from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from huonevahti_wire import codec, topics
from huonevahti_wire import messages as wire
from tests.fakes.fleet import said


class Terminal:
    """Says things, and notes up to where its events are stored and what the server says of itself."""

    def __init__(self, port: int, name: str = "imatra") -> None:
        self.name = name
        self.stored: list[int] = []
        self.server: list[str] = []
        self.jobs: list[str] = []
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=f"{name}-test", clean_session=True)
        self._client.on_message = self._hear
        self._client.on_connect = self._subscribe
        self._client.connect("127.0.0.1", port)
        self._client.loop_start()

    def _subscribe(self, *_: Any) -> None:
        self._client.subscribe([(name, 1) for name in topics.down_filters(self.name)])

    def _hear(self, _: Any, __: Any, message: mqtt.MQTTMessage) -> None:
        if message.topic == topics.SERVER_STATUS:
            self.server.append(codec.decode_server_status(bytes(message.payload)).status)
        elif message.topic.endswith("/request"):
            self.jobs.append(message.topic.split("/")[-2])
        elif message.topic.endswith("event/stored"):
            self.stored.append(codec.decode(message.topic, bytes(message.payload))[1].up_to)

    def say(self, *messages: Any) -> None:
        """Publish, each acknowledged by the broker when this returns."""
        for message in messages:
            incoming = message if hasattr(message, "topic") else said(message, self.name)
            retained = isinstance(message, wire.Presence)
            self._client.publish(incoming.topic, incoming.payload, 1, retained).wait_for_publish(10)

    def end(self) -> None:
        """Leave the broker."""
        self._client.disconnect()
        self._client.loop_stop()
