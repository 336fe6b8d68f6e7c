"""Customers hear a harsh sound: the speakers distort."""

# Sample: sound.loop warning distorted value=-1 expected=0 unit=db
# Sample: speakers.volume ok value=0.6

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, is_outdated, off_reason, since, watching

SLUG = "speakers_distorted"
WATCHING_SECONDS = 0.0
SIGNAL = "sound.loop"
MICROPHONE = ("microphone.crackle", "microphone.clipping", "microphone.dropouts", "microphone.hum")
"""What spoils the tones on their way in, and may have been mended a moment before they are played again."""


def check(history: History) -> Fault | None:
    """Return the fault while the tones come back as loud as they should, but with much beside them."""
    if off_reason(history, SIGNAL) != "distorted" or is_outdated(history, SIGNAL, *MICROPHONE):
        return None
    at = since(history, SIGNAL)
    return Fault(
        slug=SLUG,
        owner=Owner.ON_SITE,
        confidence=Confidence.LIKELY,
        since=at,
        unfits=False,
        rests_on=(SIGNAL,),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(Evidence("loop_distorted", {"at": at}),),
        speaks_against=good(history, "speakers.volume", "microphone.crackle", "microphone.clipping"),
        not_seen=(Evidence("unseen.speakers_themselves"),),
    )
