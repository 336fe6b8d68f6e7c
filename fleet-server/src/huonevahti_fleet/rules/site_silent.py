"""No room of one site is heard: the network or the power they share has failed."""

# Sample: presence offline last_seen=600 reason=connection_lost
# Sample: neighbours site_rooms=2 site_silent=2 fleet_rooms=40 fleet_silent=2

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import ALL_SIGNALS, power_cuts, watching

SLUG = "site_silent"
WATCHING_SECONDS = 60.0
"""A heartbeat long: rooms cut off together fall silent up to that far apart, and shall be one incident."""


def check(history: History) -> Fault | None:
    """Return the fault while this room and every other one at its site are silent (a lone room has no such sign)."""
    seen_at, near = history.presence.last_seen_at, history.neighbours
    if seen_at is None or not history.is_silent() or not 0 < near.site_rooms <= near.site_silent:
        return None
    powerless = bool(power_cuts(history) or near.site_faults.get("unclean_boots"))
    rooms, elsewhere = near.site_rooms + 1, near.fleet_rooms - near.fleet_silent
    return Fault(
        slug=SLUG,
        owner=Owner.PREMISES if powerless else Owner.ROOM_NETWORK,
        confidence=Confidence.LIKELY,
        since=seen_at,
        unfits=True,
        rests_on=("site.presence",),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(
            Evidence("site_rooms_silent", {"count": rooms}),
            Evidence("last_heard", {"at": seen_at}),
            *power_cuts(history)[:1],
        ),
        speaks_against=(Evidence("others_answer", {"count": elsewhere, "total": near.fleet_rooms}),)
        if elsewhere
        else (),
        not_seen=(Evidence("unseen.power"), Evidence("unseen.site_line")),
        explains=("presence", *ALL_SIGNALS),
        values={"count": rooms, "at": seen_at},
        question="lights_on",
        scope="site",
        variant="power" if powerless else "",
    )
