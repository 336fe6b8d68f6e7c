"""Calls come up without picture and sound: the relay answers the room over no way at all."""

# Sample: network.media.udp failed timeout
# Sample: network.media.tcp failed timeout
# Sample: network.media.tls failed timeout
# Sample: network.tls.application ok value=0.08 unit=seconds

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules import _relays
from huonevahti_fleet.rules._reach import scope, shared
from huonevahti_fleet.rules._seen import good, since, watching
from huonevahti_wire.signals import State

SLUG = "media_blocked"
WATCHING_SECONDS = 60.0


def check(history: History) -> Fault | None:
    """Return the fault while each way that the profile names to a relay is closed."""
    ways = _relays.used(history)
    if not ways or _relays.closed(history) != ways:
        return None
    reach = scope(history, SLUG)
    theirs = reach == "fleet"
    services = sorted(name for name in history.signals if name.startswith("network.tls."))
    return Fault(
        slug=SLUG,
        owner=Owner.APPLICATION if theirs else Owner.ROOM_NETWORK,
        confidence=Confidence.LIKELY,
        since=since(history, *_relays.names(ways)),
        unfits=True,
        rests_on=_relays.names(ways),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(*_relays.unanswered(history, ways), *shared(reach)),
        speaks_against=(
            *(_answers(history, name) for name in services if history.state(name) is State.OK),
            *good(history, "network.dns", "network.loss", "network.interceptor"),
        ),
        not_seen=(Evidence("unseen.relay"),),
        explains=(*_relays.PACKETS, "call.*"),
        values={"endpoints": _relays.addresses(history, ways)},
        scope=reach,
        variant="relay" if theirs else "",
    )


def _answers(history: History, name: str) -> Evidence:
    code = name.removeprefix("network.tls.")
    endpoint = history.profile.endpoints.get(code)
    return Evidence("endpoint_answers", {"endpoint": f"{endpoint.host}:{endpoint.port}" if endpoint else code})
