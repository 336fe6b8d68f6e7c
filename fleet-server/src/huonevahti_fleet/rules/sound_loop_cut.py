"""Customers hear nothing or are not heard: tones of the speakers do not come back in the microphone."""

# Sample: sound.loop failed cut value=-40 expected=0 unit=db
# Sample: microphone.level ok value=-55
# Sample: speakers.present ok

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, is_outdated, reason, since, watching

SLUG = "sound_loop_cut"
WATCHING_SECONDS = 0.0
SIGNAL = "sound.loop"
MICROPHONE = ("microphone.present", "microphone.muted", "microphone.volume", "microphone.level")
SPEAKERS = ("speakers.present", "speakers.muted", "speakers.volume", "speakers.default")


def check(history: History) -> Fault | None:
    """Return the fault while nothing comes back; a microphone that hears the room leaves the speakers."""
    if reason(history, SIGNAL) != "cut" or is_outdated(history, SIGNAL, *MICROPHONE, *SPEAKERS):
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
        points_to=(Evidence("loop_cut", {"at": at}),),
        speaks_against=good(history, *MICROPHONE, *SPEAKERS),
        not_seen=(Evidence("unseen.speakers_power"),),
    )
