"""The real fleet server over a broker and a registry of its own, as one process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError

import psutil
import yaml

from tests.bench.broker import free_port, wait_for_port

if TYPE_CHECKING:
    from collections.abc import Iterator

_PROFILES = Path(__file__).parents[2] / "firmware-profiles"
ROOMS_PER_SITE = 4
_HUONEVAHTI = str(Path(sys.executable).with_name("huonevahti"))


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it answers, and its process."""

    port: int
    process: psutil.Process

    def get(self, path: str) -> bytes:
        """Return the body of a page."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            body: bytes = answer.read()
        return body

    def json(self, path: str) -> Any:
        """Return a decoded answer of the API."""
        return json.loads(self.get(path))

    def taken(self, kind: str) -> dict[str, int]:
        """Return how many messages of a kind were committed, by result, from the server's own metrics."""
        counts: dict[str, int] = {}
        for line in self.get("/metrics").decode().splitlines():
            if line.startswith("huonevahti_messages_total{") and f'kind="{kind}"' in line:
                counts[line.split('result="')[1].split('"')[0]] = int(float(line.rsplit(" ", 1)[1]))
        return counts

    def spent_seconds(self) -> float:
        """Return the processor time the server has used."""
        times = self.process.cpu_times()
        return float(times.user + times.system)


def _registry(folder: Path, rooms: int) -> Path:
    """Write a registry of that many rooms, four to a site, open around the clock."""
    hours = {"weekly": {day: ["00:00-24:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}}
    sites = [
        {
            "slug": f"site-{n}",
            "organisation": "bench",
            "name": {"fi": f"Paikka {n}"},
            "hours": {**hours, "holidays": ""},
        }
        for n in range((rooms + ROOMS_PER_SITE - 1) // ROOMS_PER_SITE)
    ]
    profile = yaml.safe_load((_PROFILES / "simulated.yaml").read_text(encoding="utf-8"))
    entries = [
        {
            "slug": f"room-{n}",
            "site": f"site-{n // ROOMS_PER_SITE}",
            "name": {"fi": f"Huone {n}", "sv": f"Rum {n}", "en": f"Room {n}"},
            "profile": profile,
            "terminal": f"load-{n:05d}",
        }
        for n in range(rooms)
    ]
    document = {
        "organisations": [{"slug": "bench", "name": {"fi": "Mittaus"}}],
        "sites": sites,
        "rooms": entries,
    }
    path = folder / "registry.yaml"
    path.write_text(json.dumps(document), encoding="utf-8")  # JSON is YAML, and much faster to write
    return path


@contextmanager
def running_server(folder: Path, broker_port: int, rooms: int) -> Iterator[Server]:
    """Register the rooms, start `huonevahti serve` on SQLite, and yield it once it listens."""
    port = free_port()
    environment = os.environ | {
        "HUONEVAHTI_DATABASE": f"sqlite:///{folder / 'fleet.db'}",
        "HUONEVAHTI_PORT": str(port),
        "HUONEVAHTI_BROKER_PORT": str(broker_port),
        "HUONEVAHTI_SIGNING_KEY_FILE": str(folder / "signing.key"),
    }
    subprocess.run(
        [_HUONEVAHTI, "registry", "load", str(_registry(folder, rooms))], env=environment, check=True
    )
    with subprocess.Popen([_HUONEVAHTI, "serve"], env=environment) as process:
        try:
            wait_for_port(port)
            server = Server(port, psutil.Process(process.pid))
            wait_until_healthy(server)
            yield server
        finally:
            process.terminate()


def wait_until_healthy(server: Server, seconds: float = 60.0) -> None:
    """Return once the server hears the broker: what is published before its first subscription reaches nobody."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            server.get("/healthz")
        except HTTPError as error:
            if time.monotonic() > deadline:
                raise TimeoutError(f"unhealthy after {seconds:.0f} s: {error.read().decode()}") from error
            time.sleep(0.05)
        else:
            return


def wait_for(server: Server, kind: str, count: int, seconds: float = 300.0) -> None:
    """Return once that many messages of a kind are committed."""
    deadline = time.monotonic() + seconds
    while sum(server.taken(kind).values()) < count:
        if time.monotonic() > deadline:
            raise TimeoutError(
                f"{server.taken(kind)} of {count} messages of kind {kind} after {seconds:.0f} s"
            )
        time.sleep(0.1)
