"""The terminal's network cable is out, or the socket behind it is dead."""

# Sample: network.link failed no_carrier
# Sample: network.dns no_data no_carrier

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, since, watching

SLUG = "link_down"
WATCHING_SECONDS = 30.0
SIGNAL = "network.link"


def check(history: History) -> Fault | None:
    """Return the fault while the interface has no carrier, in a room whose profile needs the network."""
    if not history.failed(SIGNAL) or not history.profile.endpoints:
        return None
    at = since(history, SIGNAL)
    return Fault(
        slug=SLUG,
        owner=Owner.ON_SITE,
        confidence=Confidence.LIKELY,
        since=at,
        unfits=True,
        rests_on=(SIGNAL,),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(Evidence("no_carrier", {"at": at}),),
        speaks_against=good(history, "usb.hub", "clock.offset"),
        not_seen=(Evidence("unseen.socket"),),
        explains=("network.*", "call.*", "kiosk.page", "kiosk.errors", "application.state"),
    )
