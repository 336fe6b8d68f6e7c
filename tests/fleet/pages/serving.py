"""The pages as one application over a sample store, in this process or behind a real port."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import uvicorn
from fastapi import FastAPI

from huonevahti_fleet import pages
from tests.conftest import free_loopback_port
from tests.fleet.pages.sample import NOW, SampleStore
from tests.waiting import wait_until


def application(store: SampleStore, demo: bool = False) -> FastAPI:
    """Return an application that holds nothing but the pages."""
    app = FastAPI(openapi_url=None)
    app.state.store, app.state.clock = store, lambda: NOW
    app.state.demo = SimpleNamespace(banner=True, notes=()) if demo else None
    pages.install(app)
    return app


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """Serve the application on a free port of loopback for the time of the block, and give its address."""
    port = free_loopback_port()
    config = uvicorn.Config(app, port=port, log_level="critical", lifespan="off", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    wait_until(lambda: server.started, "the server has started", seconds=30)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)
