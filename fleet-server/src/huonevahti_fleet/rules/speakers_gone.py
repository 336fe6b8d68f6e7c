"""Customers hear nothing: the speakers are unplugged, or not there at all."""

# Sample: speakers.present failed unplugged

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, reason, removals, since, watching

SLUG = "speakers_gone"
WATCHING_SECONDS = 10.0


def check(history: History) -> Fault | None:
    """Return the fault while the speakers are missing or their socket reports that nothing is plugged in."""
    if not history.failed("speakers.present"):
        return None
    why = "unplugged" if reason(history, "speakers.present") == "unplugged" else "missing"
    at = since(history, "speakers.present")
    return Fault(
        slug=SLUG,
        owner=Owner.ON_SITE,
        confidence=Confidence.CERTAIN,
        since=at,
        unfits=True,
        rests_on=("speakers.present",),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(Evidence(f"speakers_{why}", {"at": at}), *removals(history, "speakers")),
        speaks_against=good(history, "microphone.present", "usb.hub", "network.loss"),
        not_seen=(Evidence("unseen.specialist_sound"),),
        explains=("speakers.muted", "speakers.volume", "speakers.default", "sound.loop"),
        variant=why if why == "unplugged" else "",
    )
