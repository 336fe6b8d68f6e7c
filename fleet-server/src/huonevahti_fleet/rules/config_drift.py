"""The terminal runs with other settings than it was given."""

# Sample: config.drift failed drift

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault, Harm
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, since, watching

SLUG = "config_drift"
WATCHING_SECONDS = 300.0


def check(history: History) -> Fault | None:
    """Return the fault while the effective settings differ."""
    if not history.failed("config.drift"):
        return None
    at = since(history, "config.drift")
    return Fault(
        slug=SLUG,
        owner=Owner.TERMINAL,
        confidence=Confidence.CERTAIN,
        since=at,
        unfits=False,
        rests_on=("config.drift",),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(Evidence("config_differs", {"at": at}),),
        speaks_against=good(history, "agent.memory"),
        not_seen=(),
        harm=Harm.COSMETIC,
    )
