"""Ingest: stored, diagnosed, then acknowledged; beside a paho that does nothing and a bare reader, in one run."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from tests.bench.broker import mosquitto
from tests.bench.figures import Figure
from tests.bench.fleet import Load
from tests.bench.publisher import Message, offer
from tests.bench.server import Server, running_server, wait_for

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.bench.recorded import Recording

TERMINALS = 1000


def _reader_rate(client: str, port: int, messages: Sequence[Message]) -> float:
    command = [sys.executable, "-m", "tests.bench.readers", client, str(port), str(len(messages))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "READY\n"
        asyncio.run(offer(port, messages))
        rate, got = reader.stdout.readline().split()
    if int(got) != len(messages):
        raise AssertionError(f"{client} received {got} of {len(messages)} messages")
    return float(rate)


def _server_rate(server: Server, port: int, load: Load, messages: Sequence[Message]) -> float:
    asyncio.run(offer(port, list(load.births())))
    wait_for(server, "report", TERMINALS)
    before = time.monotonic()
    asyncio.run(offer(port, messages))
    wait_for(server, "report", TERMINALS + len(messages))
    return len(messages) / (time.monotonic() - before)


def _lost_and_doubled(server: Server, sent: int) -> tuple[int, int]:
    """Return how many reports were not taken as newer, or taken twice, and the same of events."""
    reports, events = server.taken("report"), server.taken("event")
    lost = max(0, sent - reports.get("newer", 0)) + max(0, 2 * TERMINALS - events.get("stored", 0))
    doubled = max(0, sum(reports.values()) - sent) + max(0, sum(events.values()) - 2 * TERMINALS)
    return lost, doubled


def measure(folder: Path, recording: Recording, count: int) -> list[Figure]:
    """Return the server's rate as shares of both ends of the scale, and what was lost or doubled."""
    load = Load(recording, TERMINALS)
    births = Load(recording, TERMINALS)
    list(load.births())
    messages = list(load.reports(count))
    with mosquitto(folder) as port:
        paho, bare = _reader_rate("paho", port, messages), _reader_rate("bare", port, messages)
    (folder / "served").mkdir()
    with mosquitto(folder / "served") as port, running_server(folder / "served", port, TERMINALS) as server:
        rate = _server_rate(server, port, births, messages)
        lost, doubled = _lost_and_doubled(server, TERMINALS + count)
    note = f"{rate:.0f} a second; do-nothing paho {paho:.0f}, bare reader {bare:.0f}"
    return [
        Figure("ingest_ratio_to_idle_paho", rate / paho, "", 0.25, "at least", note),
        Figure("ingest_ratio_to_ceiling", rate / bare, "", None),
        Figure("lost", lost, "messages", 0, "exactly"),
        Figure("doubled", doubled, "messages", 0, "exactly"),
    ]
