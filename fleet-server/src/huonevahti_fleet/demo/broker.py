"""The demo's own broker and the lines to it, each of which can be cut as if with scissors.

amqtt needs nothing but Python. It never expires a client that goes silent and queues nothing for one that is away,
which is why it serves the demo and nothing else.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
from typing import TYPE_CHECKING, Any

from amqtt.broker import Broker
from amqtt.contexts import BrokerConfig, ListenerConfig, ListenerType

if TYPE_CHECKING:
    from collections.abc import Coroutine

LOOPBACK = "127.0.0.1"
PATIENCE_SECONDS = 10.0


class DemoBroker:
    """A broker on a free port of loopback, in a thread of its own, so that nobody's slowness is another's."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="broker", daemon=True)
        self._broker: Broker | None = None
        self._lines: list[Line] = []
        self.port = 0

    def start(self) -> None:
        """Listen; `port` is known when this returns."""
        logging.getLogger("amqtt").setLevel(logging.CRITICAL)  # a cut line is no news here
        logging.getLogger("transitions").setLevel(logging.CRITICAL)
        self._thread.start()
        self.port = free_port()
        self._wait_for(self._start())

    def line(self) -> Line:
        """Return a new line to the broker, uncut, on a port of its own."""
        line = Line(self._loop, self.port)
        self._wait_for(line.open())
        self._lines.append(line)
        return line

    def stop(self) -> None:
        """Close every line and the broker; its thread has ended when this returns."""
        self._wait_for(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE_SECONDS)
        self._loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    def _wait_for(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE_SECONDS)

    async def _start(self) -> None:
        listener = ListenerConfig(type=ListenerType.TCP, bind=f"{LOOPBACK}:{self.port}")
        plugins = {"amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True}}
        self._broker = Broker(BrokerConfig(listeners={"default": listener}, plugins=plugins))
        await self._broker.start()

    async def _stop(self) -> None:
        for line in self._lines:
            await line.close()
        if self._broker is not None:
            await self._broker.shutdown()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)


class Line:
    """A TCP relay between one terminal and the broker. Cut, it drops what is on it and takes no new connection."""

    def __init__(self, loop: asyncio.AbstractEventLoop, target_port: int) -> None:
        self._loop = loop
        self._target_port = target_port
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self.is_cut = False
        self.port = 0

    def cut(self) -> None:
        """Abort what is connected; callable from any thread, done when it returns."""
        self.is_cut = True
        done = threading.Event()
        self._loop.call_soon_threadsafe(self._abort, done)
        done.wait(PATIENCE_SECONDS)

    def mend(self) -> None:
        """Take connections again."""
        self.is_cut = False

    async def open(self) -> None:
        """Listen on a free port of loopback."""
        self._server = await asyncio.start_server(self._relay, LOOPBACK, 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Drop what is connected and listen no more."""
        self.is_cut = True
        self._abort(None)
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    def _abort(self, done: threading.Event | None) -> None:
        for writer in tuple(self._writers):
            writer.transport.abort()
        if done is not None:
            done.set()

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.is_cut:
            writer.transport.abort()
            return
        broker_reader, broker_writer = await asyncio.open_connection(LOOPBACK, self._target_port)
        pair = {writer, broker_writer}
        self._writers |= pair
        try:
            await asyncio.gather(_pump(reader, broker_writer), _pump(broker_reader, writer))
        finally:
            self._writers -= pair
            for end in pair:
                end.transport.abort()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while piece := await reader.read(65_536):
            writer.write(piece)
            await writer.drain()
        writer.close()
    except OSError:
        writer.transport.abort()


def free_port() -> int:
    """Return a port of loopback that nobody listens on now."""
    with socket.socket() as chosen:
        chosen.bind((LOOPBACK, 0))
        port: int = chosen.getsockname()[1]
        return port
