"""The web server: it says where it serves, and ends in order when it is told to."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from typing import Any

import uvicorn
from fastapi import FastAPI

GRACE_SECONDS = 2
"""How long an answer under way may take at the end; none should by then: pages' streams are ended first."""


class Server(uvicorn.Server):
    """A web server that calls `started` once it listens, and ends the streams of open pages before it waits."""

    def __init__(self, app: FastAPI, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._app, self._tell = app, started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to listen, then say so."""
        await super().startup(sockets)
        if self.started:
            self._tell()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Have the streams end, then everything else."""
        if watcher := getattr(self._app.state, "watcher", None):
            await watcher.end()
        await super().shutdown(sockets)


def config_of(app: FastAPI, **where: Any) -> uvicorn.Config:
    """Return how the application is served: quietly, and ending within seconds."""
    quiet: dict[str, Any] = {"log_level": "warning", "access_log": False}
    return uvicorn.Config(app, timeout_graceful_shutdown=GRACE_SECONDS, **quiet, **where)


def serve(app: FastAPI, host: str, port: int, started: Callable[[], None]) -> None:
    """Serve until SIGINT or SIGTERM, which end it in order; `started` is called once it listens."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)  # the library raises it once more when it has ended
    Server(app, config_of(app, host=host, port=port), started).run()
