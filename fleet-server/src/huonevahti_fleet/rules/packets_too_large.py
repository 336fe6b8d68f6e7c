"""Packets as large as calls send them get lost on the way: a tunnel in the network carries smaller ones alone."""

# Sample: network.mtu warning too_small value=576 expected=1280 unit=bytes
# Sample: network.media.udp ok value=0.03 unit=seconds

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules import _relays
from huonevahti_fleet.rules._reach import scope, shared
from huonevahti_fleet.rules._seen import good, is_off, since, watching

SLUG = "packets_too_large"
WATCHING_SECONDS = 120.0
SIGNAL = "network.mtu"


def check(history: History) -> Fault | None:
    """Return the fault while packets of the profile's size do not pass, though small ones do."""
    signal = history.signal(SIGNAL)
    if signal is None or not is_off(history, SIGNAL):
        return None
    reach = scope(history, SLUG)
    passes = round(signal.value) if isinstance(signal.value, float | int) else 0
    values = {"passes": passes, "least": history.profile.limits.packet_min_bytes}
    return Fault(
        slug=SLUG,
        owner=Owner.APPLICATION if reach == "fleet" else Owner.ROOM_NETWORK,
        confidence=Confidence.SUSPECTED if reach == "fleet" else Confidence.LIKELY,
        since=since(history, SIGNAL),
        unfits=False,
        rests_on=(SIGNAL,),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(Evidence("largest_packet", values), *shared(reach)),
        speaks_against=good(history, "network.media.udp", "network.media_loss", "network.jitter"),
        not_seen=(Evidence("unseen.way_back"),),
        explains=_relays.CALL_SUFFERS,
        values={**values, "endpoints": _relays.addresses(history, ["udp"]) or "?"},
        scope=reach,
        variant="relay" if reach == "fleet" else "",
    )
