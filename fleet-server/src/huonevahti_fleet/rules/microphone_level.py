"""Customers are heard too faintly or too loudly: the microphone's gain is outside its limits."""

# Sample: microphone.volume failed too_low value=0.12 expected=0.4 unit=ratio

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, percent, reason, since, watching

SLUG = "microphone_level"
WATCHING_SECONDS = 30.0


def check(history: History) -> Fault | None:
    """Return the fault while the gain is outside the profile's limits; at zero nothing is heard at all."""
    if not history.failed("microphone.volume"):
        return None
    why = "too_high" if reason(history, "microphone.volume") == "too_high" else "too_low"
    at, level, levels = (
        since(history, "microphone.volume"),
        percent(history, "microphone.volume"),
        history.profile.levels,
    )
    values = {
        "percent": level,
        "min_percent": round(100 * levels.microphone_volume_min_ratio),
        "max_percent": round(100 * levels.microphone_volume_max_ratio),
    }
    return Fault(
        slug=SLUG,
        owner=Owner.TERMINAL,
        confidence=Confidence.CERTAIN,
        since=at,
        unfits=level == 0,
        rests_on=("microphone.volume",),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(Evidence(f"microphone_{why}", {**values, "at": at}),),
        speaks_against=good(history, "microphone.present", "microphone.muted", "microphone.default"),
        not_seen=(Evidence("unseen.seat"), Evidence("unseen.specialist_sound")),
        explains=("microphone.level", "microphone.noise_floor", "microphone.clipping", "sound.loop"),
        values=values,
        variant=why if why == "too_high" else "",
    )
