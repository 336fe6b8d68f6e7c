"""Calls must take a way around: UDP does not get through to the relay, while TCP or TLS does."""

# Sample: network.media.udp failed timeout
# Sample: network.media.tcp ok value=0.03 unit=seconds

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules import _relays
from huonevahti_fleet.rules._reach import scope, shared
from huonevahti_fleet.rules._seen import good, since, watching

SLUG = "media_udp_blocked"
WATCHING_SECONDS = 60.0
SIGNAL = "network.media.udp"


def check(history: History) -> Fault | None:
    """Return the fault while no relay answers over UDP and one does over another way."""
    open_ways = _relays.answering(history)
    if "udp" not in _relays.closed(history) or not open_ways:
        return None
    reach = scope(history, SLUG)
    theirs = reach == "fleet"
    return Fault(
        slug=SLUG,
        owner=Owner.APPLICATION if theirs else Owner.ROOM_NETWORK,
        confidence=Confidence.LIKELY,
        since=since(history, SIGNAL),
        unfits=False,
        rests_on=(SIGNAL,),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(*_relays.unanswered(history, ["udp"]), *shared(reach)),
        speaks_against=(
            *_relays.answered(history, open_ways),
            *good(history, "network.dns", "network.loss", "network.interceptor"),
        ),
        not_seen=(Evidence("unseen.relay"),),
        explains=(*_relays.PACKETS, *_relays.CALL_SUFFERS),
        values={"endpoints": _relays.addresses(history, ["udp"])},
        scope=reach,
        variant="relay" if theirs else "",
    )
