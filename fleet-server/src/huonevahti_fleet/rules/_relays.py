"""What rules share about relays of calls: over which ways they are asked, which are closed, and their host and port."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from huonevahti_fleet.domain.faults import Evidence
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.rules._seen import reason
from huonevahti_wire.profile import Way
from huonevahti_wire.signals import State

CALL_SUFFERS = ("call.loss", "call.jitter", "call.round_trip", "call.frames")
"""What a call shows when its packets take a way that is none for them."""
PACKETS = ("network.media_loss", "network.jitter", "network.mtu")
BEYOND = ("network.media.*", *PACKETS, "network.ipv4", "network.ipv6")
"""What cannot be well where nothing outside is reached."""
_TOLD = ("refused", "timeout", "dns", "untrusted", "unreachable", "tls", "no_answer", "issuer")


def used(history: History) -> tuple[Way, ...]:
    """Return the ways over which the room's profile has a relay."""
    return tuple(way for way in get_args(Way) if addresses(history, [way]))


def closed(history: History) -> tuple[Way, ...]:
    """Return the ways over which no relay answers the room."""
    return tuple(way for way in used(history) if history.failed(f"network.media.{way}"))


def answering(history: History) -> tuple[Way, ...]:
    """Return the ways over which one does."""
    return tuple(way for way in used(history) if history.state(f"network.media.{way}") is State.OK)


def names(ways: Iterable[Way]) -> tuple[str, ...]:
    """Return the ways' signals."""
    return tuple(f"network.media.{way}" for way in ways)


def addresses(history: History, ways: Iterable[Way]) -> str:
    """Return host, port and transport of each relay, as a firewall's order needs them; empty when there is none."""
    relays = [(relay, way) for way in ways for relay in history.profile.media if relay.port(way) is not None]
    transports = {"udp": "UDP", "tcp": "TCP", "tls": "TCP"}
    return ", ".join(dict.fromkeys(f"{relay.host}:{relay.port(way)}/{transports[way]}" for relay, way in relays))


def unanswered(history: History, ways: Iterable[Way]) -> tuple[Evidence, ...]:
    """Return one observation for each closed way."""
    told = []
    for way in ways:
        why = reason(history, f"network.media.{way}")
        code = f"tls.{why}" if why in _TOLD else "tls.failed"
        told.append(Evidence(code, {"endpoint": addresses(history, [way])}))
    return tuple(told)


def answered(history: History, ways: Iterable[Way]) -> tuple[Evidence, ...]:
    """Return one observation for each open way."""
    return tuple(Evidence("endpoint_answers", {"endpoint": addresses(history, [way])}) for way in ways)
