"""Somebody opens the encrypted line between the room and its services, and answers in their name."""

# Sample: network.interceptor failed interceptor value=Zscaler
# Sample: network.tls.application failed issuer value=Zscaler
# Sample: clock.offset ok value=0.4 unit=seconds

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules import _relays
from huonevahti_fleet.rules._reach import scope, shared
from huonevahti_fleet.rules._seen import good, reason, since, watching
from huonevahti_wire.signals import State, short_text

SLUG = "interceptor"
WATCHING_SECONDS = 30.0
SIGNAL = "network.interceptor"
RELAY = "network.media.tls"
RESTING = ("network.tls.*", "call.*", "kiosk.page", "kiosk.errors", "application.state")
"""What cannot be well while a line is opened; one who reads HTTPS alone lets no call's packets through either."""


def check(history: History) -> Fault | None:
    """Return the fault while an endpoint shows another issuer than its pinned one and the clock is not to blame."""
    opened = _opened(history)
    if history.failed("clock.offset") or not (history.failed(SIGNAL) or opened):
        return None
    rests_on = (*((SIGNAL,) if history.failed(SIGNAL) else ()), *opened)
    values = {"issuer": _issuer(history, rests_on), "endpoints": _endpoints(history, opened)}
    reach = scope(history, SLUG)
    theirs = reach == "fleet" and bool(opened) and _others_show_their_own(history)
    at = since(history, *rests_on)
    return Fault(
        slug=SLUG,
        owner=Owner.APPLICATION if theirs else Owner.ROOM_NETWORK,
        confidence=Confidence.CERTAIN if not theirs and {SIGNAL, RELAY} & set(rests_on) else Confidence.LIKELY,
        since=at,
        unfits=not _is_way_around(history, rests_on),
        rests_on=rests_on,
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(
            Evidence("other_issuer", {**values, "at": at}),
            *shared(reach),
        ),
        speaks_against=good(history, "clock.offset", "network.dns", "network.loss", "network.round_trip"),
        not_seen=(Evidence("unseen.specialist_line"),),
        explains=(*RESTING, *((RELAY,) if theirs else ("network.media.*", *_relays.PACKETS))),
        values=values,
        scope=reach,
        variant="certificate" if theirs else "",
    )


def _is_way_around(history: History, rests_on: tuple[str, ...]) -> bool:
    """Return whether only the relay's encrypted line is opened, while calls take another way to it."""
    return rests_on == (RELAY,) and bool(_relays.answering(history))


def _others_show_their_own(history: History) -> bool:
    """Return whether a pinned endpoint shows its own issuer: who opens lines everywhere would open that one too."""
    pinned = (code for code, endpoint in history.profile.endpoints.items() if endpoint.issuers)
    return any(history.state(f"network.tls.{code}") is State.OK for code in pinned)


def _opened(history: History) -> tuple[str, ...]:
    """Return the endpoints with another issuer; without a pin, those that share an untrusted one with another."""
    shown = {
        n: s.value for n, s in history.signals.items() if n.startswith("network.tls.") and history.failed(n)
    }
    if history.failed(SIGNAL):
        shown[SIGNAL] = history.signals[SIGNAL].value
    issuers = [value for value in shown.values() if isinstance(value, str)]
    untrusted = {
        n
        for n, value in shown.items()
        if reason(history, n) == "untrusted" and issuers.count(str(value)) > 1 and value not in _own(history)
    }
    opened = tuple(n for n in shown if n != SIGNAL and (n in untrusted or reason(history, n) == "issuer"))
    return (*opened, RELAY) if reason(history, RELAY) == "issuer" else opened


def _own(history: History) -> set[str]:
    """The issuers that the room's services are pinned to: what they issued is at most out of its time."""
    profile = history.profile
    pins = (*(each.issuers for each in profile.endpoints.values()), *(relay.issuers for relay in profile.media))
    return {short_text(issuer) for issuers in pins for issuer in issuers}


def _issuer(history: History, names: tuple[str, ...]) -> str:
    signals = (history.signal(name) for name in names)
    return next((s.value for s in signals if s and isinstance(s.value, str) and s.value), "?")


def _endpoints(history: History, opened: tuple[str, ...]) -> str:
    """List host and port of each endpoint and relay to be let through; all endpoints when it is not known which."""
    known = history.profile.endpoints
    named = [known[code] for name in opened if (code := name.removeprefix("network.tls.")) in known]
    services = named or (() if opened == (RELAY,) else known.values())
    relays = _relays.addresses(history, _relays.closed(history))
    return ", ".join([*(f"{endpoint.host}:{endpoint.port}" for endpoint in services), *([relays] if relays else [])])
