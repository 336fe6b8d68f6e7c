"""Customers are hard to understand: the empty room is louder than it was."""

# Sample: microphone.noise_floor warning too_high value=-38 expected=-58 unit=dbfs hours_ago=8
# Sample: sound.loop ok value=0

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, number, off_reason, since, watching

SLUG = "room_noisy"
WATCHING_SECONDS = 0.0
LASTS_SECONDS = 18_000.0
"""One test may hear a vacuum cleaner; what still stands after this was heard again, or spoils the morning."""
SIGNALS = ("microphone.noise_floor", "microphone.level")
LOOP = "sound.loop"


def check(history: History) -> Fault | None:
    """Return the fault while the room's noise stands above what is usual, and the tones of the loop do not."""
    loud = tuple(name for name in SIGNALS if off_reason(history, name) == "too_high")
    at = since(history, *loud)
    if (
        not loud
        or off_reason(history, LOOP) == "louder"
        or (history.now - at).total_seconds() < LASTS_SECONDS
    ):
        return None
    return Fault(
        slug=SLUG,
        owner=Owner.PREMISES,
        confidence=Confidence.SUSPECTED,
        since=at,
        unfits=False,
        rests_on=loud,
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(Evidence("noise", {"number": number(history, loud[0]), "at": at}),),
        speaks_against=good(history, LOOP, "microphone.volume", "microphone.hum", "microphone.crackle"),
        not_seen=(Evidence("unseen.room_noise"),),
        question="ventilation_louder",
    )
