"""The terminal plays sound elsewhere than through its speakers."""

# Sample: speakers.default failed not_default

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, since, watching

SLUG = "speakers_not_default"
WATCHING_SECONDS = 30.0


def check(history: History) -> Fault | None:
    """Return the fault while another output is the default."""
    if not history.failed("speakers.default"):
        return None
    at = since(history, "speakers.default")
    return Fault(
        slug=SLUG,
        owner=Owner.TERMINAL,
        confidence=Confidence.LIKELY,
        since=at,
        unfits=True,
        rests_on=("speakers.default",),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(Evidence("speakers_not_default", {"at": at}),),
        speaks_against=good(history, "speakers.present", "speakers.muted", "speakers.volume"),
        not_seen=(Evidence("unseen.specialist_sound"),),
    )
