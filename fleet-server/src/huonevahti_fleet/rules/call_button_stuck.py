"""The call button is held down all the time, so that a press is not noticed."""

# Sample: call_button.stuck failed stuck value=900 unit=seconds
# Sample: call_button.present ok

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, is_off, number, since, watching

SLUG = "call_button_stuck"
WATCHING_SECONDS = 60.0
SIGNAL = "call_button.stuck"


def check(history: History) -> Fault | None:
    """Return the fault while the button has been down for minutes: it is a safety device that now says nothing."""
    if not is_off(history, SIGNAL):
        return None
    at = since(history, SIGNAL)
    return Fault(
        slug=SLUG,
        owner=Owner.ON_SITE,
        confidence=Confidence.CERTAIN,
        since=at,
        unfits=True,
        rests_on=(SIGNAL,),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(Evidence("button_held", {"minutes": round(number(history, SIGNAL) / 60), "at": at}),),
        speaks_against=good(history, "call_button.present", "usb.hub"),
        not_seen=(Evidence("unseen.on_the_button"),),
    )
