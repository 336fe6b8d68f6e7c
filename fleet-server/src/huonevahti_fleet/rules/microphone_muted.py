"""Customers are not heard, because the microphone is muted."""

# Sample: microphone.muted failed muted

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, since, watching

SLUG = "microphone_muted"
WATCHING_SECONDS = 10.0


def check(history: History) -> Fault | None:
    """Return the fault while the microphone stands muted."""
    if not history.failed("microphone.muted"):
        return None
    at = since(history, "microphone.muted")
    return Fault(
        slug=SLUG,
        owner=Owner.TERMINAL,
        confidence=Confidence.CERTAIN,
        since=at,
        unfits=True,
        rests_on=("microphone.muted",),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(Evidence("microphone_muted", {"at": at}),),
        speaks_against=good(history, "microphone.present", "microphone.volume", "microphone.default"),
        not_seen=(Evidence("unseen.specialist_sound"),),
        explains=("microphone.level", "microphone.noise_floor", "microphone.dropouts", "sound.loop"),
    )
