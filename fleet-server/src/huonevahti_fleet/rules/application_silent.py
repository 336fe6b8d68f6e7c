"""Customers may not be served: the terminal's application has stopped saying how it fares."""

# Sample: application.state failed silent value=start

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._reach import place_of, reach, shared
from huonevahti_fleet.rules._seen import good, reason, since, watching

SLUG = "application_silent"
WATCHING_SECONDS = 30.0
SIGNAL = "application.state"


def check(history: History) -> Fault | None:
    """Return the fault while the last word of the application is too old to count."""
    if reason(history, SIGNAL) != "silent":
        return None
    far, at = reach(history, SLUG), since(history, SIGNAL)
    return Fault(
        slug=SLUG,
        owner=Owner.APPLICATION,
        confidence=Confidence.LIKELY,
        since=at,
        unfits=True,
        rests_on=(SIGNAL,),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(Evidence("application_silent", {"at": at}), *shared(far)),
        speaks_against=good(history, "machine.memory", "machine.cpu", "network.loss", "touch.present"),
        not_seen=(Evidence("unseen.screen"),),
        scope=place_of(far),
    )
