"""Customers are heard distorted: the microphone's sound is louder than it can hold."""

# Sample: microphone.clipping warning clipping value=0.02 expected=0.001 unit=ratio
# Sample: microphone.volume ok value=0.7

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import (
    good,
    is_gain_raised,
    is_off,
    number,
    off_reason,
    percent,
    since,
    spoilt_loop,
    watching,
)

SLUG = "microphone_clips"
WATCHING_SECONDS = 0.0
CLIPPING, LEVEL, LOOP = "microphone.clipping", "microphone.level", "sound.loop"


def check(history: History) -> Fault | None:
    """Return the fault while sound is cut at its peaks, or all that is heard has grown louder: some gain was raised."""
    too_high = (LEVEL,) if off_reason(history, LEVEL) == "too_high" else ()
    grown = (*too_high, LOOP) if is_gain_raised(history) else ()
    rests_on = (*((CLIPPING,) if is_off(history, CLIPPING) else ()), *grown)
    if not rests_on:
        return None
    at = since(history, *rests_on)
    seen = (Evidence("clipping", {"percent": percent(history, CLIPPING), "at": at}),)
    return Fault(
        slug=SLUG,
        owner=Owner.TERMINAL,
        confidence=Confidence.LIKELY,
        since=at,
        unfits=False,
        rests_on=rests_on,
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(
            *(seen if is_off(history, CLIPPING) else ()),
            *((Evidence("loop_louder", {"number": number(history, LOOP), "at": at}),) if grown else ()),
            *((Evidence("all_louder", {"at": at}),) if grown and too_high else ()),
        ),
        speaks_against=good(history, "microphone.volume", "microphone.crackle", "microphone.present"),
        not_seen=(Evidence("unseen.hidden_gain"),),
        explains=("microphone.noise_floor", *spoilt_loop(history)),
    )
