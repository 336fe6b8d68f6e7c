"""`make bench`: measures everything, prints a table, writes build/bench.json."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench import agent, ingest, latency, page_time, scale, wire_bytes
from tests.bench.broker import mosquitto
from tests.bench.figures import Figure, table, write
from tests.bench.fleet import Load
from tests.bench.recorded import Recording, record
from tests.bench.server import running_server

if TYPE_CHECKING:
    from collections.abc import Callable

FULL = os.environ.get("HUONEVAHTI_PROVE") == "full"
ROOMS = 1000
REPORTS = 400_000 if FULL else 100_000
"""Long enough that a second of start and end does not count."""


def _shown(folder: Path, recording: Recording) -> list[Figure]:
    """Return the figures of a server with a thousand rooms that people look at."""
    load = Load(recording, ROOMS)
    with mosquitto(folder) as port, running_server(folder, port, ROOMS) as server:
        found = latency.measure(server, port, load, 400 if FULL else 120)
        return found + page_time.measure(server, 400 if FULL else 150)


def main() -> int:
    """Measure one after the other, so that nothing disturbs anything; return 1 when a goal is missed."""
    with tempfile.TemporaryDirectory(prefix="huonevahti-bench-") as name:
        root = Path(name)
        recording = record(root, 120.0)
        parts: dict[str, Callable[[Path], list[Figure]]] = {
            "the agent on this machine": lambda folder: agent.measure(folder, 300.0 if FULL else 90.0),
            "a day's bytes": wire_bytes.measure,
            "ingest": lambda folder: ingest.measure(folder, recording, REPORTS),
            "signal to screen, and pages": lambda folder: _shown(folder, recording),
            "ten thousand terminals": lambda folder: scale.measure(
                folder, recording, 120.0 if FULL else 30.0
            ),
        }
        figures: list[Figure] = []
        for number, (what, measure) in enumerate(parts.items(), start=1):
            print(f"{number}/{len(parts)} {what} ...", file=sys.stderr, flush=True)
            folder = root / f"part-{number}"
            folder.mkdir()
            figures += measure(folder)
    print(table(figures))
    write(figures, Path("build/bench.json"))
    return 0 if all(figure.holds is not False for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
