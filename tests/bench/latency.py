"""From a signal on the wire to the room's page: a browser's stream is read while a thousand terminals live on."""

from __future__ import annotations

import asyncio
import re
import time
from itertools import count
from typing import TYPE_CHECKING

from tests.bench import packets
from tests.bench.figures import Figure, quantile
from tests.bench.publisher import offer

if TYPE_CHECKING:
    from tests.bench.fleet import Load, Terminal
    from tests.bench.publisher import Message
    from tests.bench.server import Server

HEARTBEAT_SECONDS = 60.0
DRAWN = b'id="live-drawing"'
"""The part of the page that shows each device's state; it is sent anew exactly when one of them turned."""


class _Wire:
    """One connection to the broker for the whole fleet's everyday life."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer, self._ids = writer, count()

    def say(self, message: Message) -> None:
        """Publish one message."""
        topic, payload, retain = message
        self._writer.write(packets.publish(topic, payload, next(self._ids) % 65_000 + 1, retain))


async def _drain(reader: asyncio.StreamReader) -> None:
    while await reader.read(65_536):
        pass


async def _live_on(wire: _Wire, load: Load) -> None:
    """Let every terminal heartbeat once a minute, one report in twenty bringing a change."""
    while True:
        for message in load.reports(1):
            wire.say(message)
        await asyncio.sleep(HEARTBEAT_SECONDS / len(load.terminals))


async def _page(server: Server, slug: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Open a room's page as a browser does, and return its stream; it lives as long as its writer is kept."""
    html = await asyncio.to_thread(server.get, f"/rooms/{slug}?lang=en")
    found = re.search(r'sse-connect="([^"]+)"', html.decode())
    assert found is not None
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port, limit=2**22)
    writer.write(f"GET {found[1].replace('&amp;', '&')} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    return reader, writer


async def _until_drawn(page: asyncio.StreamReader) -> None:
    while DRAWN not in (line := await page.readline()):
        if not line:
            raise AssertionError("the page's stream ended, its next drawing was expected")


async def _sample(wire: _Wire, page: asyncio.StreamReader, terminal: Terminal) -> float:
    before = time.perf_counter()
    wire.say(terminal.turn("microphone.muted"))
    async with asyncio.timeout(10):
        await _until_drawn(page)
    return time.perf_counter() - before


async def _run(server: Server, port: int, load: Load, samples: int) -> list[float]:
    watched = load.terminals.pop()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(packets.connect("latency"))
    wire = _Wire(writer)
    others = [asyncio.create_task(_drain(reader)), asyncio.create_task(_live_on(wire, load))]
    page, kept = await _page(server, f"room-{watched.name.removeprefix('load-').lstrip('0')}")
    await _until_drawn(page)
    taken = []
    for _ in range(samples):
        await asyncio.sleep(load.rng.uniform(0.3, 0.9))
        taken.append(await _sample(wire, page, watched))
    kept.close()
    for task in others:
        task.cancel()
    return taken


def measure(server: Server, port: int, load: Load, samples: int) -> list[Figure]:
    """Return the median and the 99th percentile of the seconds from signal to screen."""
    asyncio.run(offer(port, list(load.births())))
    terminals = len(load.terminals)
    taken = asyncio.run(_run(server, port, load, samples))
    note = f"{samples} signals among {terminals} terminals"
    return [
        Figure("latency_p50_seconds", quantile(taken, 0.5), "s", None, note=note),
        Figure("latency_p99_seconds", quantile(taken, 0.99), "s", 1.0),
    ]
