"""Customers are not heard: the microphone is there and not muted, but gives no sound at all."""

# Sample: microphone.level failed silent value=-120 unit=dbfs
# Sample: microphone.present ok
# Sample: microphone.muted ok

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, is_outdated, reason, removals, since, watching

SLUG = "microphone_silent"
WATCHING_SECONDS = 0.0
SIGNAL = "microphone.level"
CAUSES = ("microphone.present", "microphone.muted", "microphone.volume")


def check(history: History) -> Fault | None:
    """Return the fault while nothing is heard, not even the empty room; a mute that was lifted since explains it."""
    if reason(history, SIGNAL) != "silent" or is_outdated(history, SIGNAL, *CAUSES):
        return None
    at = since(history, SIGNAL)
    return Fault(
        slug=SLUG,
        owner=Owner.ON_SITE,
        confidence=Confidence.LIKELY,
        since=at,
        unfits=True,
        rests_on=(SIGNAL,),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(Evidence("no_sound", {"at": at}), *removals(history, "microphone")),
        speaks_against=good(history, *CAUSES, "microphone.default"),
        not_seen=(Evidence("unseen.plug"), Evidence("unseen.own_switch")),
        explains=("sound.loop", "microphone.noise_floor", "microphone.dropouts", "microphone.dc_offset"),
    )
