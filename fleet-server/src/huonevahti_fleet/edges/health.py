"""Whether this server does its work, for whoever restarts or watches it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec
from fastapi import APIRouter, Request, Response

from huonevahti_fleet.edges.notifier import Notifier
from huonevahti_fleet.store import Locked

router = APIRouter(include_in_schema=False)


class Health(msgspec.Struct, frozen=True):
    """`broker` is connected, gone or unused; `database` is writable, or says why it is not; `notifier` tells others."""

    is_healthy: bool
    broker: str
    database: str
    notifier: Literal["running", "stopped", "unused"]
    last_commit_at: datetime | None
    last_commit_age_seconds: float | None


@router.get("/healthz")
def health(request: Request) -> Response:
    """Answer 200 while messages are read and kept, else 503, with what is wrong."""
    state = request.app.state
    condition, reads_broker = state.condition, bool(state.settings.broker_host)
    broker = "unused" if not reads_broker else "connected" if condition.is_connected else "gone"
    try:
        state.store.change_number()
        database = condition.trouble or "writable"
    except Locked as error:
        database = str(error)
    committed_at = condition.committed_at
    age_seconds = (state.clock() - committed_at).total_seconds() if committed_at else None
    notifier = _notifier(getattr(state, "notifier", None))
    is_healthy = broker != "gone" and database == "writable" and notifier != "stopped"
    told = Health(is_healthy, broker, database, notifier, committed_at, age_seconds)
    return Response(msgspec.json.encode(told), 200 if is_healthy else 503, media_type="application/json")


def _notifier(notifier: Notifier | None) -> Literal["running", "stopped", "unused"]:
    if notifier is None:
        return "unused"
    return "running" if notifier.is_running() else "stopped"
