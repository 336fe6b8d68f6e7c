"""How many MQTT bytes a healthy, idle room costs a day."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from tests.bench import packets
from tests.bench.figures import Figure
from tests.bench.recorded import record

if TYPE_CHECKING:
    from pathlib import Path

DAY_SECONDS = 86_400.0
PING_BYTES = 4
"""A PINGREQ and its PINGRESP, sent only in a gap longer than the keepalive."""
KEEPALIVE_SECONDS = 75.0


def measure(folder: Path) -> list[Figure]:
    """Return the bytes of a day, both ways, every packet counted with its header and acknowledgement."""
    broker = record(folder, DAY_SECONDS).broker
    up = sum(packets.publish_size_bytes(said.topic, said.payload) for said in broker.said)
    down = sum(packets.publish_size_bytes(topic, payload) for topic, payload in broker.heard)
    instants = [said.at_seconds for said in broker.said]
    gaps = itertools.pairwise(instants)
    pings = sum(int((after - before) // KEEPALIVE_SECONDS) for before, after in gaps) * PING_BYTES
    note = f"{len(broker.said)} messages up, {len(broker.heard)} down"
    return [Figure("wire_kb_per_day", (up + down + pings) / 1000, "kB", 300.0, note=note)]
