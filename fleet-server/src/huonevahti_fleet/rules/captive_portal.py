"""A sign-in or block page of the network answers in place of the room's services."""

# Sample: network.portal failed portal value=sign-in.building.example
# Sample: network.tls.application failed timeout

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules import _relays
from huonevahti_fleet.rules._reach import scope, shared
from huonevahti_fleet.rules._seen import good, since, watching

SLUG = "captive_portal"
WATCHING_SECONDS = 60.0
SIGNAL = "network.portal"
BEHIND = ("network.tls.*", "network.interceptor", "network.loss", "network.round_trip", "network.dns", *_relays.BEYOND)
"""What lies behind a sign-in page."""


def check(history: History) -> Fault | None:
    """Return the fault while our plain page is answered by another; where most rooms find so, the page is at fault."""
    if not history.failed(SIGNAL):
        return None
    reach = scope(history, SLUG)
    ours = reach == "fleet"
    services = tuple(name for name in history.signals if name.startswith("network.tls.") and history.failed(name))
    at = since(history, SIGNAL)
    return Fault(
        slug=SLUG,
        owner=Owner.FLEET_SERVER if ours else Owner.ROOM_NETWORK,
        confidence=Confidence.SUSPECTED if ours else Confidence.CERTAIN if services else Confidence.LIKELY,
        since=at,
        unfits=bool(services) and not ours,
        rests_on=(SIGNAL,),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(_answered_by(history), *shared(reach)),
        speaks_against=good(history, "network.interceptor", *(_relays.names(_relays.answering(history)))),
        explains=() if ours else (*BEHIND, "call.*", "kiosk.page", "kiosk.errors", "application.state"),
        values={"page": _page(history)},
        scope=reach,
        variant="page" if ours else "",
    )


def _answered_by(history: History) -> Evidence:
    page, host = _page(history), _sign_in(history)
    return Evidence("answered_by", {"page": page, "host": host}) if host else Evidence("answered", {"page": page})


def _page(history: History) -> str:
    portal = history.profile.portal
    return f"{portal.host}:{portal.port}" if portal else "?"


def _sign_in(history: History) -> str:
    signal = history.signal(SIGNAL)
    return signal.value if signal and isinstance(signal.value, str) else ""
