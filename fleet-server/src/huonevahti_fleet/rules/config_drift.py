"""The terminal runs with other settings than it was given."""

# Sample: config.drift warning unknown_key value=4

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault, Harm
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, is_off, since, watching

SLUG = "config_drift"
WATCHING_SECONDS = 300.0


def check(history: History) -> Fault | None:
    """Return the fault while a desired config was refused, or the effective settings differ."""
    if not is_off(history, "config.drift"):
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
