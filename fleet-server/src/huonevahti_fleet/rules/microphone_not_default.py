"""The terminal takes sound from another input than its microphone."""

# Sample: microphone.default failed not_default

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, since, watching

SLUG = "microphone_not_default"
WATCHING_SECONDS = 30.0


def check(history: History) -> Fault | None:
    """Return the fault while another input is the default."""
    if not history.failed("microphone.default"):
        return None
    at = since(history, "microphone.default")
    return Fault(
        slug=SLUG,
        owner=Owner.TERMINAL,
        confidence=Confidence.LIKELY,
        since=at,
        unfits=False,
        rests_on=("microphone.default",),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(Evidence("microphone_not_default", {"at": at}),),
        speaks_against=good(history, "microphone.present", "microphone.muted", "microphone.volume"),
        not_seen=(Evidence("unseen.specialist_sound"),),
    )
