"""A service that the room needs does not answer it."""

# Sample: network.tls.application failed timeout
# Sample: network.dns ok value=0.02 unit=seconds

from __future__ import annotations

from datetime import timedelta

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules import _relays
from huonevahti_fleet.rules._reach import others_well, scope, shared
from huonevahti_fleet.rules._seen import good, is_off, reason, since, watching
from huonevahti_wire.signals import State

SLUG = "endpoint_unreachable"
WATCHING_SECONDS = 30.0
NOT_OURS = ("issuer", "clock")
"""Reasons that other faults tell of."""
LOSSY_SECONDS = 60.0
"""While the line loses some, one service may be out of luck several times in a row."""
FLICKERS_WITHIN = timedelta(minutes=15)
ALL_HAVE_TRIED_SECONDS = 150.0
"""Every room has tried its services by then (they are polled every 120 s): one that answers all others is well."""
TOLD = ("refused", "timeout", "dns", "untrusted", "unreachable", "tls")
RESTING = ("call.*", "kiosk.page", "kiosk.errors", "application.state")
"""What cannot be well without its service."""
PATH = ("network.link", "network.gateway", "network.dns")


def check(history: History) -> Fault | None:
    """Return the fault while a handshake fails for a reason that is neither the clock nor an interceptor."""
    tls = tuple(name for name in history.signals if name.startswith("network.tls."))
    lost = tuple(name for name in tls if history.failed(name) and reason(history, name) not in NOT_OURS)
    if not lost or _is_loss(history, lost):
        return None
    answering = tuple(name for name in tls if name not in lost and not is_off(history, name))
    reach, alone = scope(history, SLUG), others_well(history, SLUG) if answering else ()
    seems_theirs = reach == "room" and bool(answering) and not alone
    theirs = reach == "fleet" or seems_theirs or reason(history, lost[0]) == "untrusted"
    return Fault(
        slug=SLUG,
        owner=Owner.APPLICATION if theirs else Owner.ROOM_NETWORK,
        confidence=Confidence.LIKELY if reach == "fleet" or not answering else Confidence.SUSPECTED,
        since=since(history, *lost),
        unfits=True,
        rests_on=lost,
        watching_seconds=watching(
            history, SLUG, ALL_HAVE_TRIED_SECONDS if alone else _watched_seconds(history, lost)
        ),
        points_to=(
            *(_unanswered(history, name) for name in lost),
            *(Evidence(f"bad.{name}") for name in PATH if is_off(history, name)),
            *shared(reach),
            *alone,
        ),
        speaks_against=(
            *(Evidence("endpoint_answers", _address(history, name)) for name in answering),
            *good(history, *PATH, "clock.offset", "network.interceptor"),
        ),
        not_seen=(Evidence("unseen.service"),),
        explains=("network.loss", "network.round_trip", *RESTING, *_carried(history, lost, answering)),
        values=_address(history, lost[0]),
        scope=reach,
        variant="service" if theirs else "",
    )


def _carried(history: History, lost: tuple[str, ...], answering: tuple[str, ...]) -> tuple[str, ...]:
    """Return what else cannot be well: all beyond a room that reaches nothing, and a relay on the same host."""
    if not answering:
        return _relays.BEYOND
    codes = {name.removeprefix("network.tls.") for name in lost}
    hosts = {endpoint.host for code, endpoint in history.profile.endpoints.items() if code in codes}
    return _relays.BEYOND if history.profile.media and {r.host for r in history.profile.media} <= hosts else ()


def _watched_seconds(history: History, lost: tuple[str, ...]) -> float:
    is_timeout = all(reason(history, name) == "timeout" for name in lost)
    return LOSSY_SECONDS if is_timeout and is_off(history, "network.loss") else WATCHING_SECONDS


def _is_loss(history: History, lost: tuple[str, ...]) -> bool:
    """Return whether time-outs come and go at several services: then the line loses some, and each service is well."""
    if any(reason(history, name) != "timeout" for name in lost):
        return False
    recent = [change for change in history.changes if history.now - change.at < FLICKERS_WITHIN]
    if not is_off(history, "network.loss") and not any(c.name == "network.loss" for c in recent):
        return False
    mended = (c.name for c in recent if (c.was, c.state) == (State.FAILED, State.OK))
    return len({name for name in mended if name.startswith("network.tls.")}) > 1


def _unanswered(history: History, name: str) -> Evidence:
    why = reason(history, name)
    return Evidence(f"tls.{why if why in TOLD else 'failed'}", _address(history, name))


def _address(history: History, name: str) -> dict[str, str | float | int]:
    code = name.removeprefix("network.tls.")
    endpoint = history.profile.endpoints.get(code)
    return {"endpoint": f"{endpoint.host}:{endpoint.port}" if endpoint else code}
