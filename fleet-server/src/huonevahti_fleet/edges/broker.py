"""The broker: messages in, acknowledged only when told so, and messages out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import gmqtt

from huonevahti_fleet.domain.outgoing import Incoming, Outgoing
from huonevahti_fleet.settings import Settings
from huonevahti_wire import topics
from huonevahti_wire.codec import encode
from huonevahti_wire.messages import ServerStatus

_log = logging.getLogger(__name__)
KEEPALIVE_SECONDS = 20
RETRY_SECONDS = 1
PUBACK = b"\x40\x02"

Arrival = tuple[Incoming, Any, bytes]
"""A message, the connection it came on, and the packet id to acknowledge it by."""


class Broker:
    """One persistent session: while the server is down the broker queues, what was not acknowledged comes again."""

    def __init__(self, settings: Settings, arrived: Callable[[], None], now: datetime) -> None:
        self._settings = settings
        self._arrived = arrived
        self.arrivals: list[Arrival] = []
        self.is_connected = False
        will = gmqtt.Message(topics.SERVER_STATUS, _status("offline", now), qos=1, retain=True)
        self._client: Any = gmqtt.Client(settings.broker_client_id, clean_session=False, will_message=will)
        if settings.broker_user:
            self._client.set_auth_credentials(settings.broker_user, _password(settings))
        self._client.set_config({"reconnect_delay": RETRY_SECONDS, "reconnect_retries": -1})
        self._client.on_connect = self._on_connect
        self._client.on_disconnect = self._on_disconnect
        self._take_over_acknowledging()

    def _take_over_acknowledging(self) -> None:
        """Have each QoS 1 message handed over unacknowledged: the library knows only at once, or a task a message."""
        incoming = self._client._package_handler  # noqa: SLF001  no public way; a test would notice a change
        incoming._handle_qos_1_publish_packet = self._on_message  # noqa: SLF001  see above

    async def connect(self) -> None:
        """Connect, trying until it works; that it does not is told once."""
        host, port, was_told = self._settings.broker_host, self._settings.broker_port, False
        while True:
            try:
                await self._client.connect(
                    host, port, keepalive=KEEPALIVE_SECONDS, version=gmqtt.constants.MQTTv311
                )
            except (OSError, gmqtt.MQTTConnectError) as error:
                if not was_told:
                    _log.warning(
                        "broker %s:%s cannot be reached, tried again until it can: %s", host, port, error
                    )
                was_told = True
                await asyncio.sleep(RETRY_SECONDS)
            else:
                if was_told:
                    _log.warning("broker %s:%s is reached now", host, port)
                return

    def _on_connect(self, client: Any, *_: Any) -> None:
        """Subscribe at each connection: a broker that lost its sessions has lost ours too."""
        self.arrivals.clear()
        client.subscribe([gmqtt.Subscription(name, qos=1) for name in topics.UP_FILTERS])
        self.is_connected = True
        self._arrived()

    def _on_disconnect(self, *_: Any) -> None:
        """Forget what was not taken yet: it was not acknowledged, so it comes again."""
        self.arrivals.clear()
        self.is_connected = False

    def _on_message(
        self, packet_id: int, payload: bytes, topic: str | bytes, properties: dict[str, Any]
    ) -> None:
        name = topic if isinstance(topic, str) else topic.decode("utf-8", "replace")
        incoming = Incoming(name, payload, bool(properties["retain"]))
        self.arrivals.append((incoming, self._client._connection, packet_id.to_bytes(2, "big")))  # noqa: SLF001  no public way
        self._arrived()

    def acknowledge(self, arrivals: Iterable[Arrival]) -> None:
        """Acknowledge messages, unless their connection is gone and their packet ids with it."""
        connection = self._client._connection  # noqa: SLF001  a batch of PUBACKs is one write
        packets = b"".join(PUBACK + packet_id for _, of, packet_id in arrivals if of is connection)
        if packets and self.is_connected:
            connection.send_package(packets)

    def publish(self, messages: Iterable[Outgoing]) -> None:
        """Publish messages at least once; the library keeps them over a reconnect."""
        for message in messages:
            self._client.publish(message.topic, message.payload, qos=1, retain=message.is_retained)

    def say(self, status: str, now: datetime) -> None:
        """Publish whether this server reads what is sent."""
        self._client.publish(topics.SERVER_STATUS, _status(status, now), qos=1, retain=True)

    async def close(self, now: datetime) -> None:
        """Say goodbye and end the connection; the session stays with the broker."""
        if self.is_connected:
            self.say("offline", now)
            await asyncio.sleep(0.05)
        self._client.stop_reconnect()
        if self._client._connection is not None:  # noqa: SLF001  never connected: nothing to end
            await self._client.disconnect()


def _status(status: Any, now: datetime) -> bytes:
    return encode(ServerStatus(status=status, since=now))


def _password(settings: Settings) -> str | None:
    if not settings.broker_password_file:
        return None
    return Path(settings.broker_password_file).read_text(encoding="utf-8").strip()
