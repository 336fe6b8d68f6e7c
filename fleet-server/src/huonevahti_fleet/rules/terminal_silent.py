"""Nothing is heard from one terminal: its power, its own trouble or its network, and one question decides."""

# Sample: presence offline last_seen=600 reason=connection_lost
# Sample: neighbours site_rooms=2 site_silent=0 fleet_rooms=40 fleet_silent=0

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import ALL_SIGNALS, power_cuts, watching

SLUG = "terminal_silent"
WATCHING_SECONDS = 60.0
"""A heartbeat long: rooms cut off together fall silent up to that far apart, and shall be one incident."""
OWNERS = {"": Owner.UNDECIDED, "power": Owner.PREMISES, "restart": Owner.TERMINAL}


def check(history: History) -> Fault | None:
    """Return the fault while nothing was heard for longer than the profile's silence."""
    seen_at = history.presence.last_seen_at
    if seen_at is None or not history.is_silent():
        return None
    why = _why(history)
    return Fault(
        slug=SLUG,
        owner=OWNERS[why],
        confidence=Confidence.SUSPECTED,
        since=seen_at,
        unfits=True,
        rests_on=("presence",),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(Evidence("last_heard", {"at": seen_at}), *_hints(history), *power_cuts(history)[:1]),
        speaks_against=_answering(history),
        not_seen=(Evidence("unseen.screen"), Evidence("unseen.power")),
        explains=ALL_SIGNALS,
        values={"at": seen_at},
        question="screen_lit",
        variant=why,
    )


def _why(history: History) -> str:
    """Guess from what went before: a restart that never ended, or power that failed here or next door today."""
    if history.presence.expected_back_by is not None:
        return "restart"
    return "power" if power_cuts(history) or history.neighbours.site_faults.get("unclean_boots") else ""


def _hints(history: History) -> tuple[Evidence, ...]:
    presence = history.presence
    if presence.expected_back_by is not None:
        return (Evidence("promised_back", {"at": presence.expected_back_by}),)
    if presence.status == "offline" and presence.since is not None:
        return (Evidence("connection_lost", {"at": presence.since}),)
    return ()


def _answering(history: History) -> tuple[Evidence, ...]:
    near = history.neighbours
    at_site, elsewhere = near.site_rooms - near.site_silent, near.fleet_rooms - near.fleet_silent
    if at_site > 0:
        return (Evidence("neighbours_answer", {"count": at_site, "total": near.site_rooms}),)
    return (
        (Evidence("others_answer", {"count": elsewhere, "total": near.fleet_rooms}),) if elsewhere > 0 else ()
    )
