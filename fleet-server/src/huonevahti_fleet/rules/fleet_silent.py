"""Most rooms fell silent together: the trouble is ours, at the fleet server, its broker or the line to them."""

# Sample: presence offline last_seen=600
# Sample: neighbours site_rooms=2 site_silent=2 fleet_rooms=40 fleet_silent=31

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import ALL_SIGNALS, watching

SLUG = "fleet_silent"
WATCHING_SECONDS = 30.0


def check(history: History) -> Fault | None:
    """Return the fault while this room and more than half of all rooms, at more than one site, are silent."""
    seen_at, near = history.presence.last_seen_at, history.neighbours
    silent, rooms = near.fleet_silent + 1, near.fleet_rooms + 1
    if seen_at is None or not history.is_silent():
        return None
    if near.fleet_silent <= near.site_silent or 2 * silent <= rooms:
        return None
    return Fault(
        slug=SLUG,
        owner=Owner.FLEET_SERVER,
        confidence=Confidence.LIKELY,
        since=seen_at,
        unfits=False,
        rests_on=("fleet.presence",),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(
            Evidence("fleet_rooms_silent", {"count": silent, "total": rooms}),
            Evidence("last_heard", {"at": seen_at}),
        ),
        speaks_against=(Evidence("others_answer", {"count": rooms - silent, "total": rooms}),)
        if rooms > silent
        else (),
        not_seen=(Evidence("unseen.rooms_serve"),),
        explains=("presence", "site.presence", *ALL_SIGNALS),
        values={"count": silent, "total": rooms, "at": seen_at},
        question="broker_up",
        scope="fleet",
    )
