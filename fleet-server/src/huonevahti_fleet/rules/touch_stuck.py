"""Customers cannot start: the screen feels a hand all the time, so that other touches go astray."""

# Sample: touch.stuck failed stuck value=600 unit=seconds
# Sample: touch.present ok

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, is_off, number, since, watching

SLUG = "touch_stuck"
WATCHING_SECONDS = 60.0
SIGNAL = "touch.stuck"


def check(history: History) -> Fault | None:
    """Return the fault while the screen has been touched without a break for minutes."""
    if not is_off(history, SIGNAL):
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
        points_to=(Evidence("screen_held", {"minutes": round(number(history, SIGNAL) / 60), "at": at}),),
        speaks_against=good(history, "touch.present", "usb.hub", "kiosk.running"),
        not_seen=(Evidence("unseen.on_the_screen"),),
    )
