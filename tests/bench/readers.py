"""The two ends of the scale ingest is measured on: a paho subscriber that does nothing, and a bare reader.

Run as `python -m tests.bench.readers (paho|bare) PORT TOTAL`; prints READY, then messages a second.
"""

from __future__ import annotations

import asyncio
import sys
import time
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from tests.bench import packets

FILTER = "hv/1/+/report"
IDLE_SECONDS = 5.0


class Count:
    """How many messages came, and between which instants of the monotonic clock."""

    def __init__(self, total: int) -> None:
        self.total, self.got, self.first, self.last = total, 0, 0.0, 0.0

    def hit(self, messages: int = 1) -> None:
        """Count messages that came now."""
        now = time.perf_counter()
        if not self.got:
            self.first = now
        self.got, self.last = self.got + messages, now

    def is_over(self) -> bool:
        """Return whether all came, or none came for a while."""
        return self.got >= self.total or (self.got > 0 and time.perf_counter() - self.last > IDLE_SECONDS)

    def rate(self) -> float:
        """Return messages a second between the first and the last."""
        return self.got / (self.last - self.first) if self.last > self.first else 0.0


def read_with_paho(port: int, count: Count) -> None:
    """Receive with paho and do nothing with what comes."""
    client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id="idle-paho")

    def on_connect(*_: Any) -> None:
        client.subscribe(FILTER, 1)

    def on_subscribe(*_: Any) -> None:
        print("READY", flush=True)

    def on_message(_client: mqtt.Client, _userdata: Any, _message: mqtt.MQTTMessage) -> None:
        count.hit()

    client.on_connect, client.on_subscribe, client.on_message = on_connect, on_subscribe, on_message
    client.connect("127.0.0.1", port)
    while not count.is_over():
        client.loop(0.2)


class _Bare(asyncio.Protocol):
    def __init__(self, count: Count) -> None:
        self._count, self._buffer = count, bytearray()
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(packets.connect("bare") + packets.subscribe(FILTER))

    def data_received(self, received: bytes) -> None:
        self._buffer += received
        buffer, answers = self._buffer, []
        whole = packets.split(buffer)
        for first, start, _end in whole:
            if first >> 4 == packets.PUBLISH:
                id_at = start + 2 + int.from_bytes(buffer[start : start + 2], "big")
                answers.append(b"\x40\x02" + bytes(buffer[id_at : id_at + 2]))
            elif first >> 4 == packets.SUBACK:
                print("READY", flush=True)
        if whole:
            del buffer[: whole[-1][2]]
        if answers:
            self._count.hit(len(answers))
            self._transport.write(b"".join(answers))


async def read_bare(port: int, count: Count) -> None:
    """Receive with forty lines of asyncio: the ceiling of what this broker and machine deliver to Python."""
    await asyncio.get_running_loop().create_connection(lambda: _Bare(count), "127.0.0.1", port)
    while not count.is_over():  # noqa: ASYNC110  an event would cost the very reader that is measured
        await asyncio.sleep(0.05)


def main(arguments: list[str]) -> None:
    """Read with the client named, then print the rate."""
    client, port, total = arguments[0], int(arguments[1]), int(arguments[2])
    count = Count(total)
    if client == "paho":
        read_with_paho(port, count)
    else:
        asyncio.run(read_bare(port, count))
    print(f"{count.rate():.0f} {count.got}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
