"""Where the parts of the fleet server are joined into one web application."""

from __future__ import annotations

import gc
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from huonevahti_fleet import api, pages
from huonevahti_fleet.edges import health, metrics
from huonevahti_fleet.edges.ingest import Condition, Ingest
from huonevahti_fleet.edges.notifier import Notifier
from huonevahti_fleet.flows.seal import open_seal
from huonevahti_fleet.settings import Settings
from huonevahti_fleet.store import Store

SWITCH_SECONDS = 0.001
"""How long one thread keeps the interpreter from another; the usual 5 ms a turn is what a page then waits for."""


def _be_quick() -> None:
    """Keep what runs beside a page from holding it up: the ingest's thread, and the collector of garbage."""
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()  # what is loaded by now is never looked through again: a long page's p99 falls to a fifth


def build(settings: Settings, store: Store, clock: Callable[[], datetime], demo: Any = None) -> FastAPI:
    """Return the application: pages, API, metrics and health over one store; it reads the broker while it runs."""
    seal = open_seal(Path(settings.signing_key_file)) if settings.broker_host else None
    ingest = Ingest(settings, store, seal, clock) if seal else None
    notifier = Notifier(settings, store, clock) if seal else None

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        """Read the broker while the web server runs; what was loaded until now is never looked through again."""
        if ingest:
            ingest.start()
        if notifier:
            notifier.start()
        pages.warm()
        _be_quick()
        yield
        if notifier:
            notifier.stop()
        if ingest:
            ingest.stop()

    app = FastAPI(title="Huonevahti", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.settings, app.state.store, app.state.clock, app.state.demo = settings, store, clock, demo
    app.state.notifier = notifier
    app.state.seal, app.state.condition = seal, ingest.condition if ingest else Condition()
    api.install(app)
    app.include_router(metrics.router)
    app.include_router(health.router)
    pages.install(app)
    return app
