"""The call takes the wrong camera or no sound: the page sees other devices than the terminal has."""

# Sample: camera.order ok
# Sample: kiosk.devices failed document_first value=2 expected=2 unit=cameras

from __future__ import annotations

from huonevahti_fleet.domain.faults import Confidence, Evidence, Fault
from huonevahti_fleet.domain.history import History
from huonevahti_fleet.domain.owners import Owner
from huonevahti_fleet.rules._reach import place_of, reach, shared
from huonevahti_fleet.rules._seen import good, reason, since, watching

SLUG = "page_devices_differ"
WATCHING_SECONDS = 60.0
SIGNAL = "kiosk.devices"


def check(history: History) -> Fault | None:
    """Return the fault while the page ranks its cameras otherwise than the terminal, or misses the microphone."""
    why = reason(history, SIGNAL)
    if not why or why in ("camera_missing", "not_permitted"):
        return None
    far, at = reach(history, SLUG), since(history, SIGNAL)
    is_sound = why == "microphone_missing"
    is_wide = far in ("fleet", "model")
    return Fault(
        slug=SLUG,
        owner=Owner.APPLICATION if is_wide else Owner.TERMINAL,
        confidence=Confidence.LIKELY,
        since=at,
        unfits=True,
        rests_on=(SIGNAL,),
        watching_seconds=watching(history, SLUG, WATCHING_SECONDS),
        points_to=(
            Evidence("page_microphone_missing" if is_sound else "page_order", {"at": at}),
            *shared(far),
        ),
        speaks_against=good(
            history, "microphone.present" if is_sound else "camera.order", "camera.customer.present"
        ),
        not_seen=(Evidence("unseen.specialist_source"),),
        explains=() if is_sound else ("call.camera",),
        scope=place_of(far),
        variant="microphone" if is_sound else "",
    )
