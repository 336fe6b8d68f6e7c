"""The services answer over one version of IP and not over the other, so that every start waits or fails by chance."""

# Sample: network.ipv6 failed timeout
# Sample: network.ipv4 ok value=0.03 unit=seconds

from __future__ import annotations

from collections.abc import Mapping

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._reach import scope, shared
from huonevahti_fleet.rules._seen import good, is_off, since, watching
from huonevahti_wire.signals import State

SLUG = "one_address_family_dead"
WATCHING_SECONDS = 60.0
VERSIONS: Mapping[str, str] = {"network.ipv4": "IPv4", "network.ipv6": "IPv6"}


def check(history: History) -> Fault | None:
    """Return the fault while exactly one version is dead; a line that loses some may be out of luck with either."""
    dead = [name for name in VERSIONS if history.failed(name)]
    alive = [name for name in VERSIONS if history.state(name) is State.OK]
    if len(dead) != 1 or not alive or is_off(history, "network.loss"):
        return None
    reach = scope(history, SLUG)
    theirs = reach == "fleet"
    values = {"dead": VERSIONS[dead[0]], "alive": VERSIONS[alive[0]]}
    return Fault(
        slug=SLUG,
        owner=Owner.APPLICATION if theirs else Owner.ROOM_NETWORK,
        confidence=Confidence.LIKELY,
        since=since(history, *dead),
        unfits=False,
        rests_on=tuple(dead),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(Evidence("version_dead", values), *shared(reach)),
        speaks_against=good(history, *alive, "network.dns", "network.gateway", "network.loss"),
        values=values,
        scope=reach,
        variant="service" if theirs else "",
    )
