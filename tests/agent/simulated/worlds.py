"""Worlds for tests: a profile that the simulated room fits, and everything its host answers in one value."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec

from huonevahti_agent.simulated import SimulatedHost, SimulatedRoom, VirtualTime, World
from huonevahti_wire.profile import Endpoint, Profile, RoleMatch

START_AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
PROFILE = Profile(
    name="simulated",
    platform="simulated",
    endpoints={"video": Endpoint(host="video.example", issuers=("Good CA",))},
)

FITTED = msgspec.structs.replace(
    PROFILE,
    roles={
        "call_button": RoleMatch(port="1-1.3", model="0c45:7403"),
        "touch": RoleMatch(port="1-2", model="0eef:0001"),
    },
)
"""The same with what a hand is laid on."""


def world(seed: int = 1) -> World:
    """A world in virtual time."""
    return World(seed, VirtualTime(START_AT), PROFILE)


def room(seed: int = 1) -> SimulatedRoom:
    """One room of such a world."""
    return world(seed).room("imatra")


def steady(of: SimulatedRoom) -> dict[str, Any]:
    """What the host answers that neither noise nor time nor the boot changes."""
    host = SimulatedHost(of)
    seen = host.handshake("video.example", 443, tls=True)
    kiosk = host.kiosk()
    return {
        "usb": host.usb_devices(),
        "video": host.video_nodes(),
        "sound": host.sound(),
        "link": host.link(),
        "resolves": _answers(host, "video.example"),
        "issuer": (seen.issuer_common_name, seen.is_trusted, seen.failure),
        "relay": host.ask_relay("relay.example", 3478, "udp").failure,
        "quick": seen.connect_seconds < 0.1,
        "session": host.session_signs(),
        "page": (kiosk.page, kiosk.crashed, kiosk.start_button),
        "senses": (of.cameras.states["customer"], of.sound.clicks_per_second),
        "synchronised": host.clock_is_synchronised(),
        "right": host.now() == of.clock.time.now(),
    }


def _answers(host: SimulatedHost, name: str) -> bool:
    try:
        return host.resolve(name) > 0
    except OSError:
        return False
