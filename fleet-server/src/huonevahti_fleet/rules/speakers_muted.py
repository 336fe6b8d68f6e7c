"""Customers hear nothing, because the speakers are muted."""

# Sample: speakers.muted failed muted

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, since, watching

SLUG = "speakers_muted"
WATCHING_SECONDS = 10.0


def check(history: History) -> Fault | None:
    """Return the fault while the speakers stand muted."""
    if not history.failed("speakers.muted"):
        return None
    at = since(history, "speakers.muted")
    return Fault(
        slug=SLUG,
        owner=Owner.TERMINAL,
        confidence=Confidence.CERTAIN,
        since=at,
        unfits=True,
        rests_on=("speakers.muted",),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(Evidence("speakers_muted", {"at": at}),),
        speaks_against=good(history, "speakers.present", "speakers.volume", "speakers.default"),
        not_seen=(Evidence("unseen.specialist_sound"),),
        explains=("sound.loop",),
    )
