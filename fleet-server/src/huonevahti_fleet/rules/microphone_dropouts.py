"""Customers are heard with gaps: the terminal loses sound on its way from the microphone."""

# Sample: microphone.dropouts failed dropouts value=40 expected=1 unit=per_minute

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, is_off, number, removals, since, spoilt_loop, watching

SLUG = "microphone_dropouts"
WATCHING_SECONDS = 0.0
SIGNAL = "microphone.dropouts"


def check(history: History) -> Fault | None:
    """Return the fault while there are gaps in the sound; a USB microphone that falls off has a loose plug."""
    if not is_off(history, SIGNAL):
        return None
    at, pulled = since(history, SIGNAL), removals(history, "microphone")
    return Fault(
        slug=SLUG,
        owner=Owner.ON_SITE if pulled else Owner.TERMINAL,
        confidence=Confidence.LIKELY if pulled else Confidence.SUSPECTED,
        since=at,
        unfits=False,
        rests_on=(SIGNAL,),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(Evidence("dropouts", {"number": number(history, SIGNAL), "at": at}), *pulled),
        speaks_against=good(history, "microphone.present", "machine.cpu", "microphone.crackle"),
        not_seen=(Evidence("unseen.specialist_sound"),),
        explains=spoilt_loop(history),
        variant="plug" if pulled else "",
    )
