"""Ten thousand terminals on one machine: all come at once, then live on at a heartbeat a minute."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import psutil

from tests.bench.broker import mosquitto
from tests.bench.figures import Figure
from tests.bench.fleet import Load
from tests.bench.publisher import offer
from tests.bench.server import running_server, wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bench.recorded import Recording

TERMINALS = 10_000
HEARTBEAT_SECONDS = 60.0
STEPS_PER_SECOND = 10


async def _live_on(port: int, load: Load, seconds: float) -> int:
    """Offer the fleet's reports at their natural pace; return how many."""
    per_step = round(len(load.terminals) / HEARTBEAT_SECONDS / STEPS_PER_SECOND)
    started, sent = time.monotonic(), 0
    for step in range(1, round(seconds * STEPS_PER_SECOND) + 1):
        await offer(port, list(load.reports(per_step)), connections=1)
        sent += per_step
        await asyncio.sleep(max(0.0, started + step / STEPS_PER_SECOND - time.monotonic()))
    return sent


def measure(folder: Path, recording: Recording, seconds: float) -> list[Figure]:
    """Return how long a reconnect of all takes, and the server's share of the machine's processor time after it."""
    load = Load(recording, TERMINALS)
    births = list(load.births())
    with mosquitto(folder) as port, running_server(folder, port, TERMINALS) as server:
        before = time.monotonic()
        asyncio.run(offer(port, births))
        wait_for(server, "report", TERMINALS)
        all_back_seconds = time.monotonic() - before
        spent, began = server.spent_seconds(), time.monotonic()
        sent = asyncio.run(_live_on(port, load, seconds))
        wait_for(server, "report", TERMINALS + sent)
        share = (server.spent_seconds() - spent) / (time.monotonic() - began) / (psutil.cpu_count() or 1)
        lost = TERMINALS + sent - server.taken("report").get("newer", 0)
        events_lost = 2 * TERMINALS - server.taken("event").get("stored", 0)
    return [
        Figure(
            "reconnect_of_10000_seconds",
            all_back_seconds,
            "s",
            None,
            note="births, events and full reports, committed",
        ),
        Figure(
            "cpu_ratio_at_10000_terminals",
            share,
            "of the machine",
            0.5,
            note="the server's share; 95 % heartbeats",
        ),
        Figure("lost_at_10000_terminals", lost + events_lost, "messages", 0, "exactly"),
    ]
