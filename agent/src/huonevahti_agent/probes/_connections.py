"""Attempts to reach the profile's endpoints, with an end to patience when the whole network is silent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec import Struct

from huonevahti_agent.host import Handshake, Host, Unavailable
from huonevahti_agent.probes import _judging
from huonevahti_wire.profile import Endpoint

PATIENCE = 2
"""So many time-outs in one round are waited for; then the rest is not tried, for devices want attention too."""


class Attempt(Struct, frozen=True):
    """One connection to an endpoint; `refused_to_try` is the reason why the host made none."""

    endpoint: str
    handshake: Handshake
    taken_at: datetime
    refused_to_try: str = ""


def attempts(host: Host, endpoints: Iterable[tuple[str, Endpoint]], tls: bool) -> Iterator[Attempt]:
    """Gives one attempt an endpoint, in order."""
    patience = PATIENCE
    for name, endpoint in endpoints:
        if patience <= 0:
            yield Attempt(name, _failed(""), host.now(), "not_tried")
            continue
        attempt = _attempt(host, name, endpoint, tls)
        patience -= attempt.handshake.failure == "timeout"
        yield attempt


def _attempt(host: Host, name: str, endpoint: Endpoint, tls: bool) -> Attempt:
    try:
        handshake = host.handshake(endpoint.host, endpoint.port, tls)
    except Unavailable as error:
        return Attempt(name, _failed(""), host.now(), error.reason)
    except OSError as error:
        return Attempt(name, _failed(_judging.failure_of(error)), host.now())
    return Attempt(name, handshake, host.now())


def offset_seconds(attempts: Iterable[Attempt]) -> float | None:
    """Return our clock minus the first server's that told its own; to the second, as servers tell it."""
    for attempt in attempts:
        if attempt.handshake.server_date_at is not None:
            return round((attempt.taken_at - attempt.handshake.server_date_at).total_seconds(), 1)
    return None


def _failed(failure: str) -> Handshake:
    return Handshake(0.0, "", "", None, failure, None)
