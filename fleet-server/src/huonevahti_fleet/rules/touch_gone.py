"""The screen does not answer to touch."""

# Sample: touch.present failed missing

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, removals, since, watching

SLUG = "touch_gone"
WATCHING_SECONDS = 10.0


def check(history: History) -> Fault | None:
    """Return the fault while the touch screen is not plugged in."""
    if not history.failed("touch.present"):
        return None
    at = since(history, "touch.present")
    return Fault(
        slug=SLUG,
        owner=Owner.ON_SITE,
        confidence=Confidence.CERTAIN,
        since=at,
        unfits=True,
        rests_on=("touch.present",),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(Evidence("touch_missing", {"at": at}), *removals(history, "touch")),
        speaks_against=good(history, "usb.hub", "call_button.present"),
        not_seen=(Evidence("unseen.screen"),),
    )
