"""The ingest: a thread of its own that takes what the broker brings, so that pages stay quick."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from datetime import datetime

from huonevahti_fleet.edges.broker import Arrival, Broker
from huonevahti_fleet.flows.pass_time import greet, pass_time
from huonevahti_fleet.flows.seal import Seal
from huonevahti_fleet.flows.take_messages import Intake
from huonevahti_fleet.settings import Settings
from huonevahti_fleet.store import Batch, Locked, Store

_log = logging.getLogger(__name__)
BATCH_MAX = 2_000
"""How many messages one turn takes at most: in a burst the more, the less each costs; a turn is some 60 ms."""
TICK_SECONDS = 0.25
PRUNE_SECONDS = 3600.0
AGAIN_SECONDS = (0.05, 0.2, 1.0)
"""How long to wait before a batch is tried again; the last one for as long as it takes."""


class Condition:
    """How the ingest fares, for health and metrics; written by its thread, read by others."""

    def __init__(self) -> None:
        self.is_connected = False
        self.committed_at: datetime | None = None
        self.trouble = ""
        self.tally: Counter[tuple[str, str]] = Counter()
        self.waits_seconds: deque[float] = deque(maxlen=100_000)
        """From arrival to commit, one for each turn since they were last read."""


class Ingest:
    """Takes messages in batches, acknowledges them when they are committed, and watches the clock."""

    def __init__(self, settings: Settings, store: Store, seal: Seal, clock: Callable[[], datetime]) -> None:
        self.condition = Condition()
        self._settings, self._store, self._seal, self._clock = settings, store, seal, clock
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), name="ingest", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping = threading.Event()
        self._is_greeted = False

    def start(self) -> None:
        """Begin to read the broker."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the turn at hand and leave the broker; what is not committed comes again."""
        self._stopping.set()
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop has ended by itself
                self._loop.call_soon_threadsafe(self._wake.set)
        self._thread.join(timeout=10)

    async def _run(self) -> None:
        self._loop, self._wake = asyncio.get_running_loop(), asyncio.Event()
        intake = await self._load()
        if intake is None:
            return
        broker = Broker(self._settings, self._wake.set, self._clock())
        connecting = asyncio.create_task(broker.connect())
        ticking = asyncio.create_task(self._tick(intake, broker))
        taking = asyncio.create_task(self._take_all(intake, broker))
        parts = (connecting, ticking, taking)
        await asyncio.wait((ticking, taking), return_when=asyncio.FIRST_COMPLETED)
        for part in parts:
            part.cancel()
        fates = await asyncio.gather(*parts, return_exceptions=True)
        await broker.close(self._clock())
        self.condition.is_connected = False
        self._tell(fates)

    def _tell(self, fates: Sequence[object]) -> None:
        """A fault of our own ends the ingest, is logged, and shows in the server's health: nothing is acknowledged."""
        for fate in fates:
            if isinstance(fate, Exception):
                self.condition.trouble = f"the ingest has ended: {type(fate).__name__}: {fate}"
                _log.error("the ingest has ended", exc_info=fate)

    async def _take_all(self, intake: Intake, broker: Broker) -> None:
        while not self._stopping.is_set():
            await self._wake.wait()
            self._wake.clear()
            while broker.arrivals and not self._stopping.is_set():
                await self._take(intake, broker)

    async def _load(self) -> Intake | None:
        while not self._stopping.is_set():
            try:
                intake = Intake(self._store, self._store.load_fleet(self._clock()), self._seal)
            except Locked as error:
                self.condition.trouble = str(error)
                await asyncio.sleep(AGAIN_SECONDS[-1])
            else:
                gc.freeze()  # the fleet stays: nobody's page need wait until the collector has walked through it
                return intake
        return None

    async def _take(self, intake: Intake, broker: Broker) -> None:
        """Take one batch; while the database is locked or full it is tried again, and nothing is acknowledged."""
        arrivals = broker.arrivals[:BATCH_MAX]
        del broker.arrivals[:BATCH_MAX]
        began, tries = time.monotonic(), 0
        while not self._stopping.is_set():
            try:
                batches = intake.take([incoming for incoming, _, _ in arrivals], self._clock())
            except Locked as error:
                self.condition.trouble = str(error)
                await asyncio.sleep(AGAIN_SECONDS[min(tries, len(AGAIN_SECONDS) - 1)])
                tries += 1
            else:
                self._committed(broker, batches, arrivals)
                self.condition.waits_seconds.append(time.monotonic() - began)
                break
        await asyncio.sleep(0)

    def _committed(self, broker: Broker, batches: Sequence[Batch], arrivals: Sequence[Arrival]) -> None:
        self.condition.trouble = ""
        if not all(batch.is_empty() for batch in batches):
            self.condition.committed_at = self._clock()
        broker.acknowledge(arrivals)
        for batch in batches:
            self.condition.tally.update(batch.tally)
            broker.publish(batch.outgoing.values())

    async def _tick(self, intake: Intake, broker: Broker) -> None:
        """Let time pass, four times a second, also while the broker is gone: then it is we who are silent."""
        pruned = time.monotonic()
        while True:
            try:
                self._pass_time(intake, broker)
                if time.monotonic() - pruned > PRUNE_SECONDS:
                    pruned = time.monotonic()
                    self._store.prune(self._clock())
            except Locked as error:
                self.condition.trouble = str(error)
            await asyncio.sleep(TICK_SECONDS)

    def _pass_time(self, intake: Intake, broker: Broker) -> None:
        now, was_connected = self._clock(), self.condition.is_connected
        self.condition.is_connected = broker.is_connected
        if broker.is_connected and not was_connected:
            intake.fleet.listening_since = now
            broker.say("online", now)
            self._is_greeted = (
                False  # what a broker without our session took before we were back came to nobody
            )
        batch = pass_time(intake, now, may_send=broker.is_connected)
        self._committed(broker, [batch], ())
        if broker.is_connected and not self._is_greeted:
            broker.publish(greet(intake, now).outgoing.values())
            self._is_greeted = True
