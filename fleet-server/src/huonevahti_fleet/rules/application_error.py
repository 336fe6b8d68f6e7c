"""Customers cannot be served: the terminal's application says that it is in error."""

# Sample: application.state failed e42 value=error

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._reach import place_of, reach, shared
from huonevahti_fleet.rules._seen import good, reason, since, watching

SLUG = "application_error"
WATCHING_SECONDS = 30.0
SIGNAL = "application.state"


def check(history: History) -> Fault | None:
    """Return the fault while the application's own word is an error; its code is the supplier's."""
    why = reason(history, SIGNAL)
    if not history.failed(SIGNAL) or why == "silent":
        return None
    far, at, code = reach(history, SLUG), since(history, SIGNAL), why or "error"
    return Fault(
        slug=SLUG,
        owner=Owner.APPLICATION,
        confidence=Confidence.CERTAIN,
        since=at,
        unfits=True,
        rests_on=(SIGNAL,),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(Evidence("application_error", {"code": code, "at": at}), *shared(far)),
        speaks_against=good(
            history, "camera.customer.present", "microphone.present", "network.loss", "machine.memory"
        ),
        not_seen=(Evidence("unseen.service"),),
        explains=("call.*",),
        values={"code": code},
        scope=place_of(far),
    )
