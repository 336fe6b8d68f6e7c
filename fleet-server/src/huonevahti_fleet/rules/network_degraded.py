"""Picture and sound may stutter: the room's network loses packets, or answers slowly or unevenly."""

# Sample: network.loss warning value=0.12 expected=0.05 unit=ratio
# Sample: network.round_trip ok value=0.031 unit=seconds

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._reach import scope, shared
from huonevahti_fleet.rules._seen import good, is_off, percent, since, watching

SLUG = "network_degraded"
WATCHING_SECONDS = 60.0
RELAY_WATCHING_SECONDS = 120.0
TO_SERVICES = ("network.loss", "network.round_trip")
TO_RELAY = ("network.media_loss", "network.jitter")


def check(history: History) -> Fault | None:
    """Return the fault while loss, round trip or jitter pass the profile's limits; to the services or to the relay."""
    off = tuple(name for name in (*TO_SERVICES, *TO_RELAY) if is_off(history, name))
    if not off:
        return None
    reach = scope(history, SLUG)
    return Fault(
        slug=SLUG,
        owner=Owner.ROOM_NETWORK,
        confidence=Confidence.LIKELY,
        since=since(history, *off),
        unfits=False,
        rests_on=off,
        watching_seconds=watching(history, SLUG, _watched_seconds(off)),
        points_to=(
            *(_measured(history, name) for name in off),
            *shared(reach),
        ),
        speaks_against=good(
            history, *TO_SERVICES, *TO_RELAY, "network.dns", "network.interceptor"
        ),
        not_seen=(Evidence("unseen.specialist_line"),),
        explains=("call.loss", "call.jitter", "call.round_trip", "call.frames", "kiosk.errors"),
        scope=reach,
    )


def _watched_seconds(off: tuple[str, ...]) -> float:
    return WATCHING_SECONDS if any(name in TO_SERVICES for name in off) else RELAY_WATCHING_SECONDS


def _measured(history: History, name: str) -> Evidence:
    limits, signal = history.profile.limits, history.signal(name)
    if name == "network.media_loss":
        most = round(100 * limits.media_loss_max_ratio)
        return Evidence("media_loss", {"percent": percent(history, name), "max_percent": most})
    if name == "network.loss":
        return Evidence(
            "loss", {"percent": percent(history, name), "max_percent": round(100 * limits.loss_max_ratio)}
        )
    seconds = signal.value if signal and isinstance(signal.value, float | int) else 0
    is_jitter = name == "network.jitter"
    most = round(1000 * (limits.jitter_max_seconds if is_jitter else limits.round_trip_max_seconds))
    measured = {"milliseconds": round(1000 * seconds), "max_milliseconds": most}
    return Evidence("jitter" if is_jitter else "round_trip", measured)
