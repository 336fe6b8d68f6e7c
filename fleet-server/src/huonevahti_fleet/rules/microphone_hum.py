"""Specialists hear a hum: the microphone's cable or its supply picks up the mains."""

# Sample: microphone.hum warning hum value=-44 expected=-60 unit=dbfs

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault, Harm
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, is_off, number, since, spoilt_loop, watching

SLUG = "microphone_hum"
WATCHING_SECONDS = 0.0
SIGNALS = ("microphone.hum", "microphone.dc_offset")


def check(history: History) -> Fault | None:
    """Return the fault while mains hum is heard; an offset of the input alone is no more than a sign of its cable."""
    off = tuple(name for name in SIGNALS if is_off(history, name))
    if not off:
        return None
    at, is_heard = since(history, *off), SIGNALS[0] in off
    value = number(history, SIGNALS[0])
    seen = Evidence("hum", {"number": value, "at": at}) if is_heard else Evidence("dc_offset", {"at": at})
    return Fault(
        slug=SLUG,
        owner=Owner.ON_SITE,
        confidence=Confidence.LIKELY if is_heard else Confidence.SUSPECTED,
        since=at,
        unfits=False,
        rests_on=off,
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(seen,),
        speaks_against=good(history, "microphone.present", "microphone.crackle", "microphone.volume"),
        not_seen=(Evidence("unseen.plug"),),
        explains=("microphone.noise_floor", *spoilt_loop(history)),
        harm=Harm.DEGRADED if is_heard else Harm.COSMETIC,
        variant="" if is_heard else "offset",
    )
