"""Offers prepared packets to a broker as fast as it takes them, a window in flight on each connection."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from tests.bench import packets

if TYPE_CHECKING:
    from collections.abc import Sequence

WINDOW = 200
"""Messages in flight on a connection; enough to keep Mosquitto busy, far below its limits."""

Message = tuple[str, bytes, bool]
"""Topic, payload, retained."""


class _Connection(asyncio.Protocol):
    """Sends its share of the messages in order and counts the PUBACKs."""

    def __init__(self, name: str, blobs: Sequence[bytes], done: asyncio.Future[None]) -> None:
        self._name, self._blobs, self._done = name, blobs, done
        self._sent = self._acknowledged = 0
        self._buffer = bytearray()
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(packets.connect(self._name))

    def data_received(self, received: bytes) -> None:
        self._buffer += received
        whole = packets.split(self._buffer)
        for first, _start, _end in whole:
            self._acknowledged += first >> 4 == packets.PUBACK
        if whole:
            del self._buffer[: whole[-1][2]]
        self._fill()

    def _fill(self) -> None:
        upto = min(len(self._blobs), self._acknowledged + WINDOW)
        if upto > self._sent:
            self._transport.write(b"".join(self._blobs[self._sent : upto]))
            self._sent = upto
        if self._acknowledged >= len(self._blobs) and not self._done.done():
            self._transport.write(b"\xe0\x00")
            self._done.set_result(None)


async def offer(port: int, messages: Sequence[Message], connections: int = 4) -> None:
    """Publish every message at QoS 1 and return once all are acknowledged by the broker.

    The messages of one terminal stay on one connection, so that their order holds.
    """
    shares: list[list[bytes]] = [[] for _ in range(connections)]
    for topic, payload, retain in messages:
        share = shares[hash(topic.split("/")[2]) % connections]
        share.append(packets.publish(topic, payload, len(share) % 65_000 + 1, retain))
    loop = asyncio.get_running_loop()
    waits = []
    for index, share in enumerate(shares):
        done: asyncio.Future[None] = loop.create_future()
        connection = _Connection(f"load-{index}", share, done)
        await loop.create_connection(partial(_same, connection), "127.0.0.1", port)
        waits.append(done)
    await asyncio.gather(*waits)


def _same(connection: _Connection) -> _Connection:
    return connection
