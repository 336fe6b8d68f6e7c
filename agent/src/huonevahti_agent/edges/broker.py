"""The connection to the broker: MQTT 3.1.1 through paho, whose thread only queues what comes and wakes the cycle."""

from __future__ import annotations

import socket
import ssl
import sys
import types
import urllib
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct

if "urllib.request" not in sys.modules:
    # paho imports it for a proxy that we never use; with http.client and email behind it, it costs 1.2 MB
    _absent = types.ModuleType("urllib.request")
    sys.modules["urllib.request"] = _absent
    urllib.request = _absent  # what the import statement would have set
    import paho.mqtt.client as paho
    from paho.mqtt.enums import CallbackAPIVersion

    del sys.modules["urllib.request"]
else:
    import paho.mqtt.client as paho
    from paho.mqtt.enums import CallbackAPIVersion

if TYPE_CHECKING:
    from collections.abc import Callable

    from huonevahti_agent.settings import Settings

CONNECT_SECONDS = 10.0
GOODBYE_SECONDS = 3.0


class Connected(Struct, frozen=True):
    """The broker has accepted the connection and its subscriptions are on their way."""


class Lost(Struct, frozen=True):
    """The connection, or the attempt at one, is over; `reason` is a code."""

    reason: str


class Arrived(Struct, frozen=True):
    """One message."""

    topic: str
    payload: bytes


Incoming = Connected | Lost | Arrived


class Call(Struct, frozen=True):
    """What a connection is opened with: the will, what to subscribe to, and when silence means death."""

    will_topic: str
    will_payload: bytes
    filters: tuple[str, ...]
    keepalive_seconds: int


class Broker(Protocol):
    """A broker as the cycle sees it. Everything is QoS 1; no call blocks, except `close` for a few seconds."""

    def open(self, call: Call, wake: Callable[[], None]) -> None:
        """Begin to connect, over any earlier connection; `Connected` or `Lost` will come, then `wake`."""
        ...

    def publish(self, topic: str, payload: bytes, retain: bool) -> bool:
        """Hand over a message; False when there is no connection."""
        ...

    def incoming(self) -> Incoming | None:
        """Return the next thing that came, None when there is none."""
        ...

    def close(self) -> None:
        """Send what was handed over, say a clean goodbye and close."""
        ...

    def sever(self) -> None:
        """Break the connection without a goodbye, so that the broker publishes the will."""
        ...


class MqttBroker:
    """The real broker. One paho client a connection, because a will belongs to one connection."""

    def __init__(self, settings: Settings) -> None:
        """Keep where the broker is and how to prove who we are."""
        self._settings = settings
        self._queue: SimpleQueue[Incoming] = SimpleQueue()
        self._client: paho.Client | None = None
        self._last: paho.MQTTMessageInfo | None = None

    def open(self, call: Call, wake: Callable[[], None]) -> None:
        """Begin to connect in paho's own thread."""
        self._drop()
        client = paho.Client(
            CallbackAPIVersion.VERSION2,
            client_id=self._settings.terminal,
            clean_session=True,
            reconnect_on_failure=False,
        )
        client.connect_timeout = CONNECT_SECONDS
        client.will_set(call.will_topic, call.will_payload, qos=1, retain=True)
        _prove(client, self._settings)
        self._client = client
        self._listen(client, call, wake)
        client.connect_async(self._settings.broker_host, self._settings.broker_port, call.keepalive_seconds)
        client.loop_start()

    def _listen(self, client: paho.Client, call: Call, wake: Callable[[], None]) -> None:
        def put(what: Incoming) -> None:
            if client is self._client:
                self._queue.put(what)
                wake()

        def connected(_client: Any, _user: Any, _flags: Any, code: Any, _properties: Any) -> None:
            if code.is_failure:
                put(Lost("refused"))
                return
            if call.filters:
                client.subscribe([(topic, 1) for topic in call.filters])
            put(Connected())

        def failed(_client: Any, _user: Any) -> None:
            client.disconnect()  # ends paho's thread, which would try again with a will of an old connection
            put(Lost("unreachable"))

        def disconnected(_client: Any, _user: Any, _flags: Any, _code: Any, _properties: Any) -> None:
            put(Lost("lost"))

        def arrived(_client: Any, _user: Any, message: paho.MQTTMessage) -> None:
            put(Arrived(message.topic, bytes(message.payload)))

        client.on_connect, client.on_connect_fail = connected, failed
        client.on_disconnect, client.on_message = disconnected, arrived

    def publish(self, topic: str, payload: bytes, retain: bool) -> bool:
        """Hand a message to paho's thread."""
        if self._client is None or not self._client.is_connected():
            return False
        self._last = self._client.publish(topic, payload, qos=1, retain=retain)
        return self._last.rc == paho.MQTT_ERR_SUCCESS

    def incoming(self) -> Incoming | None:
        """Return the next thing that paho's thread queued."""
        try:
            return self._queue.get_nowait()
        except Empty:
            return None

    def close(self) -> None:
        """Wait until the last message is acknowledged, then disconnect, so that the broker drops the will."""
        if self._last is not None and self._client is not None and self._client.is_connected():
            with suppress(RuntimeError):  # the connection went while waiting
                self._last.wait_for_publish(GOODBYE_SECONDS)
        self._drop()

    def sever(self) -> None:
        """Shut the socket down under paho, as a crash would."""
        client, self._client = self._client, None
        if client is not None:
            transport = client.socket()
            if isinstance(transport, socket.socket):
                with suppress(OSError):
                    transport.shutdown(socket.SHUT_RDWR)
            client.loop_stop()

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.disconnect()
            client.loop_stop()


def _prove(client: paho.Client, settings: Settings) -> None:
    if settings.username:
        client.username_pw_set(settings.username, settings.password or None)
    if settings.ca_path is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_verify_locations(settings.ca_path)
        if settings.cert_path is not None:
            context.load_cert_chain(settings.cert_path, settings.key_path)
        client.tls_set_context(context)
