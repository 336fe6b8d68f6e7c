"""How long a page takes at a thousand rooms, and how much of it goes over the line."""

from __future__ import annotations

import http.client
import time
from typing import TYPE_CHECKING

from tests.bench.figures import Figure, quantile

if TYPE_CHECKING:
    from tests.bench.server import Server

PAGES = (
    *("/", "/restarts", "/morning", "/rooms/room-7", "/incidents", "/wall", "/restarts/schedule"),
    *("/api/v1/rooms?limit=100", "/api/v1/rooms/room-7"),
)
ASSETS = (
    *("/static/hv.css", "/static/restarts.css", "/static/routes.css", "/static/hv.js"),
    *("/static/vendor/htmx-2.min.js", "/static/vendor/hx-sse-2.min.js"),
)
FIRST_VIEW_MAX_KB = 60.0


def _fetch(connection: http.client.HTTPConnection, path: str) -> tuple[float, int]:
    before = time.perf_counter()
    connection.request("GET", path, headers={"Accept-Encoding": "gzip", "Accept-Language": "fi"})
    answer = connection.getresponse()
    size = len(answer.read())
    if answer.status != 200:
        raise AssertionError(f"{path} answered {answer.status}, 200 expected")
    return time.perf_counter() - before, size


def measure(server: Server, rounds: int) -> list[Figure]:
    """Return the worst page's 99th percentile, seen from the same machine, and a first view's gzipped size."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    worst_ms, worst_page = 0.0, ""
    for path in PAGES:
        _fetch(connection, path)
        p99_ms = 1000 * quantile([_fetch(connection, path)[0] for _ in range(rounds)], 0.99)
        if p99_ms > worst_ms:
            worst_ms, worst_page = p99_ms, path
    assets = sum(_fetch(connection, path)[1] for path in ASSETS)
    first_kb = (max(_fetch(connection, path)[1] for path in PAGES[:6]) + assets) / 1000
    return [
        Figure("page_p99_ms", worst_ms, "ms", 30.0, note=f"worst of {len(PAGES)}: {worst_page}"),
        Figure("first_view_kb", first_kb, "kB", FIRST_VIEW_MAX_KB, note="gzipped, with style and scripts"),
    ]
