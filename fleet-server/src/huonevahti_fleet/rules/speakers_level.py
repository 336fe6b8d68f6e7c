"""Customers hear too faintly or too loudly: the speakers' volume is outside its limits."""

# Sample: speakers.volume failed too_low value=0.12 expected=0.3 unit=ratio

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, percent, reason, since, watching

SLUG = "speakers_level"
WATCHING_SECONDS = 30.0


def check(history: History) -> Fault | None:
    """Return the fault while the volume is outside the profile's limits; at zero nothing is heard at all."""
    if not history.failed("speakers.volume"):
        return None
    why = "too_high" if reason(history, "speakers.volume") == "too_high" else "too_low"
    at, level, levels = (
        since(history, "speakers.volume"),
        percent(history, "speakers.volume"),
        history.profile.levels,
    )
    values = {
        "percent": level,
        "min_percent": round(100 * levels.speakers_volume_min_ratio),
        "max_percent": round(100 * levels.speakers_volume_max_ratio),
    }
    return Fault(
        slug=SLUG,
        owner=Owner.TERMINAL,
        confidence=Confidence.CERTAIN,
        since=at,
        unfits=level == 0,
        rests_on=("speakers.volume",),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(Evidence(f"speakers_{why}", {**values, "at": at}),),
        speaks_against=good(history, "speakers.present", "speakers.muted", "speakers.default"),
        not_seen=(Evidence("unseen.room_noise"), Evidence("unseen.specialist_sound")),
        explains=("sound.loop",),
        values=values,
        variant=why if why == "too_high" else "",
    )
