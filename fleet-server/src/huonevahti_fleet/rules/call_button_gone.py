"""The customer cannot call the advisor: the call button is not connected."""

# Sample: call_button.present failed missing

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, removals, since, watching

SLUG = "call_button_gone"
WATCHING_SECONDS = 10.0


def check(history: History) -> Fault | None:
    """Return the fault while the call button is not plugged in."""
    if not history.failed("call_button.present"):
        return None
    at = since(history, "call_button.present")
    return Fault(
        slug=SLUG,
        owner=Owner.ON_SITE,
        confidence=Confidence.CERTAIN,
        since=at,
        unfits=True,
        rests_on=("call_button.present",),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(Evidence("call_button_missing", {"at": at}), *removals(history, "call_button")),
        speaks_against=good(history, "usb.hub", "touch.present"),
        not_seen=(),
    )
