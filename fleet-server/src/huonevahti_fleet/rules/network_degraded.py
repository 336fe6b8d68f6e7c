"""Picture and sound may stutter: the room's network loses packets or answers slowly."""

# Sample: network.loss warning value=0.12 expected=0.05 unit=ratio
# Sample: network.round_trip ok value=0.031 unit=seconds

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, is_off, percent, scope, since, watching

SLUG = "network_degraded"
WATCHING_SECONDS = 60.0


def check(history: History) -> Fault | None:
    """Return the fault while loss or round trip pass the profile's limit."""
    off = tuple(name for name in ("network.loss", "network.round_trip") if is_off(history, name))
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
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(
            *(_measured(history, name) for name in off),
            *(() if reach == "room" else (Evidence(f"same_at_{reach}"),)),
        ),
        speaks_against=good(
            history, "network.loss", "network.round_trip", "network.dns", "network.interceptor"
        ),
        not_seen=(Evidence("unseen.specialist_line"),),
        explains=("call.loss", "call.jitter", "call.round_trip", "call.frames", "kiosk.errors"),
        scope=reach,
    )


def _measured(history: History, name: str) -> Evidence:
    limits, signal = history.profile.limits, history.signal(name)
    if name == "network.loss":
        return Evidence(
            "loss", {"percent": percent(history, name), "max_percent": round(100 * limits.loss_max_ratio)}
        )
    seconds = signal.value if signal and isinstance(signal.value, float | int) else 0
    most = round(1000 * limits.round_trip_max_seconds)
    return Evidence("round_trip", {"milliseconds": round(1000 * seconds), "max_milliseconds": most})
