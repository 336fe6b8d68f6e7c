"""Customers are heard faintly or with an echo: the microphone does not stand where it stood."""

# Sample: sound.loop warning quieter value=-7 expected=0 unit=db
# Sample: microphone.volume ok value=0.7
# Sample: speakers.volume ok value=0.6

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import (
    good,
    is_gain_raised,
    is_outdated,
    number,
    off_reason,
    since,
    watching,
)

SLUG = "microphone_moved"
WATCHING_SECONDS = 0.0
LOOP, LEVEL, FLOOR = "sound.loop", "microphone.level", "microphone.noise_floor"
SETTINGS = ("microphone.volume", "microphone.muted", "speakers.volume", "speakers.muted", "speakers.present")


def check(history: History) -> Fault | None:
    """Return the fault while the tones come back otherwise than they did, with all volumes as they were set."""
    how = off_reason(history, LOOP)
    if how not in ("quieter", "louder") or is_gain_raised(history) or is_outdated(history, LOOP, *SETTINGS):
        return None
    at = since(history, LOOP)
    fainter = tuple(
        name for name in (LEVEL, FLOOR) if how == "quieter" and off_reason(history, name) == "too_low"
    )
    return Fault(
        slug=SLUG,
        owner=Owner.ON_SITE,
        confidence=Confidence.LIKELY,
        since=at,
        unfits=False,
        rests_on=(LOOP, *fainter),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(
            Evidence(f"loop_{how}", {"number": abs(number(history, LOOP)), "at": at}),
            *((Evidence("room_fainter"),) if fainter else ()),
        ),
        speaks_against=good(history, *SETTINGS, "microphone.present", "microphone.crackle"),
        not_seen=(Evidence("unseen.where_it_stands"), Evidence("unseen.seat")),
        variant="closer" if how == "louder" else "",
    )
