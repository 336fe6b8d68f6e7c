"""Customers are not heard: the microphone is unplugged, or not there at all."""

# Sample: microphone.present failed unplugged

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._seen import good, reason, removals, since, watching

SLUG = "microphone_gone"
WATCHING_SECONDS = 10.0
MEANINGLESS = (
    *(
        "microphone.muted",
        "microphone.volume",
        "microphone.default",
        "microphone.level",
        "microphone.noise_floor",
    ),
    *(
        "microphone.clipping",
        "microphone.dropouts",
        "microphone.crackle",
        "microphone.hum",
        "microphone.dc_offset",
    ),
    "sound.loop",
)
"""What no longer says anything without a microphone."""


def check(history: History) -> Fault | None:
    """Return the fault while the microphone is missing or its socket reports that nothing is plugged in."""
    if not history.failed("microphone.present"):
        return None
    why = "unplugged" if reason(history, "microphone.present") == "unplugged" else "missing"
    at = since(history, "microphone.present")
    return Fault(
        slug=SLUG,
        owner=Owner.ON_SITE,
        confidence=Confidence.CERTAIN,
        since=at,
        unfits=True,
        rests_on=("microphone.present",),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(Evidence(f"microphone_{why}", {"at": at}), *removals(history, "microphone")),
        speaks_against=good(history, "speakers.present", "usb.hub", "network.loss"),
        not_seen=(Evidence("unseen.specialist_sound"),),
        explains=(*MEANINGLESS, *_unseen_by_the_page(history)),
        variant=why if why == "unplugged" else "",
    )


def _unseen_by_the_page(history: History) -> tuple[str, ...]:
    return ("kiosk.devices",) if reason(history, "kiosk.devices") == "microphone_missing" else ()
